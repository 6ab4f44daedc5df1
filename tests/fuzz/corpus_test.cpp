// SPDX-License-Identifier: MIT
// The bytes that the fuzzers begin with, and those that they have found: tests/fuzz/corpus. Each is
// in a piece of memory of its own size, so that the sanitizers see who reads past its end.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>

#include "fuzz/fuzz_targets.h"
#include "support/source_root.h"

namespace srl::test {
namespace {

struct FuzzTarget {
  const char* name;
  std::string (*find_fault)(std::string_view bytes);
};

#define SRL_LIST_FUZZ_TARGET(name) {#name, fuzz_##name},
constexpr FuzzTarget kFuzzTargets[] = {SRL_FUZZ_TARGETS(SRL_LIST_FUZZ_TARGET)};
#undef SRL_LIST_FUZZ_TARGET

std::filesystem::path fuzz_folder() { return std::filesystem::path(source_root()) / "tests/fuzz"; }

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << stream.rdbuf();
  return bytes.str();
}

std::string fault_in(const FuzzTarget& target, const std::string& bytes) {
  const std::unique_ptr<char[]> exact(new char[bytes.size()]);
  std::copy(bytes.begin(), bytes.end(), exact.get());
  return target.find_fault({exact.get(), bytes.size()});
}

}  // namespace

TEST_CASE("fuzz: nothing is wrong with any file of the corpus, and none of its beginnings") {
  for (const FuzzTarget& target : kFuzzTargets) {
    int files = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(fuzz_folder() / "corpus" / target.name)) {
      CAPTURE(entry.path().string());
      const std::string bytes = bytes_of(entry.path());
      CHECK(fault_in(target, bytes) == "");
      const std::size_t step = 1 + bytes.size() / 50;
      for (std::size_t size = 0; size < bytes.size(); size += step) {
        CAPTURE(size);
        CHECK(fault_in(target, bytes.substr(0, size)) == "");
      }
      ++files;
    }
    CAPTURE(target.name);
    CHECK(files >= 5);
  }
}

TEST_CASE("fuzz: each fuzzer's corpus is replayed here") {
  std::size_t fuzzers = 0;
  for (const auto& entry : std::filesystem::directory_iterator(fuzz_folder())) {
    const std::string file = entry.path().filename().string();
    constexpr std::string_view kEnd = "_fuzzer.cpp";
    if (file.size() <= kEnd.size() || file.substr(file.size() - kEnd.size()) != kEnd) continue;
    const std::string name = file.substr(0, file.size() - kEnd.size());
    CAPTURE(name);
    CHECK(std::any_of(std::begin(kFuzzTargets), std::end(kFuzzTargets),
                      [&](const FuzzTarget& target) { return target.name == name; }));
    ++fuzzers;
  }
  CHECK(fuzzers == std::size(kFuzzTargets));
}

}  // namespace srl::test
