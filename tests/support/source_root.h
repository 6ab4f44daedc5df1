// SPDX-License-Identifier: MIT
// Where this tree stands. In a file of its own: the path is in one object, so that clones share how
// the others were compiled.
#pragma once

#include <string>

namespace srl {

std::string source_root();

}  // namespace srl
