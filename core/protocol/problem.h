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

std::string problem_text(const Problem& problem, int status);

// Never fails, because an error's error helps nobody: what is no problem of ours (a proxy's page, a
// code that only a newer service knows) is judged by its status.
Problem read_problem(std::string_view body, int status);

}  // namespace srl
