// SPDX-License-Identifier: MIT
// One function for each kind of text or bytes that others send us, in NAME_fuzzer.cpp. It returns
// what does not hold for these bytes; "" when all holds. libFuzzer looks for bytes for which it
// does not (scripts/fuzz), and the unit tests look at those of tests/fuzz/corpus/NAME.
#pragma once

#include <string>
#include <string_view>

namespace srl::test {

std::string fuzz_connection(std::string_view bytes);
std::string fuzz_cursor(std::string_view bytes);
std::string fuzz_history(std::string_view bytes);
std::string fuzz_http_form(std::string_view bytes);
std::string fuzz_inflate(std::string_view bytes);
std::string fuzz_json(std::string_view bytes);
std::string fuzz_link(std::string_view bytes);
std::string fuzz_prometheus(std::string_view bytes);
std::string fuzz_push(std::string_view bytes);
std::string fuzz_request_parser(std::string_view bytes);
std::string fuzz_sse(std::string_view bytes);

}  // namespace srl::test
