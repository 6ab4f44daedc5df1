// SPDX-License-Identifier: MIT
// Two cards of equal height. It is the height of the longest caption, so that nothing below moves
// while the story is told.
#include "ui/story_banner.h"

#include <algorithm>

#include "app/wording.h"
#include "policies/catalog.h"
#include "ui/widgets/button.h"
#include "ui/widgets/callout.h"
#include "ui/widgets/draw_text.h"
#include "ui/widgets/item.h"
#include "ui/widgets/motion.h"

namespace srl::web::ui {

namespace {

constexpr float kPadding = 10.0f;
constexpr float kLineGap = 2.0f;
constexpr float kVerdictShare = 0.47f;
constexpr float kToneLine = 0.55f;
constexpr const char* kTryReliable = "Try Reliable";

float indent() { return space::kMedium + sizes().icon + space::kSmall; }

Tone tone_of(VerdictKind kind) {
  return kind == VerdictKind::broken ? Tone::broken
         : kind == VerdictKind::kept ? Tone::ok
                                     : Tone::neutral;
}

struct Words {
  const char* id;
  std::string_view title;  // may be empty
  std::string_view text;
  Icon icon;
  Tone tone;
  float right;  // what is left free on the right
  TextSize size;
};

struct WordSizes {
  float room;
  float title;
  float text;
  float height() const { return title + text + 2 * kPadding; }
};

WordSizes measure(const Words& words, float width) {
  WordSizes sizes;
  sizes.room = width - indent() - space::kMedium - words.right;
  const TextStyle bold{.face = Face::bold, .size = words.size};
  sizes.title = words.title.empty() ? 0 : text_size(bold, words.title, sizes.room).y + kLineGap;
  sizes.text = text_size({.size = words.size}, words.text, sizes.room).y;
  return sizes;
}

// Icon, title and text, in the middle of the card's height.
void draw_words(const ImRect& box, const Words& words) {
  const WordSizes measured = measure(words, box.GetWidth());
  const std::string_view name = words.title.empty() ? std::string_view(words.id) : words.title;
  ImGui::SetCursorScreenPos(box.Min);
  const Slot slot = place_display(words.id, box.GetSize(),
                                  {.role = probe::Role::text, .name = name, .value = words.text});
  if (!slot.visible) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Palette& c = colors();
  const TextStyle bold{.face = Face::bold, .size = words.size};
  const float top = box.GetCenter().y - (measured.title + measured.text) / 2;
  const float left = box.Min.x + indent();
  draw_icon(list, words.icon,
            {box.Min.x + space::kMedium + sizes().icon / 2, top + line_height(bold) / 2},
            sizes().icon, tone_ink(words.tone));
  const bool quiet = words.tone == Tone::neutral || words.tone == Tone::accent;
  const float wrap = measured.room + 1.0f;
  draw_text(list, bold, {left, top}, quiet ? c.ink : tone_ink(words.tone), words.title, wrap);
  draw_text(list, {.size = words.size}, {left, top + measured.title},
            words.title.empty() ? c.ink : c.ink_soft, words.text, wrap);
}

void draw_surface(const ImRect& box, Color back, ImU32 line) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(box.Min, box.Max, shade(back), radius::kCard);
  list->AddRect(box.Min, box.Max, line, radius::kCard, 0, space::kHair);
}

// ------------------------------------------------------------------------------------ the caption

Words caption_words(const Sandbox& sandbox, std::string_view text, bool narrow) {
  std::string_view title = sandbox.narrative().title;
  if (title.empty()) title = "Your own run";
  if (text.empty()) text = "Whatever you do is recorded: the address of this page replays it.";
  // A small screen has no room for both, and the text says more.
  if (narrow) title = {};
  return {"Caption",
          title,
          text,
          Icon::info,
          Tone::accent,
          0,
          narrow ? TextSize::small : TextSize::body};
}

float caption_height(const Sandbox& sandbox, float width, bool narrow) {
  float height = measure(caption_words(sandbox, "", narrow), width).height();
  for (const Caption& caption : sandbox.narrative().captions) {
    const Words words = caption_words(sandbox, caption.text, narrow);
    height = std::max(height, measure(words, width).height());
  }
  return height;
}

void draw_caption(const Sandbox& sandbox, const ImRect& box, bool narrow) {
  draw_surface(box, colors().surface, shade(colors().hairline));
  draw_words(box, caption_words(sandbox, sandbox.caption(), narrow));
}

// ------------------------------------------------------------------------------------ the verdict

ButtonOptions action_look(bool narrow) {
  return {.kind = ButtonKind::primary, .icon = narrow ? Icon::none : Icon::shield};
}

bool offers_reliable(const Sandbox& sandbox, const Verdict& verdict) {
  return verdict.kind == VerdictKind::broken && sandbox.preset() != kReliablePreset;
}

Words verdict_words(const Sandbox& sandbox, const Verdict& verdict, bool narrow) {
  const Tone tone = tone_of(verdict.kind);
  const float action = button_width(kTryReliable, action_look(narrow)) + space::kMedium;
  return {"Verdict",
          verdict.title,
          narrow ? verdict.numbers : verdict.text,
          tone_icon(tone),
          tone,
          offers_reliable(sandbox, verdict) ? action : 0.0f,
          narrow ? TextSize::small : TextSize::body};
}

void draw_verdict(Sandbox& sandbox, const Verdict& verdict, const ImRect& box, bool narrow) {
  const Tone tone = tone_of(verdict.kind);
  const bool quiet = tone == Tone::neutral;
  draw_surface(box, quiet ? colors().surface : tone_tint(tone),
               quiet ? shade(colors().hairline) : faint(tone_ink(tone), kToneLine));
  draw_words(box, verdict_words(sandbox, verdict, narrow));
  if (!offers_reliable(sandbox, verdict)) return;
  const ButtonOptions look = action_look(narrow);
  ImGui::SetCursorScreenPos({box.Max.x - space::kMedium - button_width(kTryReliable, look),
                             box.GetCenter().y - sizes().control_height / 2});
  if (button(kTryReliable, look)) (void)sandbox.set_preset(kReliablePreset);  // a known name
}

// --------------------------------------------------------------------------------------- together

void draw_bad_link(const std::string& reason, std::string* bad_link, ImVec2 corner, float width) {
  ImGui::SetCursorScreenPos(corner);
  ImGui::BeginChild("Address", {width, 0},
                    ImGuiChildFlags_AutoResizeY | ImGuiChildFlags_NavFlattened);
  const CalloutResult result =
      callout({.id = "bad link",
               .tone = Tone::waiting,
               .title = "This address could not be opened",
               .text = "Why: " + reason + ". Here is the first scenario instead.",
               .closable = true});
  ImGui::EndChild();
  if (result == CalloutResult::closed) bad_link->clear();
}

// A small screen has room for one of the two: the story until there is a verdict, then that. Its
// height is the larger one, so that nothing below moves.
float draw_one_card(Sandbox& sandbox, const Verdict& verdict, ImVec2 corner, float width) {
  const float story = caption_height(sandbox, width, true);
  const float judged = measure(verdict_words(sandbox, verdict, true), width).height();
  const bool tells = verdict.kind == VerdictKind::open;
  const float height = tells ? story : std::max(story, judged);
  const ImRect box(corner, {corner.x + width, corner.y + height});
  if (tells) {
    draw_caption(sandbox, box, true);
  } else {
    draw_verdict(sandbox, verdict, box, true);
  }
  return height;
}

}  // namespace

void draw_story_banner(UiContext& context, const Verdict& verdict, std::string* bad_link) {
  Sandbox& sandbox = context.sandbox;
  const float gutter = space::kSmall;
  ImVec2 corner = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x - 2 * gutter;
  corner.x += gutter;
  corner.y += gutter;
  if (!bad_link->empty()) {
    const std::string reason(without_stop(*bad_link));
    draw_bad_link(reason, bad_link, corner, width);
    corner.y = ImGui::GetItemRectMax().y + gutter;
  }
  if (context.narrow) {
    const float height = draw_one_card(sandbox, verdict, corner, width);
    return ImGui::SetCursorScreenPos({corner.x - gutter, corner.y + height + gutter});
  }
  const float right = (width - gutter) * kVerdictShare;
  const float left = width - gutter - right;
  const float judged = measure(verdict_words(sandbox, verdict, false), right).height();
  const float height = std::max(caption_height(sandbox, left, false), judged);
  draw_caption(sandbox, {corner, {corner.x + left, corner.y + height}}, false);
  const ImVec2 beside{corner.x + left + gutter, corner.y};
  draw_verdict(sandbox, verdict, {beside, {beside.x + right, beside.y + height}}, false);
  ImGui::SetCursorScreenPos({corner.x - gutter, corner.y + height + gutter});
}

}  // namespace srl::web::ui
