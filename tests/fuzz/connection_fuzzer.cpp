// SPDX-License-Identifier: MIT
#include "fuzz/fuzz_targets.h"
#include "net/edge_properties.h"

namespace srl::test {

std::string fuzz_connection(std::string_view bytes) { return find_fault_in_connection(bytes); }

}  // namespace srl::test
