// SPDX-License-Identifier: MIT
// In every build, this one and the one that ships: what must hold is checked.
#include "base/assertion.h"

#include <doctest/doctest.h>

#include <string>

#include "base/result.h"
#include "model/operation.h"
#include "storage/page_image.h"
#include "storage/page_store.h"
#include "support/last_words.h"

namespace srl::test {
namespace {

bool ends_in(const std::string& words, const std::string& sentence) {
  return words.find(": this does not hold: " + sentence + "\n") != std::string::npos;
}

}  // namespace

TEST_CASE("assertion: what does not hold ends the program with its place and its sentence") {
  const int one = 1;
  const std::string words = last_words_of([&] { SRL_ASSERT(one == 2, "one is two"); });
  CHECK(words.substr(0, 19) == "assertion_test.cpp:");
  CHECK(ends_in(words, "one is two"));
}

TEST_CASE("assertion: what holds says nothing, and is looked at once") {
  int looks = 0;
  SRL_ASSERT(++looks == 1, "it is looked at once");
  CHECK(looks == 1);
  CHECK(last_words_of([] { SRL_ASSERT(true, "true is true"); }) == "");
}

TEST_CASE("assertion: an error is never taken for a value") {
  CHECK(ends_in(last_words_of([] {
                  const Result<int> failed = make_error(ErrorCode::bad_value, "no");
                  (void)failed.value();
                }),
                "a value is read where there is one"));
}

TEST_CASE("assertion: no page lies past the end of its file, and no file past its page numbers") {
  CHECK(ends_in(last_words_of([] { PageImage().slot(3) = PageRef(); }),
                "a page that is changed lies in the file"));
  CHECK(ends_in(last_words_of([] {
                  PageStore store;
                  store.truncate(std::uint64_t{1} << 60);
                }),
                "a file has no more pages than its index can count"));
}

TEST_CASE("assertion: an operation that is done can only get lost") {
  for (const OpState done : {OpState::acknowledged, OpState::conflict, OpState::rejected}) {
    for (int i = 0; i < kCountOf<OpState>; ++i) {
      const auto next = static_cast<OpState>(i);
      CAPTURE(name_of(done));
      CAPTURE(name_of(next));
      const bool is_lost = next == OpState::lost && done != OpState::rejected;
      CHECK(may_become(done, next) == is_lost);
    }
  }
  CHECK(may_become(OpState::parked, OpState::acknowledged));  // by a late answer
  CHECK_FALSE(may_become(OpState::parked, OpState::sending));
}

}  // namespace srl::test
