// SPDX-License-Identifier: MIT
#include "live/live_text.h"

#include <algorithm>

#include "app/wording.h"

namespace srl::web {
namespace {

constexpr std::uint64_t kKilobyte = 1'000;

// What describe() makes of a gesture's number: there are none here.
std::string gesture_of_nobody() { return "g" + std::to_string(kNoIntent) + " "; }

// The core's sentences count in plurals: "1 operations".
std::string with_singular(std::string text) {
  for (const std::string_view plural : {"1 operations", "1 rows", "1 attempts"}) {
    const std::size_t at = text.find(plural);
    const bool is_number = at == 0 || (at != std::string::npos && text[at - 1] == ' ');
    if (is_number) text.erase(at + plural.size() - 1, 1);
  }
  return text;
}

// What is about a session ends with its address, and a guest has none.
bool ends_with_address(EventKind kind) {
  return kind == EventKind::signed_in || kind == EventKind::signed_out ||
         kind == EventKind::sign_in_needed;
}

std::string sentence_of(const Event& event) {
  const bool is_guests = ends_with_address(event.kind) && event.text.empty();
  if (!is_guests) return describe(event);
  if (event.kind == EventKind::signed_in) return "Signed in as a guest";
  return describe(event) + "a guest";
}

std::string for_how_long(const LiveMode& live) {
  const DurationMs passed = live.now_ms() - live.server().since_ms();
  if (passed < kSecondMs) return "";
  if (passed < kMinuteMs) return " for " + std::to_string(passed / kSecondMs) + " s";
  return " for " + format_duration(passed);
}

LiveNotice no_server() {
  return {
      NoticeKind::no_server, "Live needs srl serve",
      "This page comes from a host that only serves files: there is nothing to sync with. Start "
      "the server with ./scripts/run or build/native/srl serve, and open the address that it "
      "prints. The sandbox needs no server.",
      "Look again"};
}

LiveNotice held() {
  return {
      NoticeKind::held, "Another tab has this device",
      "A device belongs to one tab at a time, because two would write over each other. Go on in "
      "the other tab, or open this one as a device of its own: both sync with the same server.",
      "Open as another device", "Try again"};
}

LiveNotice unreadable(const LiveMode& live) {
  return {NoticeKind::unreadable,
          "This device's database cannot be read",
          live.damage() +
              ". What the server has acknowledged is safe there. Starting again makes a new device "
              "that takes everything from the server; the damaged database is not deleted, and "
              "changes that were only in it can be sought in the download.",
          "Start again from the server",
          "Download the damaged database",
          true};
}

LiveNotice not_kept(const LiveMode& live) {
  return {NoticeKind::not_kept, "Not saved: this browser refuses storage",
          "The browser says: " + std::string(without_stop(live.storage_refusal())) +
              ". Everything works, but in memory: a change that the server has not acknowledged is "
              "lost when this page closes. A window that is not private, or the page outside of a "
              "frame, can save."};
}

LiveNotice disk_refuses(const LiveMode& live) {
  return {NoticeKind::disk_refuses,
          "The browser does not save",
          "It says: " + std::string(without_stop(live.write_refusal())) +
              ". New changes are in memory only and are not sent. It tries again by itself: free "
              "some space, or send them without keeping them here.",
          "Send without saving",
          nullptr,
          true};
}

LiveNotice unreachable(const LiveMode& live) {
  return {NoticeKind::unreachable, "Server unreachable" + for_how_long(live),
          live.device() != nullptr && !live.storage_refusal().empty()
              ? "Go on: what you do waits in memory and is sent when the server is back."
              : "Go on: what you do is saved here and sent when the server is back."};
}

}  // namespace

std::string server_text(const LiveMode& live) {
  switch (live.server().state()) {
    case ServerWatch::State::unknown: return "Looking for the server";
    case ServerWatch::State::reachable: return "The server answers";
    case ServerWatch::State::unreachable: return "Server unreachable" + for_how_long(live);
    case ServerWatch::State::not_ours: break;
  }
  return "No srl serve at this address";
}

std::string waiting_text(const LiveMode& live) {
  switch (live.stage()) {
    case LiveStage::off:
    case LiveStage::looking: return "Looking for the server that this page came from.";
    case LiveStage::opening:
      return "Opening the device: its pages are read and checked for damage.";
    default: return "";
  }
}

std::string storage_text(const LiveMode& live) {
  if (!live.storage_refusal().empty()) return "In memory only";
  if (!live.write_refusal().empty()) return "The browser does not save";
  return "Saved in this browser";
}

std::string durable_text(const LiveDevice& device) {
  const std::string last = std::to_string(device.last_batch());
  if (!device.keeps_what_it_saves()) return "Batch " + last + ", in memory";
  return "Batch " + std::to_string(device.durable_batch()) + " of " + last + " is on disk";
}

std::string size_text(std::uint64_t bytes) {
  return std::to_string((bytes + kKilobyte - 1) / kKilobyte) + " KB";
}

std::string event_text(const Event& event) {
  if (event.kind == EventKind::batch_durable) return "";
  std::string text = sentence_of(event);
  const std::string gesture = gesture_of_nobody();
  if (const std::size_t at = text.find(gesture); at != std::string::npos) {
    text.erase(at, gesture.size());
  }
  std::replace(text.begin(), text.end(), '_', ' ');
  return with_singular(std::move(text));
}

std::optional<LiveNotice> notice_of(const LiveMode& live) {
  switch (live.stage()) {
    case LiveStage::no_server: return no_server();
    case LiveStage::held: return held();
    case LiveStage::unreadable: return unreadable(live);
    case LiveStage::off:
    case LiveStage::looking:
    case LiveStage::opening: return std::nullopt;
    case LiveStage::running: break;
  }
  if (!live.write_refusal().empty()) return disk_refuses(live);
  if (live.server().state() == ServerWatch::State::unreachable) return unreachable(live);
  if (!live.storage_refusal().empty()) return not_kept(live);
  return std::nullopt;
}

void act_on(LiveMode& live, NoticeKind kind) {
  switch (kind) {
    case NoticeKind::no_server: return live.look_again();
    case NoticeKind::held: return live.choose_another();
    case NoticeKind::unreadable: return live.start_again();
    case NoticeKind::disk_refuses: return live.stop_keeping();
    case NoticeKind::not_kept:
    case NoticeKind::unreachable: return;
  }
}

void act_otherwise_on(LiveMode& live, NoticeKind kind) {
  if (kind == NoticeKind::held) live.try_lock_again();
  if (kind == NoticeKind::unreadable) live.download_damaged();
}

}  // namespace srl::web
