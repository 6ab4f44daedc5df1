// SPDX-License-Identifier: MIT
// The bytes that the fuzzers begin with, and those that they have found: tests/fuzz/corpus.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "net/edge_properties.h"
#include "support/source_root.h"

namespace srl {
namespace {

template <class Check>
void check_corpus(const std::string& name, Check find_fault) {
  const std::filesystem::path folder =
      std::filesystem::path(source_root()) / "tests/fuzz/corpus" / name;
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream stream(entry.path(), std::ios::binary);
    std::ostringstream bytes;
    bytes << stream.rdbuf();
    CAPTURE(entry.path().string());
    CHECK(find_fault(bytes.str()) == "");
    ++files;
  }
  CHECK(files >= 5);
}

}  // namespace

TEST_CASE("net/fuzz: the parser's corpus") {
  check_corpus("request_parser", test::find_fault_in_parser);
}

TEST_CASE("net/fuzz: the connection's corpus") {
  check_corpus("connection", test::find_fault_in_connection);
}

}  // namespace srl
