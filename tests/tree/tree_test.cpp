// SPDX-License-Identifier: MIT
// The repository tests itself: each rule first on samples (does it find what it is for?), then on
// every file we have.
#include "support/source_root.h"
#include "tree/tree_rules.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

namespace srl::tree {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kFileBytesMax = 300'000;

std::string read(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

// All files of the repository except what git ignores.
std::vector<fs::path> repository_files() {
  const fs::path root = source_root();
  std::vector<fs::path> files;
  for (auto it = fs::recursive_directory_iterator(root); it != fs::recursive_directory_iterator();
       ++it) {
    const std::string name = it->path().filename().string();
    const bool ignored = name == ".git" || name == "build" || name == "node_modules";
    if (it->is_directory() && ignored) it.disable_recursion_pending();
    if (it->is_regular_file()) files.push_back(fs::relative(it->path(), root));
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<SourceFile> cpp_files() {
  std::vector<SourceFile> files;
  for (const fs::path& path : repository_files()) {
    if (path.extension() != ".h" && path.extension() != ".cpp") continue;
    files.push_back({path.generic_string(), read(fs::path(source_root()) / path)});
  }
  return files;
}

void expect_clean(Findings (*rule)(const SourceFile&)) {
  for (const SourceFile& file : cpp_files()) {
    for (const std::string& found : rule(file)) FAIL_CHECK(file.path << ":" << found);
  }
}

}  // namespace

TEST_CASE("tree/samples: comments and literals are not code") {
  CHECK(code_only("a /* rand( */ b // double\nc") == "a             b          \nc");
  CHECK(code_only("f(\"rand(\", 'x', 1'000)") == "f(\"     \", ' ', 1'000)");
  CHECK(code_only("x = R\"(if (intent))\" + y") == "x = R\"(           )\" + y");
  CHECK(code_only("\"a \\\" double\" b") == "\"           \" b");
}

TEST_CASE("tree/samples: an include that goes upwards is found") {
  CHECK(check_includes({"core/base/a.h", "#include \"model/task.h\"\n"}).size() == 1);
  CHECK(check_includes({"core/device/a.h", "#include \"service/push.h\"\n"}).size() == 1);
  CHECK(check_includes({"core/service/a.h", "#include \"device/device.h\"\n"}).size() == 1);
  CHECK(check_includes({"core/observe/a.h", "#include \"storage/sqlite.h\"\n"}).size() == 1);
  CHECK(check_includes({"core/sim/a.h", "#include \"../device/a.h\"\n"}).size() == 2);
  CHECK(check_includes({"core/elsewhere/a.h", "#include \"base/result.h\"\n"}).size() == 1);
  CHECK(check_includes({"core/sim/a.cpp", "#include <nlohmann/json.hpp>\n"}).size() == 1);
  CHECK(check_includes({"native-server/a.cpp", "#include <sqlite3.h>\n"}).size() == 1);
  CHECK(check_includes({"web/app/a.cpp", "#include <imgui.h>\n"}).size() == 1);
  CHECK(check_includes({"web/app/a.cpp", "#include \"ui/panel.h\"\n"}).size() == 1);
  CHECK(check_includes({"web/live/a.cpp", "#include \"probe/registry.h\"\n"}).size() == 1);
  CHECK(check_includes({"web/probe/a.cpp", "#include \"ui/panel.h\"\n"}).size() == 1);
  CHECK(check_includes({"web/main.cpp", "#include \"ui/lab.h\"\n"}).empty());

  CHECK(check_includes({"core/sim/a.h", "#include \"device/device.h\"\n#include \"sim/world.h\"\n"})
            .empty());
  CHECK(check_includes({"core/protocol/a.cpp", "#include <nlohmann/json.hpp>\n"}).empty());
  CHECK(check_includes({"core/storage/a.cpp", "#include <sqlite3.h>\n"}).empty());
  CHECK(check_includes({"web/ui/a.cpp", "#include <imgui.h>\n#include \"app/state.h\"\n"}).empty());
}

TEST_CASE("tree/samples: words that would break determinism are found in core and nowhere else") {
  for (const char* line :
       {"auto t = std::chrono::system_clock::now();", "int x = rand();", "std::time(nullptr);",
        "getenv(\"HOME\");", "std::thread t;", "#include <random>", "#include <fstream>",
        "double rate = 0;", "std::unordered_map<int, int> m;", "emscripten::val v;",
        "printf(\"x\");", "std::mt19937 g;"}) {
    CAPTURE(line);
    CHECK(check_banned_words({"core/device/a.cpp", line}).size() == 1);
    CHECK(check_banned_words({"native-server/a.cpp", line}).empty());
  }
  CHECK(check_banned_words({"core/observe/a.cpp", "double mean = 0;"}).empty());
  CHECK(check_banned_words({"core/base/a.cpp", "int operand(int x); // never rand()"}).empty());
  CHECK(
      check_banned_words({"core/base/a.cpp", "refuse(\"random()\"); snprintf(b, n, f);"}).empty());
}

TEST_CASE("tree/samples: a mutex that clang knows nothing of is found") {
  for (const char* line : {"std::mutex mutex_;", "const std::lock_guard lock(mutex_);",
                           "std::unique_lock<std::mutex> lock(m);", "std::condition_variable c;"}) {
    CAPTURE(line);
    CHECK(check_locks({"native-server/net/a.h", line}).size() == 1);
    CHECK(check_locks({"tests/net/a_test.cpp", line}).size() == 1);
    CHECK(check_locks({"native-server/threads/mutex.h", line}).empty());
  }
  CHECK(check_locks({"native-server/a.h", "Mutex mutex_;  // std::mutex"}).empty());
}

TEST_CASE("tree/samples: a branch on the intent is found") {
  for (const char* line :
       {"if (op.intent == 3) return;", "while (next(intent)) {}", "switch (request.intent) {}",
        "int x = op.intent ? 1 : 2;", "bool same = a.intent == b.intent;",
        "if constexpr (kHasintent) {}", "for (int i = 0; i < intent; ++i) {}",
        "if (a &&\n    b.intent_of()) return;"}) {
    CAPTURE(line);
    CHECK_FALSE(check_intent_is_never_a_condition({"core/service/a.cpp", line}).empty());
    CHECK(check_intent_is_never_a_condition({"core/sim/oracle.cpp", line}).empty());
  }
  for (const char* line : {"effect.intent = op.intent;", "write(op.intent, ok ? 1 : 2);",
                           "if (ok) row.intent = intent;", "// if (intent) is what we never write",
                           "for (const auto& intent : intents) copy(intent);"}) {
    CAPTURE(line);
    CHECK(check_intent_is_never_a_condition({"core/service/a.cpp", line}).empty());
  }
}

TEST_CASE("tree/samples: the shape of a file") {
  const std::string licence = "// SPDX-License-Identifier: MIT\n";
  CHECK(check_shape({"core/a.cpp", licence + "int x;\n"}).empty());
  CHECK(check_shape({"core/a.h", licence + "#pragma once\n"}).empty());
  CHECK(check_shape({"core/a.h", licence}).size() == 1);
  CHECK(check_shape({"core/a.cpp", "int x;\n"}).size() == 1);
  CHECK(check_shape({"core/a.cpp", licence + std::string(121, 'x') + "\n"}).size() == 1);
  CHECK(check_shape({"core/a.cpp", licence + "int x; \n"}).size() == 1);
  std::string lines = licence;
  for (int i = 0; i < 600; ++i) lines += "\n";
  CHECK(check_shape({"core/a.cpp", lines}).size() == 1);
}

TEST_CASE("tree/samples: a test case in a file that ctest would not run is found") {
  const std::string test = "TEST_CASE(\"x\") {}\n";
  CHECK(check_test_file_name({"tests/sim/sweep.cpp", test}).size() == 1);
  CHECK(check_test_file_name({"tests/sim/sweep_test.cpp", test}).empty());
  CHECK(check_test_file_name({"tests/support/world_builder.cpp", "// TEST_CASE(\n"}).empty());
}

TEST_CASE("tree: includes go down the layers only") { expect_clean(check_includes); }

TEST_CASE(
    "tree: core has no clock, no threads, no I/O, no randomness of its own, no floating point") {
  expect_clean(check_banned_words);
}

TEST_CASE("tree: every mutex is one whose use clang checks") { expect_clean(check_locks); }

TEST_CASE("tree: nothing below the oracle branches on the intent") {
  expect_clean(check_intent_is_never_a_condition);
}

TEST_CASE("tree: every file has a licence line and a shape that fits on a screen") {
  expect_clean(check_shape);
}

TEST_CASE("tree: every test case is in a file that ctest runs") {
  expect_clean(check_test_file_name);
}

TEST_CASE("tree: nothing large is committed") {
  for (const fs::path& path : repository_files()) {
    const std::uintmax_t bytes = fs::file_size(fs::path(source_root()) / path);
    if (bytes > kFileBytesMax) FAIL_CHECK(path.generic_string() << ": " << bytes << " bytes");
  }
}

TEST_CASE("tree: a header's name says which one it is, without its folder") {
  std::map<std::string, std::string> path_by_name;
  for (const SourceFile& file : cpp_files()) {
    const fs::path path(file.path);
    if (path.extension() != ".h") continue;
    const auto [other, is_new] = path_by_name.emplace(path.filename().string(), file.path);
    if (!is_new) FAIL_CHECK(file.path << " has the name of " << other->second);
  }
}

}  // namespace srl::tree
