// SPDX-License-Identifier: MIT
// What a device's task app says in words. It says what the view says, and no more: a device that
// believes itself synced is quoted as such.
#pragma once

#include <string>
#include <string_view>

#include "app/task_list.h"
#include "app/wording.h"
#include "base/civil_time.h"
#include "base/result.h"
#include "device/device_view.h"

namespace srl::web {

// "Synced", "Waiting to retry in 3 s".
std::string claim_text(const DeviceView& view, TimeMs now_ms);

// What stands in the way where more is known than that an attempt has failed; "" where it isn't.
std::string trouble_text(const DeviceView& view);

// Why operations are parked, and what to do about it.
std::string parked_text(const DeviceView& view);

// What may be said of a row: a device that keeps nothing must not call it saved.
RowStatus told_status(RowStatus status, bool keeps);

// "Saved on device", "Synced".
std::string_view status_text(RowStatus status);

// "15 tasks", "15 tasks, 12 open · server counts 30 open": the service's own count stands there
// only where it is another one.
std::string count_text(const TaskCounts& counts, const DeviceView& view);

// Does the device say that all is well while the service counts otherwise?
bool is_count_wrong(const TaskCounts& counts, const DeviceView& view);

// "15 duplicates"; empty when there are none.
std::string surplus_text(const TaskCounts& counts);

// "Duplicate, 2 of 2"; empty for a row that is the only one of its gesture.
std::string duplicate_text(const TaskLine& line);

// "High"; empty for the usual priority.
std::string_view priority_text(Priority priority);

// "New task “Buy milk”": what was refused.
std::string rejected_text(const RejectedView& rejected);

// Who is signed in: "ada@example.test", "Guest"; "" when nobody is.
std::string user_text(const SessionView& session);

// "Signed in", "Refreshing tokens", "Code sent".
std::string_view session_text(SessionState state);

// What waits for a sign-in or is hidden: "3 changes wait for new tokens". Each "" when there is
// none.
std::string blocked_text(const SessionView& session);
std::string review_text(const SessionView& session);
std::string others_text(const SessionView& session);

// "3 changes from 10:05 to 10:20 are not on the server any more"; "" when there are none.
std::string lost_text(const LostWork& lost, TimeMs now_ms, const TimeZone& zone);

// Why the last request about the session was refused, and what to do; "" when it was not.
std::string session_problem_text(ErrorCode problem);

// "Signed in 2 min 05 s ago, used 5 s ago".
std::string session_age_text(TimeMs since_ms, TimeMs last_used_ms, TimeMs now_ms);

// "Cut at 250 characters: there is no room for more": of a text that was longer than its field
// takes.
std::string cut_text(std::string_view kept);

// What is wrong with what was typed, as a sentence.
std::string complaint_text(const Error& error);

}  // namespace srl::web
