// SPDX-License-Identifier: MIT
#include "app/wording.h"

#include <algorithm>
#include <utility>

namespace srl::web {
namespace {

constexpr std::pair<std::string_view, const char*> kFailureModes[] = {
    {"offline_replay", "Offline replay"}, {"conflict", "Multi-device conflict"},
    {"auth", "Auth expiry during sync"},  {"jobs", "Missed background work"},
    {"signals", "Missing signals"},       {"device", "The device itself"},
    {"service", "The server itself"},     {"saturation", "Overload by its own clients"},
    {"general", "Everything else"},
};

constexpr std::size_t kUuidLength = 36;
constexpr std::size_t kTitleIdLength = 4;

}  // namespace

std::string words_of(std::string_view name) {
  std::string text(name);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

std::string readable(std::string_view name) {
  std::string text = words_of(name);
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] += 'A' - 'a';
  return text;
}

std::string preset_title(std::string_view preset) { return readable(preset); }

std::string failure_mode_title(std::string_view failure_mode) {
  for (const auto& [name, title] : kFailureModes) {
    if (name == failure_mode) return title;
  }
  return readable(failure_mode);
}

std::size_t failure_mode_order(std::string_view failure_mode) {
  std::size_t order = 0;
  for (const auto& mode : kFailureModes) {
    if (mode.first == failure_mode) break;
    ++order;
  }
  return order;
}

std::string device_title(std::string_view device) {
  if (device.size() < kUuidLength) return readable(device);
  return "Device " + std::string(device.substr(device.size() - kTitleIdLength));
}

DecisionWords decision_words(Decision decision) {
  switch (decision) {
    case Decision::idempotency: return {"Idempotency", "What makes a write safe to repeat?"};
    case Decision::sync_retry: return {"Retries", "When is a write sent again?"};
    case Decision::sync_pull: return {"Pulling", "How does a device learn what is new?"};
    case Decision::sync_storage: return {"Saving", "When may the app say “saved”?"};
    case Decision::conflict: return {"Conflicts", "Who wins when two devices disagree?"};
    case Decision::auth: return {"Sessions", "What if a token expires while work is queued?"};
    case Decision::jobs: return {"Background jobs", "Who owns work that is due later?"};
    case Decision::signals: return {"Signals", "What does the system say of itself?"};
  }
  return {"", ""};
}

std::string_view without_stop(std::string_view sentence) {
  if (!sentence.empty() && sentence.back() == '.') sentence.remove_suffix(1);
  return sentence;
}

std::string counted(std::int64_t count, std::string_view singular, std::string_view plural) {
  return std::to_string(count) + " " + std::string(count == 1 ? singular : plural);
}

}  // namespace srl::web
