// SPDX-License-Identifier: MIT
// Runtime diagnostics: what the lab promises, and whether it was kept. A broken promise says what
// went wrong, when, by which gesture, and leads there.
#include <algorithm>
#include <string>

#include "app/event_text.h"
#include "app/promise_board.h"
#include "ui/event_look.h"
#include "ui/panel.h"
#include "ui/ui_context.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/draw_text.h"
#include "ui/widgets/item.h"
#include "ui/widgets/section_header.h"

namespace srl::web::ui {

namespace {

constexpr TextStyle kSummary = kTitleText;
constexpr TextStyle kSentence = kSmallText;
constexpr TextStyle kBrokenSentence = kBoldText;
constexpr float kRowPadding = 3.0f;

Tone tone_of(const PromiseCounts& counts) {
  return counts.broken > 0 ? Tone::broken : counts.not_yet_due > 0 ? Tone::neutral : Tone::ok;
}

void draw_summary(const PromiseCounts& counts) {
  const std::string title = promise_summary(counts);
  const std::string detail = promise_detail(counts);
  const Tone tone = tone_of(counts);
  const float height = line_height(kSummary) + space::kTight;
  const Slot slot = place_display("Promises", {room(1.0f), height},
                                  {.role = probe::Role::text, .name = title, .value = detail});
  if (!slot.visible) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float middle = slot.box.GetCenter().y;
  const float icon = sizes().icon;
  draw_icon(list, tone_icon(tone), {slot.box.Min.x + icon / 2, middle}, icon, tone_ink(tone));
  const float left = slot.box.Min.x + icon + space::kSmall;
  draw_text(list, kSummary, {left, middle - line_height(kSummary) / 2},
            tone == Tone::neutral ? colors().ink : tone_ink(tone), title);
  const float detail_width = text_size(kSmallText, detail).x;
  if (left + text_size(kSummary, title).x + space::kMedium > slot.box.Max.x - detail_width) return;
  draw_text(list, kSmallText, {slot.box.Max.x - detail_width, middle - line_height(kSmallText) / 2},
            colors().ink_faint, detail);
}

// In one line where it fits: the sentence, and how it stands.
void draw_row(const Promise& promise, PromiseStatus status) {
  const char* word = promise_word(status);
  const float icon = sizes().text_small;
  const float indent = icon + space::kSmall;
  const float word_width = text_size(kSmallBoldText, word).x;
  const float text_width = room(1.0f) - indent - word_width - space::kMedium;
  const float text_height = text_size(kSentence, promise.sentence, text_width).y;
  const std::string id(promise.name);
  const Slot slot =
      place_display(id.c_str(), {room(1.0f), text_height + 2 * kRowPadding},
                    {.role = probe::Role::text, .name = promise.sentence, .value = word});
  if (!slot.visible) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Color ink = tone_ink(promise_tone(status));
  const float top = slot.box.Min.y + kRowPadding;
  draw_icon(list, tone_icon(promise_tone(status)),
            {slot.box.Min.x + icon / 2, top + line_height(kSentence) / 2}, icon, ink);
  draw_text(list, kSentence, {slot.box.Min.x + indent, top}, colors().ink, promise.sentence,
            text_width);
  draw_text(list, kSmallBoldText, {slot.box.Max.x - word_width, top}, ink, word);
}

void show(UiContext& context, const Promise& promise, const PromiseVerdict& verdict) {
  Sandbox& sandbox = context.sandbox;
  const PromiseVerdict first = verdict;  // going there rewrites it
  sandbox.set_playing(false);
  sandbox.seek(first.at_ms);
  context.state.selected_event = event_of_break(sandbox.world().log(), first, promise);
  context.state.selected_gesture = first.finding.intent;
  context.state.shown_tab = "timeline";
}

// Beside the sentence the way to the moment, below it what happened; who did it first on request.
void draw_broken(UiContext& context, const Promise& promise, const PromiseVerdict& verdict) {
  const std::string id(promise.name);
  const CardScope card(id.c_str(), Tone::broken);
  const ButtonOptions look{.hint = "Goes to the moment when it broke"};
  const std::string label = "Show me##" + id;
  const std::string words =
      "Broken at " + format_clock(verdict.at_ms) + ": " + verdict.finding.text;
  const std::string by = violation_words(verdict, context.sandbox.world().history());
  const float width = room(1.0f);
  const float button_width_px = button_width(label.c_str(), look);
  const float indent = sizes().icon + space::kSmall;
  const float title_width = width - indent - button_width_px - space::kSmall;
  const float title_height =
      std::max(text_size(kBrokenSentence, promise.sentence, title_width).y, sizes().control_height);
  const float text_width = width - indent;
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  ImGui::SetCursorScreenPos({corner.x + width - button_width_px, corner.y});
  const bool shows = button(label.c_str(), look);
  ImGui::SetCursorScreenPos(corner);
  const Slot slot = place_display(
      "what", {width, title_height + space::kHair + text_size(kSmallText, words, text_width).y},
      {.role = probe::Role::text, .name = promise.sentence, .value = words + ". " + by});
  if (slot.visible) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    draw_icon(list, tone_icon(Tone::broken),
              {corner.x + sizes().icon / 2, corner.y + line_height(kBrokenSentence) / 2},
              sizes().icon, tone_ink(Tone::broken));
    const float left = corner.x + indent;
    draw_text(list, kBrokenSentence, {left, corner.y}, colors().ink, promise.sentence,
              title_width + 1.0f);
    draw_text(list, kSmallText, {left, corner.y + title_height + space::kHair}, colors().ink_soft,
              words, text_width + 1.0f);
    if (!by.empty()) hint(slot, by);
  }
  if (shows) show(context, promise, verdict);
}

// What is broken comes first: a visitor must not have to scroll for it.
void draw_all(UiContext& context, bool broken) {
  const std::vector<const Promise*>& promises = promises_in_order();
  for (std::size_t i = 0; i < promises.size(); ++i) {
    const PromiseVerdict& verdict = context.sandbox.world().oracle().verdicts()[i];
    if ((verdict.status == PromiseStatus::broken) != broken) continue;
    if (broken) {
      draw_broken(context, *promises[i], verdict);
    } else {
      draw_row(*promises[i], verdict.status);
    }
  }
}

void draw_promises(UiContext& context) {
  const World& world = context.sandbox.world();
  section_header("Runtime Diagnostics", kNoCount, "checked at every step");
  draw_summary(count_promises(world.oracle().verdicts()));
  rule();
  draw_all(context, true);
  draw_all(context, false);
}

}  // namespace

const Panel& panel_promises() {
  static const Panel kPanel{"promises", "Promises", Place::right, 20, draw_promises};
  return kPanel;
}

}  // namespace srl::web::ui
