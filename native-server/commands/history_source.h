// SPDX-License-Identifier: MIT
// A history from wherever a person has it: a file, standard input ("-"), a link with the history in
// it, or a short link that names a scenario. All of it is untrusted.
#pragma once

#include <string>

#include "base/result.h"
#include "sim/history.h"

namespace srl {

// Errors name the place and say what to do instead.
Result<History> load_history(const std::string& source);

// What to call the source in a message: a link may have 64 KB.
std::string source_name(const std::string& source);

}  // namespace srl
