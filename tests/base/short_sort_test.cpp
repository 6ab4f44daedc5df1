// SPDX-License-Identifier: MIT
#include "base/short_sort.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace srl::test {

TEST_CASE("base/short_sort: equal ones stay in the order in which they came") {
  std::vector<std::string> words = {"pear", "fig", "apple", "kiwi", "nut", "grape"};
  sort_short(words, [](const std::string& a, const std::string& b) { return a.size() < b.size(); });
  CHECK(words == std::vector<std::string>{"fig", "nut", "pear", "kiwi", "apple", "grape"});
}

TEST_CASE("base/short_sort: nothing and one are in order") {
  std::vector<int> none;
  sort_short(none, [](int a, int b) { return a < b; });
  CHECK(none.empty());
  std::vector<int> one = {3};
  sort_short(one, [](int a, int b) { return a < b; });
  CHECK(one == std::vector<int>{3});
}

}  // namespace srl::test
