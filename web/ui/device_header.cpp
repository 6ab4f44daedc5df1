// SPDX-License-Identifier: MIT
// How a device stands, quoted from its view: name, claim, counts, queue, and what went wrong.
#include <algorithm>
#include <cmath>

#include "app/conflict_text.h"
#include "app/device_text.h"
#include "ui/conflict_sheet.h"
#include "ui/device_app.h"
#include "ui/status_line.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/button.h"
#include "ui/widgets/callout.h"
#include "ui/widgets/card.h"
#include "ui/widgets/draw_text.h"
#include "ui/widgets/item.h"

namespace srl::web::ui {

namespace {

constexpr std::size_t kRejectedShown = 3;

Look claim_look(SyncClaim claim) {
  switch (claim) {
    case SyncClaim::offline: return {Tone::neutral, Icon::offline};
    case SyncClaim::unsynced: return {Tone::waiting, Icon::queue};
    case SyncClaim::syncing: return {Tone::accent, Icon::swap};
    case SyncClaim::waiting_retry: return {Tone::waiting, Icon::waiting};
    case SyncClaim::signed_out: return {Tone::neutral, Icon::pause};
    case SyncClaim::sign_in_needed: return {Tone::waiting, Icon::info};
    case SyncClaim::synced: break;
  }
  return {Tone::ok, Icon::ok};
}

float name_icon_width() { return sizes().icon + 2.0f; }

// The icon, and the title where the width has room for more.
void draw_name(const DeviceApp& app, float width) {
  const std::string title = app.device.title();
  const Slot slot = place_display("name", {std::max(1.0f, width), sizes().control_height},
                                  {.role = probe::Role::heading, .name = title});
  if (!slot.visible) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float icon = name_icon_width();
  const float middle = slot.box.GetCenter().y;
  draw_icon(list, device_icon(app.device.name()), {slot.box.Min.x + icon / 2, middle}, icon,
            colors().ink);
  const float left = slot.box.Min.x + icon + space::kSmall;
  if (left >= slot.box.Max.x) return hint(slot, title.c_str());
  draw_text_cut(list, kTitleText, {left, middle - line_height(kTitleText) / 2},
                slot.box.Max.x - left, colors().ink, title);
}

void draw_claim(const DeviceApp& app, ImVec2 corner, float height) {
  const std::string words = claim_text(app.view(), app.device.now_ms());
  const Look look = claim_look(app.view().claim);
  ImGui::SetCursorScreenPos({corner.x, corner.y + (height - badge_size(words).y) / 2});
  badge(look.tone, words.c_str(), look.icon);
}

void draw_header_buttons(const DeviceApp& app, ImVec2 corner) {
  ImGui::SetCursorScreenPos(corner);
  if (icon_button("Sync now", Icon::repeat)) app.device.sync_now();
  ImGui::SetCursorScreenPos({corner.x + sizes().control_height, corner.y});
  const bool online = app.device.is_online();
  if (icon_button(online ? "Go offline" : "Go online", online ? Icon::online : Icon::offline,
                  {.selected = !online})) {
    app.device.set_online(!online);
  }
}

// What is hidden filters nothing.
void draw_search_button(const DeviceApp& app, ImVec2 corner) {
  TaskAppState& state = app.state;
  ImGui::SetCursorScreenPos(corner);
  if (!icon_button("Search and filter", Icon::search, {.selected = state.search_open})) return;
  state.search_open = !state.search_open;
  if (state.search_open) return;
  state.search.clear();
  state.filter = TaskFilter::all;
}

// At the right end of the line above: the task in question may be far down the list.
void draw_decisions(const DeviceApp& app) {
  const std::string words = decisions_text(app.view());
  if (words.empty()) return;
  const ImVec2 size = badge_size(words);
  const ImVec2 end = ImGui::GetItemRectMax();
  const ImVec2 corner{end.x - size.x, (ImGui::GetItemRectMin().y + end.y - size.y) / 2};
  const float reach = density() == Density::touch ? space::kMedium : 0.0f;
  const Slot slot =
      put_control("decisions", {{corner.x, corner.y - reach}, {end.x, corner.y + size.y + reach}},
                  {.role = probe::Role::button, .name = words});
  const Press state = press(slot);
  if (state.clicked) open_first_conflict(app);
  if (!slot.visible) return;
  draw_badge(ImGui::GetWindowDrawList(), corner, Tone::waiting, words, Icon::conflict);
  if (state.ring) draw_focus_ring(slot, size.y / 2);
}

void draw_counts(const DeviceApp& app) {
  const DeviceView& view = app.view();
  const TaskCounts& counts = app.tasks().counts;
  StatusLine line("counts");
  const bool online = app.device.is_online();
  // Where the claim beside it says "Offline", once is enough.
  if (online || view.claim != SyncClaim::offline) {
    line.add(online ? "Online" : "Offline", online ? Tone::neutral : Tone::waiting,
             online ? Icon::online : Icon::offline);
  }
  const bool wrong = is_count_wrong(counts, view);
  line.add(count_text(counts, view), wrong ? Tone::broken : Tone::neutral,
           wrong ? Icon::broken : Icon::none);
  line.draw();
  draw_decisions(app);
}

void draw_queue(const DeviceApp& app) {
  const DeviceView& view = app.view();
  StatusLine line("queue");
  const std::int64_t waiting = view.queued - view.parked - view.session.blocked_auth;
  if (view.queued == 0 && view.session.of_others == 0) {
    line.add("Nothing waiting to be sent", Tone::neutral, Icon::queue);
  } else {
    if (waiting > 0) line.add(std::to_string(waiting) + " queued", Tone::accent, Icon::queue);
    if (view.parked > 0) {
      line.add(std::to_string(view.parked) + " parked", Tone::waiting, Icon::pause);
    }
  }
  line.add(blocked_text(view.session), Tone::waiting, Icon::key);
  line.add(others_text(view.session), Tone::neutral, Icon::shield);
  if (view.not_durable > 0) {
    line.add(std::to_string(view.not_durable) + " not yet on disk", Tone::waiting, Icon::delay);
  }
  line.add_right(surplus_text(app.tasks().counts), Tone::broken, Icon::copy);
  line.draw();
}

void draw_rejected(const DeviceApp& app) {
  const std::vector<RejectedView>& rejected = app.view().rejected;
  if (rejected.empty()) return;
  const CardScope card("rejected", Tone::broken);
  const auto count = static_cast<std::int64_t>(rejected.size());
  paragraph(counted(count, "write was refused", "writes were refused"), {.face = Face::bold},
            &Palette::broken);
  for (std::size_t i = 0; i < std::min(rejected.size(), kRejectedShown); ++i) {
    paragraph(rejected_text(rejected[i]) + ": " + std::string(error_title(rejected[i].code)),
              kSmallText);
  }
  if (rejected.size() > kRejectedShown) {
    paragraph("and " + std::to_string(rejected.size() - kRejectedShown) + " more", kSmallText,
              &Palette::ink_soft);
  }
  if (button("Dismiss")) app.device.discard_rejected();
}

}  // namespace

namespace {

void draw_facts(const DeviceApp& app) {
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(space::kSmall, 0));
  draw_account_line(app);
  draw_counts(app);
  draw_queue(app);
  ImGui::PopStyleVar();
  gap(space::kSmall);
}

// Where it stands alone, the tab above says which device it is.
void draw_narrow_header(const DeviceApp& app) {
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const float height = sizes().control_height;
  const float right = corner.x + room(1.0f);
  float left = corner.x;
  if (app.is_beside_another) {
    const float claim = badge_size(claim_text(app.view(), app.device.now_ms())).x;
    const float whole = name_icon_width() + space::kSmall +
                        std::ceil(text_size(kTitleText, app.device.title()).x) + 1;
    const bool has_room = left + whole + space::kSmall + claim <= right - 3 * height;
    const float width = has_room ? whole : name_icon_width();
    draw_name(app, width);
    left += width + space::kSmall;
  }
  draw_claim(app, {left, corner.y}, height);
  draw_search_button(app, {right - 3 * height, corner.y});
  draw_header_buttons(app, {right - 2 * height, corner.y});
  ImGui::SetCursorScreenPos({corner.x, corner.y + height});
  draw_facts(app);
}

}  // namespace

void draw_device_header(const DeviceApp& app) {
  if (app.context.narrow) return draw_narrow_header(app);
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const float height = sizes().control_height;
  const float width = room(1.0f);
  const float buttons = 2 * height;
  const std::string words = claim_text(app.view(), app.device.now_ms());
  const float claim = badge_size(words).x;
  draw_name(app, width - buttons - claim - 2 * space::kSmall);
  const float right = corner.x + width;
  draw_claim(app, {right - buttons - claim - space::kSmall, corner.y}, height);
  draw_header_buttons(app, {right - buttons, corner.y});
  ImGui::SetCursorScreenPos({corner.x, corner.y + height + space::kTight});
  draw_facts(app);
}

void draw_device_notices(const DeviceApp& app) {
  const DeviceView& view = app.view();
  if (!app.device.is_running()) {
    callout({.id = "stopped",
             .tone = Tone::waiting,
             .title = "The app is not running",
             .text = "It was killed and starts again by itself, with what its disk holds."});
  }
  if (view.disk_failing && !app.device.tells_of_its_disk()) {
    callout({.id = "disk",
             .tone = Tone::broken,
             .title = "The disk refuses to write",
             .text = "New changes are in memory only. The app keeps trying, and sends nothing "
                     "that is not saved."});
  }
  if (const std::string trouble = trouble_text(view); !trouble.empty()) {
    callout({.id = "trouble",
             .tone = Tone::waiting,
             .title = error_title(view.trouble),
             .text = trouble});
  }
  if (view.parked > 0) {
    const std::string title = counted(view.parked, "change is parked", "changes are parked");
    const CalloutResult result = callout({.id = "parked",
                                          .tone = Tone::waiting,
                                          .title = title,
                                          .text = parked_text(view),
                                          .action = "Try again"});
    if (result == CalloutResult::acted) app.device.retry_parked();
  }
  draw_rejected(app);
  draw_account_notices(app);
}

}  // namespace srl::web::ui
