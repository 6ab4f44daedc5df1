// SPDX-License-Identifier: MIT
// The run in one line: no promise broken so far, which one broke first and how, or all of them kept
// and the numbers that show it. For the visitor who reads nothing else.
#pragma once

#include <string>
#include <string_view>

#include "sim/world.h"

namespace srl::web {

enum class VerdictKind { open, kept, broken };

struct Verdict {
  VerdictKind kind = VerdictKind::open;
  std::string title;
  std::string text;
  std::string numbers;  // the part of it that says most
  std::string promise;  // the one that broke first, by name
};

Verdict verdict_of(const World& world);

}  // namespace srl::web
