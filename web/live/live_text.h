// SPDX-License-Identifier: MIT
// How live mode stands, in words: what is wrong, and the way on.
#pragma once

#include <optional>
#include <string>

#include "live/live_mode.h"

namespace srl::web {

// "The server answers", "Server unreachable for 35 s".
std::string server_text(const LiveMode& live);

// What is being waited for before there is a device; "" otherwise.
std::string waiting_text(const LiveMode& live);

inline constexpr const char* kNoNetwork = "This browser says: no network";

// "Saved in this browser", "In memory only".
std::string storage_text(const LiveMode& live);

// "Batch 12 of 14 is on disk": how far what is shown is durable.
std::string durable_text(const LiveDevice& device);

// "48 KB".
std::string size_text(std::uint64_t bytes);

// What happened on the device, as a sentence; "" for what the other lines tell already.
std::string event_text(const Event& event);

// What the person has to know or decide before anything else.
enum class NoticeKind { no_server, held, unreadable, not_kept, disk_refuses, unreachable };
struct LiveNotice {
  NoticeKind kind;
  std::string title;
  std::string text;
  const char* action = nullptr;  // the way on
  const char* other = nullptr;   // a second one
  bool is_bad = false;
};
std::optional<LiveNotice> notice_of(const LiveMode& live);

// Carries the notice's action out.
void act_on(LiveMode& live, NoticeKind kind);
void act_otherwise_on(LiveMode& live, NoticeKind kind);

}  // namespace srl::web
