// SPDX-License-Identifier: MIT
// What holds for all bytes that a client may send. The fuzzers (tests/fuzz) look for bytes for
// which it does not, and the unit tests look at those that were found interesting.
#pragma once

#include <string>
#include <string_view>

namespace srl::test {

// A request reads the same however its bytes are cut, and keeps to its limits. Returns what is
// wrong; "" when nothing is.
std::string find_fault_in_parser(std::string_view bytes);

// `script`: what happens to a connection, step by step. Each has one answer per request at the
// most, none after the last one, bounded memory, and an end. Returns what is wrong.
std::string find_fault_in_connection(std::string_view script);

}  // namespace srl::test
