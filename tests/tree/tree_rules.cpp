// SPDX-License-Identifier: MIT
#include "tree/tree_rules.h"

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <utility>

namespace srl::tree {
namespace {

constexpr std::size_t kLineCharactersMax = 120;
constexpr int kFileLinesMax = 600;

// What each folder of core/ may include besides itself. The layers: base, model, ports, then
// {observe, protocol, storage}, policies, then {device, service}, which meet only on the
// wire, and sim on top.
const std::map<std::string, std::set<std::string>>& allowed_includes() {
  static const std::map<std::string, std::set<std::string>> allowed = [] {
    const std::set<std::string> base = {"base"};
    const std::set<std::string> model = {"base", "model"};
    const std::set<std::string> ports = {"base", "model", "ports"};
    const std::set<std::string> policies = {"base",    "model",    "ports",
                                            "observe", "protocol", "storage"};
    std::set<std::string> actors = policies;
    actors.insert("policies");
    std::set<std::string> sim = actors;
    sim.insert({"device", "service"});
    return std::map<std::string, std::set<std::string>>{
        {"base", base},      {"model", model},   {"ports", ports},       {"observe", ports},
        {"protocol", ports}, {"storage", ports}, {"policies", policies}, {"device", actors},
        {"service", actors}, {"sim", sim},
    };
  }();
  return allowed;
}

struct BannedWord {
  const char* pattern;
  const char* instead;
  const char* except;  // folders of core/ that may use it
};

const std::vector<BannedWord>& banned_words() {
  static const std::vector<BannedWord> words = {
      {R"(\b(system_clock|steady_clock|high_resolution_clock|gettimeofday|clock_gettime)\b)",
       "ports/clock.h", ""},
      {R"(\bstd::time\b|\btime\s*\(\s*(nullptr|NULL|0)\s*\))", "ports/clock.h", ""},
      {R"(\b(localtime|gmtime|strftime)(_r)?\b)", "base/time.h", ""},
      {R"(\bs?rand\s*\()", "base/random.h", ""},
      {R"(\b(random_device|mt19937(_64)?|default_random_engine)\b)", "base/random.h", ""},
      {R"(\b(getenv|setenv|setlocale)\b)", "a parameter", ""},
      {R"(\bstd::(thread|jthread|async|mutex|condition_variable)\b|\bthread_local\b)",
       "nothing: core has no threads", ""},
      {R"(\b(emscripten|EM_JS|EM_ASM|__EMSCRIPTEN__)\b)", "a port", ""},
      {R"(\b(fopen|fread|fwrite|printf|fprintf|puts)\s*\(|\bstd::(cout|cerr|clog|cin)\b)",
       "a return value: core does no I/O", ""},
      {R"(#\s*include\s*<(random|chrono|thread|fstream|iostream|mutex|future|filesystem|ctime|time\.h)>)",
       "ports and base", ""},
      {R"(\bunordered_(multi)?(map|set)\b)",
       "std::map or a sorted vector: iteration must have an order", ""},
      {R"(\b(float|double)\b)", "integer milliseconds or ppm",
       // Statistics; and the types of JSON's numbers and of SQLite's callbacks.
       "observe protocol storage"},
  };
  return words;
}

// The component of a path: part(0) of "core/base/result.h" is "core".
std::string part(const std::string& path, int index) {
  std::size_t from = 0;
  for (int i = 0; i < index; ++i) {
    from = path.find('/', from);
    if (from == std::string::npos) return "";
    ++from;
  }
  return path.substr(from, path.find('/', from) - from);
}

bool is_listed(std::string_view words, const std::string& word) {
  return (" " + std::string(words) + " ").find(" " + word + " ") != std::string::npos;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string finding(std::size_t line_index, const std::string& what) {
  return std::to_string(line_index + 1) + ": " + what;
}

std::size_t line_index_at(std::string_view text, std::size_t position) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(position);
  return static_cast<std::size_t>(std::count(text.begin(), end, '\n'));
}

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

bool mentions_intent(std::string_view text) {
  return text.find("intent") != std::string_view::npos;
}

// The text between the parenthesis at `open` and its partner.
std::string_view in_parentheses(std::string_view code, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < code.size(); ++i) {
    if (code[i] == '(') ++depth;
    if (code[i] == ')' && --depth == 0) return code.substr(open + 1, i - open - 1);
  }
  return code.substr(open + 1);
}

// UTF-8 continuation bytes are not characters of their own.
std::size_t characters_in(std::string_view line) {
  return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

// The folders of web/, the lowest first; -1 for what is none of them (the core, a file in web/
// itself).
int web_layer(const std::string& folder) {
  static const std::vector<std::string> layers = {"app", "live", "platform", "probe", "ui"};
  const auto found = std::find(layers.begin(), layers.end(), folder);
  return found == layers.end() ? -1 : static_cast<int>(found - layers.begin());
}

}  // namespace

Findings check_includes(const SourceFile& file) {
  static const std::regex quoted(R"re(^\s*#\s*include\s*"([^"]+)")re");
  static const std::regex any(R"re(^\s*#\s*include\s*[<"]([^>"]+)[>"])re");
  Findings findings;
  const std::string top = part(file.path, 0);
  const std::string folder = part(file.path, 1);
  const auto& layers = allowed_includes();
  const auto lines = lines_of(file.text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::smatch match;
    if (!std::regex_search(lines[i], match, any)) continue;
    const std::string included = match[1];
    const std::string included_folder = part(included, 0);

    if (included.find("..") != std::string::npos) {
      findings.push_back(finding(i, "includes go from the include root, not through '..'"));
    }
    if (included_folder == "nlohmann" && !(top == "core" && folder == "protocol")) {
      findings.push_back(finding(i, "only core/protocol includes nlohmann/json"));
    }
    // A benchmark measures beside SQLite without us.
    const bool may_see_sqlite =
        (top == "core" && folder == "storage") || (top == "tests" && folder == "bench");
    if (included == "sqlite3.h" && !may_see_sqlite) {
      findings.push_back(finding(i, "only core/storage includes sqlite3.h"));
    }
    const bool is_pure_web = top == "web" && (folder == "app" || folder == "live");
    if (is_pure_web && included.rfind("imgui", 0) == 0) {
      findings.push_back(finding(i, "web/" + folder + " is pure state: no ImGui"));
    }
    const bool is_in_a_layer = top == "web" && web_layer(folder) >= 0;
    if (is_in_a_layer && web_layer(included_folder) > web_layer(folder)) {
      findings.push_back(finding(i, "web/" + folder + " doesn't know " + included_folder + "/"));
    }
    if (top != "core" || !std::regex_search(lines[i], match, quoted)) continue;
    if (included_folder == folder || included_folder == "sqlite3.h") continue;
    if (layers.count(folder) == 0) {
      findings.push_back(
          finding(i, "core/" + folder + " has no place in the layers of tests/tree"));
    } else if (layers.at(folder).count(included_folder) == 0) {
      findings.push_back(finding(i, folder + "/ must not include " + included_folder + "/"));
    }
  }
  return findings;
}

Findings check_banned_words(const SourceFile& file) {
  if (part(file.path, 0) != "core") return {};
  static const auto compiled = [] {
    std::vector<std::pair<std::regex, const BannedWord*>> result;
    for (const BannedWord& word : banned_words()) {
      result.emplace_back(std::regex(word.pattern, std::regex::optimize), &word);
    }
    return result;
  }();
  Findings findings;
  const auto lines = lines_of(code_only(file.text));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (const auto& [pattern, word] : compiled) {
      std::smatch match;
      if (is_listed(word->except, part(file.path, 1)) ||
          !std::regex_search(lines[i], match, pattern))
        continue;
      findings.push_back(
          finding(i, "'" + match.str() + "' has no place in core/; use " + word->instead));
    }
  }
  return findings;
}

// Of the standard library's mutexes clang does not know what they guard.
Findings check_locks(const SourceFile& file) {
  if (file.path == "native-server/threads/mutex.h") return {};
  static const std::regex lock(
      R"(\bstd::(\w*mutex|lock_guard|(unique|shared|scoped)_lock|condition_variable\w*)\b)");
  Findings findings;
  const auto lines = lines_of(code_only(file.text));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::smatch match;
    if (!std::regex_search(lines[i], match, lock)) continue;
    findings.push_back(finding(i, "'" + match.str() + "': use threads/mutex.h"));
  }
  return findings;
}

Findings check_intent_is_never_a_condition(const SourceFile& file) {
  static const std::set<std::string> folders = {"policies", "device", "service"};
  if (part(file.path, 0) != "core" || folders.count(part(file.path, 1)) == 0) return {};
  static const std::regex branch(R"(\b(if|while|switch|for)\s*(constexpr\s*)?\()");
  static const std::regex comparison(
      R"(\bintent\w*\s*([=!<>]=|[<>]\s)|[=!<>]=\s*[\w.]*(->)?intent)");
  const std::string code = code_only(file.text);
  Findings findings;
  const auto report = [&](std::size_t position) {
    findings.push_back(finding(line_index_at(code, position),
                               "the intent is the oracle's: copy it, never branch on it"));
  };

  for (std::sregex_iterator it(code.begin(), code.end(), branch), end; it != end; ++it) {
    const auto open = static_cast<std::size_t>(it->position() + it->length() - 1);
    std::string_view condition = in_parentheses(code, open);
    // `for (auto& x : things)` decides nothing; of `for (;;)` only the middle part does.
    if (it->str(1) == "for") {
      const std::size_t first = condition.find(';');
      if (first == std::string_view::npos) continue;
      condition = condition.substr(first + 1);
    }
    if (mentions_intent(condition)) report(open);
  }
  for (std::size_t at = code.find('?'); at != std::string::npos; at = code.find('?', at + 1)) {
    const std::size_t start = code.find_last_of(";{}?=,", at == 0 ? 0 : at - 1);
    const std::size_t from = start == std::string::npos ? 0 : start;
    if (mentions_intent(std::string_view(code).substr(from, at - from))) report(at);
  }
  for (std::sregex_iterator it(code.begin(), code.end(), comparison), end; it != end; ++it) {
    report(static_cast<std::size_t>(it->position()));
  }
  return findings;
}

Findings check_shape(const SourceFile& file) {
  Findings findings;
  const auto lines = lines_of(file.text);
  const bool header = ends_with(file.path, ".h");
  if (lines.empty() || lines[0] != "// SPDX-License-Identifier: MIT") {
    findings.push_back(finding(0, "the first line is '// SPDX-License-Identifier: MIT'"));
  }
  if (header && std::find(lines.begin(), lines.end(), "#pragma once") == lines.end()) {
    findings.push_back(finding(0, "a header has '#pragma once'"));
  }
  if (static_cast<int>(lines.size()) > kFileLinesMax) {
    findings.push_back(finding(lines.size() - 1, "more than " + std::to_string(kFileLinesMax) +
                                                     " lines: several things live here"));
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (characters_in(lines[i]) > kLineCharactersMax)
      findings.push_back(finding(i, "longer than 120 characters"));
    if (!lines[i].empty() &&
        (lines[i].back() == ' ' || lines[i].back() == '\t' || lines[i].back() == '\r')) {
      findings.push_back(finding(i, "white space at the end of the line"));
    }
  }
  return findings;
}

// The build hands the files of tests/ to ctest by this name: a test case elsewhere would never run.
Findings check_test_file_name(const SourceFile& file) {
  const bool has_tests = code_only(file.text).find("TEST_CASE(") != std::string::npos;
  if (part(file.path, 0) != "tests" || !has_tests || ends_with(file.path, "_test.cpp")) return {};
  return {finding(0, "a file with test cases is named …_test.cpp")};
}

std::string code_only(std::string_view text) {
  std::string code(text);
  const auto blank = [&code](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < std::min(to, code.size()); ++i) {
      if (code[i] != '\n') code[i] = ' ';
    }
  };
  std::size_t i = 0;
  while (i < text.size()) {
    const std::string_view rest = text.substr(i);
    std::size_t end = i + 1;
    if (rest.rfind("//", 0) == 0) {
      end = std::min(text.find('\n', i), text.size());
      blank(i, end);
    } else if (rest.rfind("/*", 0) == 0) {
      end = std::min(text.find("*/", i + 2), text.size()) + 2;
      blank(i, end);
    } else if (rest.rfind("R\"", 0) == 0 && rest.find('(') != std::string_view::npos) {
      const std::size_t open = text.find('(', i);
      const std::string close = ")" + std::string(text.substr(i + 2, open - i - 2)) + "\"";
      end = std::min(text.find(close, open), text.size());
      blank(open + 1, end);
      end += close.size();
    } else if (text[i] == '"' ||
               (text[i] == '\'' &&
                !(i > 0 && std::isalnum(static_cast<unsigned char>(text[i - 1]))))) {
      while (end < text.size() && text[end] != text[i] && text[end] != '\n')
        end += text[end] == '\\' ? 2 : 1;
      // The name in #include "…" is no literal; it has no words to ban either, and is left out like
      // one.
      blank(i + 1, end);
      ++end;
    }
    i = end;
  }
  return code;
}

}  // namespace srl::tree
