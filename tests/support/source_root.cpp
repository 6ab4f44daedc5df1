// SPDX-License-Identifier: MIT
#include "support/source_root.h"

namespace srl {

std::string source_root() { return SRL_SOURCE_DIR; }

}  // namespace srl
