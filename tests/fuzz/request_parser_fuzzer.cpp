// SPDX-License-Identifier: MIT
// The head and the body of a request, as they come from a socket.
#include "fuzz/fuzz_targets.h"
#include "net/edge_properties.h"

namespace srl::test {

std::string fuzz_request_parser(std::string_view bytes) { return find_fault_in_parser(bytes); }

}  // namespace srl::test
