// SPDX-License-Identifier: MIT
// Sorts a short list by insertion; equal ones stay in the order in which they came. Nothing for
// lists of a thousand. std::sort and std::stable_sort cost the download kilobytes for every type.
#pragma once

#include <cstddef>
#include <utility>

namespace srl {

template <class List, class Less>
void sort_short(List& list, Less is_before) {
  for (std::size_t i = 1; i < list.size(); ++i) {
    auto one = std::move(list[i]);
    std::size_t place = i;
    for (; place > 0 && is_before(one, list[place - 1]); --place) {
      list[place] = std::move(list[place - 1]);
    }
    list[place] = std::move(one);
  }
}

}  // namespace srl
