// SPDX-License-Identifier: MIT
// A value or an Error. libc++ 13 has no <expected>, and the core has no exceptions.
#pragma once

#include <utility>
#include <variant>

#include "base/assertion.h"
#include "base/error.h"

namespace srl {

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() {
    SRL_ASSERT(ok(), "a value is read where there is one");
    return *std::get_if<0>(&state_);
  }
  const T& value() const {
    SRL_ASSERT(ok(), "a value is read where there is one");
    return *std::get_if<0>(&state_);
  }
  const Error& error() const {
    SRL_ASSERT(!ok(), "an error is read where there is one");
    return *std::get_if<1>(&state_);
  }

  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  T& operator*() { return value(); }
  const T& operator*() const { return value(); }

 private:
  std::variant<T, Error> state_;
};

// Success, or an Error: the result of work that has no value.
class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(Error error) : error_(std::move(error)) {}

  bool ok() const { return error_.code == ErrorCode::none; }
  explicit operator bool() const { return ok(); }
  const Error& error() const { return error_; }

 private:
  Error error_;
};

inline Error make_error(ErrorCode code, std::string detail) {
  return Error{code, std::move(detail)};
}

// Hands an error up: the only control flow that a macro hides in this code base.
#define SRL_TRY(expression)                                                                   \
  do {                                                                                        \
    if (::srl::Status srl_status = (expression); !srl_status.ok()) return srl_status.error(); \
  } while (false)

}  // namespace srl
