// SPDX-License-Identifier: MIT
// A metric that nothing emits is a promise to the reader that the code does not keep.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "observe/metrics.h"
#include "support/source_root.h"

namespace fs = std::filesystem;

namespace {

// The sources of the core, the server and the live device that `is_wanted` lets through by their
// path below the repository: without observe/ itself, and without the faults, which say where they
// show.
std::string emitting_code(bool (*is_wanted)(const std::string& path)) {
  std::string code;
  for (const char* folder : {"core", "native-server", "web/live"}) {
    for (const auto& entry :
         fs::recursive_directory_iterator(fs::path(srl::source_root()) / folder)) {
      const std::string path = entry.path().generic_string();
      const bool only_names_it = path.find("/observe/") != std::string::npos ||
                                 path.find("/sim/faults/") != std::string::npos;
      if (!entry.is_regular_file() || only_names_it) continue;
      if (!is_wanted(path)) continue;
      std::ifstream stream(entry.path(), std::ios::binary);
      code.append(std::istreambuf_iterator<char>(stream), {});
    }
  }
  return code;
}

bool is_of_a_device(const std::string& path) {
  for (const char* part : {"/device/", "/device_host", "/web/live/"}) {
    if (path.find(part) != std::string::npos) return true;
  }
  return false;
}

bool is_of_a_service(const std::string& path) { return !is_of_a_device(path); }

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

bool names(const std::string& code, const std::string& metric) {
  const std::string wanted = "Metric::" + metric;
  for (std::size_t at = code.find(wanted); at != std::string::npos;
       at = code.find(wanted, at + 1)) {
    const std::size_t end = at + wanted.size();
    if (end == code.size() || !is_name_character(code[end])) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("metrics: the search for a name does not take a longer name for it") {
  CHECK(names("add(Metric::sync_ops, 1)", "sync_ops"));
  CHECK_FALSE(names("add(Metric::sync_ops_total, 1)", "sync_ops"));
}

TEST_CASE(
    "metrics: each line of metrics.def is emitted by the side that it names, and by no other") {
  const std::string device = emitting_code(is_of_a_device);
  const std::string service = emitting_code(is_of_a_service);
  srl::for_each_metric([&](srl::Metric metric) {
    const srl::MetricInfo& info = srl::metric_info(metric);
    const std::string id(info.id);
    CAPTURE(id);
    CHECK(names(device, id) == (info.side == srl::MetricSide::device));
    CHECK(names(service, id) == (info.side == srl::MetricSide::service));
  });
}
