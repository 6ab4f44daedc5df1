// SPDX-License-Identifier: MIT
#include "http/stream_events.h"

#include "model/task_jobs/task_job.h"
#include "protocol/json_value.h"

namespace srl {
namespace {

constexpr DurationMs kComeAgainMs = 3 * kSecondMs;

// JSON in one line: what it escapes holds no line break.
std::string event(std::string_view name, const Json& data, std::string_view id = {}) {
  std::string text;
  if (!id.empty()) text.append("id: ").append(id).append("\n");
  text.append("event: ").append(name).append("\ndata: ").append(dump_json(data)).append("\n\n");
  return text;
}

}  // namespace

std::string stream_opening() { return "retry: " + std::to_string(kComeAgainMs) + "\n\n"; }

std::string change_event(std::int64_t seq) { return event("change", Json::Object{{"seq", seq}}); }

std::string reminder_event(const StoredNotice& stored) {
  const Notice& notice = stored.notice;
  return event("reminder",
               Json::Object{{"due_at", notice.due_at},
                            {"kind", task_job_name(notice.kind)},
                            {"task", to_string(notice.task)},
                            {"title", notice.title},
                            {"topic", notice.topic},
                            {"version", notice.version}},
               std::to_string(stored.id));
}

std::string revoked_event() { return event("revoked", Json::Object{}); }

std::string heartbeat() { return ":\n\n"; }

}  // namespace srl
