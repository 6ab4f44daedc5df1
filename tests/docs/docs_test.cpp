// SPDX-License-Identifier: MIT
// The documents say what the code says: generated pages, states in diagrams, names of files.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "base/enum_names.h"
#include "device/device_view.h"
#include "docs/reference_pages.h"
#include "model/conflict.h"
#include "model/job.h"
#include "model/operation.h"
#include "support/source_root.h"

namespace srl::docs {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kArchitectureLinesMax = 250;

std::string text_of(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::vector<fs::path> documents() {
  const fs::path root = source_root();
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(root)) {
    if (entry.path().extension() == ".md") found.push_back(entry.path());
  }
  for (const auto& entry : fs::recursive_directory_iterator(root / "docs")) {
    if (entry.path().extension() == ".md") found.push_back(entry.path());
  }
  return found;
}

std::vector<std::string> matches(const std::string& text, const std::regex& pattern) {
  std::vector<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at) {
    found.push_back((*at)[1]);
  }
  return found;
}

// The states of the diagram that stands below the heading's file.
std::set<std::string> states_below(const std::string& text, const std::string& file) {
  const std::size_t heading = text.find("(`" + file + "`)");
  REQUIRE_MESSAGE(heading != std::string::npos, "no diagram of " << file);
  const std::size_t begin = text.find("stateDiagram", heading);
  const std::string diagram = text.substr(begin, text.find("```", begin) - begin);
  std::set<std::string> states;
  for (const std::string& state : matches(diagram, std::regex(R"((\w+) -->)")))
    states.insert(state);
  for (const std::string& state : matches(diagram, std::regex(R"(--> (\w+))")))
    states.insert(state);
  return states;
}

// Paths are told from the root, or from one of these.
constexpr const char* kParents[] = {"", "core", "native-server", "web"};

bool exists_below(const fs::path& parent, const std::string& target) {
  const fs::path file = parent / target;
  return fs::exists(file) || fs::exists(file.string() + ".h") || fs::exists(file.string() + ".cpp");
}

// Does it begin with a folder of this repository? build/ is there only when something was built.
bool is_path_of_ours(const std::string& target) {
  const std::string first = target.substr(0, target.find('/'));
  if (first == "build") return false;
  return std::any_of(std::begin(kParents), std::end(kParents), [&](const char* parent) {
    return fs::is_directory(fs::path(source_root()) / parent / first);
  });
}

template <class Enum>
std::set<std::string> names_of_all() {
  return {kNamesOf<Enum>.begin(), kNamesOf<Enum>.end()};
}

}  // namespace

// SRL_WRITE_DOCS=1 writes them (scripts/docs).
TEST_CASE("docs: the reference pages say what the code says") {
  const fs::path folder = fs::path(source_root()) / "docs/reference";
  const bool writes = std::getenv("SRL_WRITE_DOCS") != nullptr;
  for (const ReferencePage& page : reference_pages()) {
    if (writes) std::ofstream(folder / page.name, std::ios::binary) << page.text;
    CHECK_MESSAGE(text_of(folder / page.name) == page.text,
                  page.name << " is out of date: run scripts/docs");
  }
}

TEST_CASE("docs: the states in the diagrams are those of the code") {
  const std::string text = text_of(fs::path(source_root()) / "ARCHITECTURE.md");
  // Acknowledged ones can be lost, too: docs/sync.md tells of it.
  std::set<std::string> operation = names_of_all<OpState>();
  operation.erase("lost");
  CHECK(states_below(text, "core/model/operation.h") == operation);
  CHECK(states_below(text, "core/model/job.h") == names_of_all<JobState>());
  CHECK(states_below(text, "core/device/session_keeper.h") == names_of_all<SessionState>());
  CHECK(states_below(text, "core/model/conflict.h") == names_of_all<ConflictState>());
}

TEST_CASE("docs: links and paths lead to what is there") {
  const std::regex link(R"(\]\(([^)#:]+)(?:#[^)]*)?\))");
  const std::regex path(R"(`([\w-]+/[\w./-]*\w)`)");
  for (const fs::path& document : documents()) {
    CAPTURE(document.string());
    const std::string text = text_of(document);
    for (const std::string& target : matches(text, link)) {
      CHECK_MESSAGE(fs::exists(document.parent_path() / target), "no " << target);
    }
    for (const std::string& target : matches(text, path)) {
      if (!is_path_of_ours(target)) continue;
      const bool is_there = std::any_of(std::begin(kParents), std::end(kParents), [&](auto parent) {
        return exists_below(fs::path(source_root()) / parent, target);
      });
      CHECK_MESSAGE(is_there, "no " << target);
    }
  }
}

TEST_CASE("docs: ARCHITECTURE.md is read in one sitting") {
  const std::string text = text_of(fs::path(source_root()) / "ARCHITECTURE.md");
  CHECK(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) <=
        kArchitectureLinesMax);
}

}  // namespace srl::docs
