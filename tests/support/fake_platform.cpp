// SPDX-License-Identifier: MIT
// The services of the page that panels use, without a page: settings live as long as the tests run.
#include <map>

#include "platform/platform.h"

namespace srl::web::platform {
namespace {

std::map<std::string, std::string>& settings() {
  static std::map<std::string, std::string> values;
  return values;
}

}  // namespace

std::string load_setting(const char* key) { return settings()[key]; }
void save_setting(const char* key, const std::string& value) { settings()[key] = value; }

void open_accessible_view() {}

}  // namespace srl::web::platform
