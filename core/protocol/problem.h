// SPDX-License-Identifier: MIT
// Error responses as RFC 9457 has them: {type, title, status, code, detail}, and
// `current` beside a failed precondition. `code` is the stable
// name of base/errors.def that programs react to; the rest is for people.
#pragma once

#include <string>
#include <string_view>

#include "protocol/messages.h"

namespace srl {

inline constexpr std::string_view kProblemContentType = "application/problem+json";
inline constexpr std::string_view kJsonContentType = "application/json";

std::string problem_text(const Problem& problem, int status);

// A code that only a newer service knows is read as what its status says. unreadable_answer when
// there is no code at all.
Result<Problem> read_problem(std::string_view body, int status);

// What the status alone says, as a client takes it that asks no further.
Problem problem_of_status(int status);

}  // namespace srl
