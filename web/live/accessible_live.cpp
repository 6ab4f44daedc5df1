// SPDX-License-Identifier: MIT
#include "live/accessible_live.h"

#include <optional>

#include "app/accessible_device.h"
#include "app/json_object.h"
#include "live/live_text.h"

namespace srl::web {
namespace {

constexpr std::string_view kAct = "notice";
constexpr std::string_view kActOtherwise = "notice_other";

std::string kind_name(NoticeKind kind) { return std::to_string(static_cast<int>(kind)); }

const char* text_or_nothing(const char* text) { return text == nullptr ? "" : text; }

void write_notice(JsonObject& parent, const LiveNotice& notice) {
  JsonObject json(parent, "notice");
  json.text("kind", kind_name(notice.kind));
  json.text("title", notice.title);
  json.text("text", notice.text);
  json.text("action", text_or_nothing(notice.action));
  json.text("other", text_or_nothing(notice.other));
  json.flag("bad", notice.is_bad);
}

void write_device(JsonObject& parent, const LiveMode& live) {
  const LiveDevice& device = *live.device();
  JsonObject json(parent, "device");
  json.text("name", "live");
  json.text("title", device.title());
  json.flag("open", true);
  json.flag("running", true);
  json.flag("offline", !device.wants_online());
  write_reminders(json, device);
  write_task_app(json, device);
}

Status act_on_notice(LiveMode& live, const AccessibleCommand& command) {
  const std::optional<LiveNotice> notice = notice_of(live);
  if (!notice || kind_name(notice->kind) != command.value) return {};
  if (command.name == kAct) {
    act_on(live, notice->kind);
  } else {
    act_otherwise_on(live, notice->kind);
  }
  return {};
}

}  // namespace

std::string accessible_live_view(const LiveMode& live) {
  std::string out;
  {
    JsonObject json(out);
    json.text("mode", "live");
    json.text("waiting", waiting_text(live));
    json.text("server", server_text(live));
    json.text("network", live.has_network() ? "" : kNoNetwork);
    if (const std::optional<LiveNotice> notice = notice_of(live)) write_notice(json, *notice);
    if (live.device() != nullptr) {
      json.text("storage", storage_text(live));
      json.text("durable", durable_text(*live.device()));
      write_device(json, live);
    }
  }
  return out;
}

Status perform_live(LiveMode& live, const AccessibleCommand& command) {
  if (command.name == kAct || command.name == kActOtherwise) return act_on_notice(live, command);
  if (live.device() == nullptr) {
    return make_error(ErrorCode::bad_value, "no device is open in this tab");
  }
  return perform_on_device(*live.device(), command);
}

}  // namespace srl::web
