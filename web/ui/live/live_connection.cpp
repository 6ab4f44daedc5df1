// SPDX-License-Identifier: MIT
// How the device stands: the way to the server, what is saved and how far, and what happened last.
#include <algorithm>
#include <string>

#include "app/conflict_text.h"
#include "app/device_text.h"
#include "app/signal_table.h"
#include "live/live_text.h"
#include "ui/live/live_view.h"
#include "ui/status_line.h"
#include "ui/widgets/card.h"
#include "ui/widgets/draw_text.h"
#include "ui/widgets/section_header.h"
#include "ui/widgets/stat_row.h"
#include "ui/widgets/toggle.h"

namespace srl::web::ui {

namespace {

struct Look {
  Tone tone;
  Icon icon;
};

Look server_look(ServerWatch::State state) {
  switch (state) {
    case ServerWatch::State::unknown: return {Tone::neutral, Icon::waiting};
    case ServerWatch::State::reachable: return {Tone::ok, Icon::ok};
    case ServerWatch::State::unreachable: return {Tone::broken, Icon::broken};
    case ServerWatch::State::not_ours: break;
  }
  return {Tone::waiting, Icon::info};
}

Look storage_look(const LiveMode& live) {
  if (!live.write_refusal().empty()) return {Tone::broken, Icon::broken};
  if (!live.storage_refusal().empty()) return {Tone::waiting, Icon::waiting};
  return {Tone::ok, Icon::download};
}

void number(const char* name, std::int64_t value, std::string_view hint) {
  stat_row({.name = name, .value = grouped_digits(value), .quiet = value == 0, .hint = hint});
}

void draw_server(LiveMode& live) {
  section_header("Server");
  const Look look = server_look(live.server().state());
  StatusLine line("server");
  line.add(server_text(live), look.tone, look.icon);
  line.draw();
  if (!live.has_network()) {
    StatusLine network("network");
    network.add(kNoNetwork, Tone::waiting, Icon::offline);
    network.draw();
  }
  LiveDevice* device = live.device();
  if (device == nullptr) return;
  gap(space::kSmall);
  bool offline = !device->wants_online();
  if (toggle("Offline mode", &offline,
             {.icon = Icon::offline,
              .detail = "Keeps this tab from the server",
              .tone = Tone::waiting})) {
    device->set_online(!offline);
  }
}

void draw_account(const LiveDevice& device) {
  section_header("Session");
  const SessionView& session = device.view().session;
  const bool waits = !session.is_signed_in();
  StatusLine line("account");
  line.add(user_text(session));
  line.add(session_text(session.state), waits ? Tone::waiting : Tone::ok,
           waits ? Icon::key : Icon::ok);
  line.draw();
  for (const std::string& text :
       {blocked_text(session), review_text(session), others_text(session)}) {
    if (!text.empty()) paragraph(text, kSmallText, &Palette::ink_soft);
  }
}

void draw_storage(const LiveMode& live, const LiveDevice& device) {
  section_header("Storage");
  const Look look = storage_look(live);
  StatusLine line("storage");
  line.add(storage_text(live), look.tone, look.icon);
  line.draw();
  StatusLine batches("batches");
  batches.add(durable_text(device));
  batches.add(size_text(device.size_bytes()));
  batches.draw();
}

void draw_numbers(const LiveDevice& device) {
  const DeviceView& view = device.view();
  section_header("What waits");
  number("Not yet on disk", view.not_durable, "Changes that a crash would lose");
  const std::int64_t sendable = view.queued - view.parked - view.not_durable;
  number("On disk, to be sent", std::max<std::int64_t>(0, sendable),
         "Changes the server has not confirmed");
  number("Parked", view.parked, "All attempts are spent; they wait for you");
  number("To be decided", decisions_waiting(view), "Two versions of a task; the key D shows them");
  number("Follows the server to", view.server_seq, "The last change of the server seen here");
}

void draw_events(const LiveDevice& device) {
  section_header("What happened here", kNoCount, "newest first");
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(space::kSmall, 2.0f));
  for (auto event = device.events().rbegin(); event != device.events().rend(); ++event) {
    const std::string text = event_text(*event);
    if (!text.empty()) paragraph(text, kSmallText, &Palette::ink_soft);
  }
  ImGui::PopStyleVar();
}

}  // namespace

void draw_live_connection(LiveMode& live) {
  draw_server(live);
  const LiveDevice* device = live.device();
  if (device == nullptr) return;
  gap(space::kMedium);
  draw_account(*device);
  gap(space::kMedium);
  draw_storage(live, *device);
  gap(space::kMedium);
  draw_numbers(*device);
  gap(space::kMedium);
  draw_events(*device);
}

}  // namespace srl::web::ui
