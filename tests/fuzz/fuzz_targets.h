// SPDX-License-Identifier: MIT
// One function for each kind of text or bytes that others send us, in NAME_fuzzer.cpp. It returns
// what does not hold for these bytes; "" when all holds. libFuzzer looks for bytes for which it
// does not (scripts/fuzz), and the unit tests look at those of tests/fuzz/corpus/NAME.
#pragma once

#include <string>
#include <string_view>

// A new one is a line here, a file NAME_fuzzer.cpp and a folder corpus/NAME.
#define SRL_FUZZ_TARGETS(TARGET) \
  TARGET(connection)             \
  TARGET(cursor)                 \
  TARGET(history)                \
  TARGET(http_form)              \
  TARGET(inflate)                \
  TARGET(json)                   \
  TARGET(link)                   \
  TARGET(prometheus)             \
  TARGET(push)                   \
  TARGET(request_parser)         \
  TARGET(sse)

namespace srl::test {

#define SRL_DECLARE_FUZZ_TARGET(name) std::string fuzz_##name(std::string_view bytes);
SRL_FUZZ_TARGETS(SRL_DECLARE_FUZZ_TARGET)
#undef SRL_DECLARE_FUZZ_TARGET

}  // namespace srl::test
