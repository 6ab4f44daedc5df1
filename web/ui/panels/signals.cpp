// SPDX-License-Identifier: MIT
// The signals, sorted as the article sorts them: failure mode, what the user experiences, what the
// system exposes. The same numbers under the same names as the server's /metrics.
#include <string>
#include <utility>

#include "app/signal_table.h"
#include "ui/panel.h"
#include "ui/ui_context.h"
#include "ui/widgets/card.h"
#include "ui/widgets/draw_text.h"
#include "ui/widgets/item.h"
#include "ui/widgets/section_header.h"
#include "ui/widgets/stat_row.h"

namespace srl::web::ui {

namespace {

constexpr TextStyle kLead = kSmallBoldText;

// Made again when the run has moved, not for every frame.
const std::vector<SignalGroup>& signals_of(const Sandbox& sandbox) {
  static std::vector<SignalGroup> groups;
  static std::pair<std::uint64_t, std::uint64_t> seen;
  const World& world = sandbox.world();
  const std::pair<std::uint64_t, std::uint64_t> now{sandbox.revision(), world.digest()};
  if (seen != now) {
    seen = now;
    groups = signal_table(world.metrics(), world.exposure(), world.policies().signals->info().title,
                          world.metric_history());
  }
  return groups;
}

// "The user sees  Duplicated or missing records", the text wrapped beside its lead.
void draw_fact(const char* lead, std::string_view text, float lead_width) {
  const float width = room(1.0f) - lead_width;
  const ImVec2 size = text_size(kSmallText, text, width);
  const Slot slot = place_display(lead, {room(1.0f), size.y},
                                  {.role = probe::Role::text, .name = lead, .value = text});
  if (!slot.visible) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  draw_text(list, kLead, slot.box.Min, colors().ink_faint, lead);
  draw_text(list, kSmallText, {slot.box.Min.x + lead_width, slot.box.Min.y}, colors().ink_soft,
            text, width);
}

void draw_group(const SignalGroup& group) {
  constexpr const char* kExperience = "User sees";
  constexpr const char* kExposes = "System shows";
  constexpr const char* kHidden = "Hidden";
  ImGui::PushID(group.info);
  const std::string active =
      std::to_string(group.active) + " of " + std::to_string(group.rows.size()) + " moved";
  section_header(std::string(group.info->title).c_str(), kNoCount, active);
  const float lead = text_size(kLead, kExposes).x + space::kMedium;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(space::kSmall, 2.0f));
  draw_fact(kExperience, group.info->experience, lead);
  draw_fact(kExposes, group.info->exposes, lead);
  if (!group.hidden_text.empty()) draw_fact(kHidden, group.hidden_text, lead);
  gap(space::kSmall);
  for (const SignalRow& row : group.rows) {
    const std::string title(row.info->title);
    stat_row({.name = title.c_str(),
              .value = row.value,
              .samples = row.samples,
              .quiet = row.is_zero,
              .hint = row.hint});
    ImGui::PushID(title.c_str());
    for (const SignalPart& part : row.parts) stat_part(part.label.c_str(), part.value);
    ImGui::PopID();
  }
  ImGui::PopStyleVar();
  ImGui::PopID();
}

void draw_signals(UiContext& context) {
  bool first = true;
  for (const SignalGroup& group : signals_of(context.sandbox)) {
    if (!first) {
      gap(space::kSmall);
      rule();
    }
    first = false;
    draw_group(group);
  }
}

}  // namespace

const Panel& panel_signals() {
  static const Panel kPanel{"signals", "Signals", Place::right, 50, draw_signals};
  return kPanel;
}

}  // namespace srl::web::ui
