// SPDX-License-Identifier: MIT
// Wide: one row, the preset in its middle. Narrow: the preset above, time below; beside it on a
// phone that lies.
#include "ui/top_bar.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <string>
#include <vector>

#include "app/wording.h"
#include "policies/catalog.h"
#include "sim/scenarios.h"
#include "ui/widgets/draw_text.h"
#include "ui/widgets/item.h"
#include "ui/widgets/segmented.h"
#include "ui/widgets/select.h"

namespace srl::web::ui {

namespace {

constexpr float kHeight = 60.0f;
constexpr float kMargin = space::kLarge;
constexpr float kMarginNarrow = space::kMedium;
constexpr float kRowGap = space::kSmall;
constexpr TextStyle kBrand = kTitleText;
constexpr TextStyle kClock{.face = Face::mono, .size = TextSize::title};
constexpr const char* kProduct = "SaaS Reliability Lab";
constexpr const char* kWidestClock = "00:00.000";
constexpr float kMark = 30.0f;
constexpr float kBrandFrom = 1600.0f;
constexpr float kSpeedsFrom = 1120.0f;
constexpr float kModeWordsFrom = 1360.0f;
constexpr float kNarrowInOneRowFrom = 720.0f;
constexpr float kSpeedSelect = 88.0f;
constexpr float kScenarioWidth = 240.0f;
constexpr float kScenarioWidthMin = 110.0f;

// -------------------------------------------------------------------------------------- the parts

void draw_mark(ImDrawList* list, ImVec2 corner) {
  const Palette& c = colors();
  list->AddRectFilled(corner, {corner.x + kMark, corner.y + kMark}, shade(c.accent),
                      radius::kControl);
  draw_icon(list, Icon::flask, {corner.x + kMark / 2, corner.y + kMark / 2}, 20.0f, c.on_accent);
}

void draw_brand(bool with_name) {
  const float gap = space::kMedium;
  const float name = with_name ? gap + text_size(kBrand, kProduct).x : 0.0f;
  const Slot slot = place_display(kProduct, {kMark + name, sizes().control_height},
                                  {.role = probe::Role::heading, .name = kProduct});
  if (!slot.visible) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float middle = slot.box.GetCenter().y;
  draw_mark(list, {slot.box.Min.x, middle - kMark / 2});
  if (!with_name) return hint(slot, kProduct);
  draw_text(list, kBrand, {slot.box.Min.x + kMark + gap, middle - line_height(kBrand) / 2},
            colors().ink, kProduct);
}

struct ScenarioTitle {
  std::string name;
  std::string title;
};

const std::vector<ScenarioTitle>& scenario_titles() {
  static const std::vector<ScenarioTitle> titles = [] {
    std::vector<ScenarioTitle> all;
    for (const ScenarioText& text : scenario_texts()) {
      const Result<History> history = open_scenario(text.name);
      if (history.ok()) all.push_back({std::string(text.name), history->narrative.title});
    }
    return all;
  }();
  return titles;
}

void draw_scenarios(Sandbox& sandbox, float width) {
  const std::vector<ScenarioTitle>& titles = scenario_titles();
  std::vector<SelectOption> options;
  int chosen = kNothingChosen;
  for (const ScenarioTitle& scenario : titles) {
    if (scenario.name == sandbox.narrative().name) chosen = static_cast<int>(options.size());
    options.push_back({.label = scenario.title.c_str()});
  }
  if (!select("Scenario", &chosen, options, {.width = width})) return;
  // Compiled in, and tested to open.
  (void)sandbox.open_scenario(titles[static_cast<std::size_t>(chosen)].name);
}

// 0: as wide as it wants to be.
void draw_presets(Sandbox& sandbox, float width) {
  const std::vector<std::string_view> names = preset_names();
  std::vector<std::string> titles;
  std::vector<Segment> segments;
  int chosen = 0;
  titles.reserve(names.size());
  for (const std::string_view name : names) {
    if (name == sandbox.preset()) chosen = static_cast<int>(segments.size());
    titles.push_back(preset_title(name));
    const bool reliable = name == kReliablePreset;
    segments.push_back({.label = titles.back().c_str(),
                        .icon = reliable ? Icon::shield : Icon::bolt,
                        .hint = reliable ? "The recommended answer to every structural decision"
                                         : "How most products start: nothing was decided"});
  }
  const bool reliable = sandbox.preset() == kReliablePreset;
  if (segmented("Preset", &chosen, segments,
                {.width = width, .tone = reliable ? Tone::ok : Tone::accent, .prominent = true})) {
    (void)sandbox.set_preset(names[static_cast<std::size_t>(chosen)]);  // a known name
  }
}

float presets_width() {
  float widest = 0;
  for (const std::string_view name : preset_names()) {
    widest = std::max(widest, text_size({.face = Face::bold}, preset_title(name)).x);
  }
  return (widest + sizes().icon + 52.0f) * static_cast<float>(preset_names().size());
}

float clock_width() { return text_size(kClock, kWidestClock).x; }

void draw_clock(const Sandbox& sandbox) {
  const std::string time = format_clock(sandbox.now_ms());
  const float width = std::max(clock_width(), text_size(kClock, time).x);
  const Slot slot = place_display("Clock", {width, sizes().control_height},
                                  {.role = probe::Role::text, .name = "Clock", .value = time});
  if (!slot.visible) return;
  draw_text(ImGui::GetWindowDrawList(), kClock,
            {slot.box.Min.x, slot.box.GetCenter().y - line_height(kClock) / 2}, colors().ink, time);
  hint(slot, "Virtual time: the same in every run");
}

void draw_transport(Sandbox& sandbox) {
  if (icon_button("Start again", Icon::to_start, {.hint = "Start again (R)"})) sandbox.restart();
  ImGui::SameLine(0, space::kTight);
  const bool playing = sandbox.is_playing();
  if (icon_button(playing ? "Pause###play" : "Play###play", playing ? Icon::pause : Icon::play,
                  {.tone = Tone::accent, .hint = playing ? "Pause (Space)" : "Play (Space)"})) {
    sandbox.play_or_pause();
  }
  ImGui::SameLine(0, space::kTight);
  if (icon_button("One step", Icon::step, {.hint = "One step (.)"})) sandbox.step();
}

constexpr Speed kSpeeds[] = {Speed::x1, Speed::x4, Speed::x10, Speed::x60, Speed::max};
static_assert(std::size(kSpeeds) == kSpeedCount);

float speeds_width(bool segments) {
  return segments ? 5 * (text_size({.face = Face::bold}, "max").x + 2 * space::kSmall + 2)
                  : kSpeedSelect;
}

void draw_speeds(Sandbox& sandbox, bool segments) {
  int chosen = static_cast<int>(sandbox.speed());
  bool changed = false;
  if (segments) {
    std::vector<Segment> names;
    for (const Speed speed : kSpeeds) names.push_back({.label = speed_name(speed).data()});
    changed = segmented("Speed", &chosen, names, {.width = speeds_width(true)});
  } else {
    std::vector<SelectOption> names;
    for (const Speed speed : kSpeeds) names.push_back({.label = speed_name(speed).data()});
    changed = select("Speed", &chosen, names, {.width = kSpeedSelect});
  }
  if (changed) sandbox.set_speed(kSpeeds[static_cast<std::size_t>(chosen)]);
}

enum PageAction { kCopyLink, kDownload, kFirstTheme };

constexpr SelectOption kPageActions[] = {
    {"Copy link", "Opens this very moment, anywhere", Icon::copy},
    {"Download history", "JSON: replay it with srl replay", Icon::download},
    // In the order of ThemeChoice.
    {"Colours as the system", "", Icon::contrast},
    {"Light", "", Icon::sun},
    {"Dark", "", Icon::moon},
    {"High contrast", "", Icon::contrast},
};

constexpr std::span<const SelectOption> kShares(kPageActions, kFirstTheme);
constexpr std::span<const SelectOption> kThemes(kPageActions + kFirstTheme, 4);

void act(const Sandbox& sandbox, Shell& shell, int action) {
  if (action == kCopyLink) platform::copy_text(platform::page_address() + sandbox.link());
  if (action == kDownload) {
    platform::download_text("reliability-lab-history.json", "application/json",
                            sandbox.history_json());
  }
  if (action >= kFirstTheme) shell.choose_theme(static_cast<ThemeChoice>(action - kFirstTheme));
}

void draw_theme_menu(const Sandbox& sandbox, Shell& shell) {
  const ThemeChoice now = shell.theme_choice();
  const Icon icon = now == ThemeChoice::light  ? Icon::sun
                    : now == ThemeChoice::dark ? Icon::moon
                                               : Icon::contrast;
  const int theme = icon_menu("Theme", icon, kThemes, static_cast<int>(now));
  if (theme != kNothingChosen) act(sandbox, shell, kFirstTheme + theme);
}

void draw_menus(const Sandbox& sandbox, Shell& shell) {
  act(sandbox, shell, icon_menu("Share", Icon::share, kShares));
  ImGui::SameLine(0, space::kTight);
  draw_theme_menu(sandbox, shell);
}

// Both menus in one, where there is room for one.
void draw_menu(const Sandbox& sandbox, Shell& shell) {
  const int theme = kFirstTheme + static_cast<int>(shell.theme_choice());
  act(sandbox, shell, icon_menu("Share and colours", Icon::more, kPageActions, theme));
}

void draw_help_button(UiState& state) {
  if (icon_button("Help", Icon::help, {.hint = "Help (?)"})) state.help_open = true;
}

// Theme and help alone: a live device has no moment to share.
void draw_live_menus(UiContext& context, Shell& shell, ImVec2 end) {
  const float width = 2 * sizes().control_height + space::kTight;
  ImGui::SetCursorScreenPos({end.x - width, end.y});
  draw_theme_menu(context.sandbox, shell);
  ImGui::SameLine(0, space::kTight);
  draw_help_button(context.state);
}

// --------------------------------------------------------------------------------------- the rows

void draw_wide_row(UiContext& context, Shell& shell, ImVec2 corner, float width) {
  const float top = corner.y + (kHeight - sizes().control_height) / 2;
  const float square = sizes().control_height;
  const bool segments = width >= kSpeedsFrom;
  const float right_width = clock_width() + space::kMedium + 3 * square + 2 * space::kTight +
                            space::kMedium + speeds_width(segments) + space::kLarge + 3 * square +
                            2 * space::kTight;
  const float right = corner.x + width - kMargin - right_width;

  ImGui::SetCursorScreenPos({corner.x + kMargin, top});
  draw_brand(width >= kBrandFrom);
  float left = ImGui::GetItemRectMax().x + space::kLarge;
  const bool is_live = context.state.mode == Mode::live;
  if (context.state.live_offered) {
    ImGui::SetCursorScreenPos({left, top});
    mode_switch(&context.state.mode, is_live || width >= kModeWordsFrom);
    left = ImGui::GetItemRectMax().x + space::kLarge;
  }
  if (is_live) return draw_live_menus(context, shell, {corner.x + width - kMargin, top});
  const float presets = presets_width();
  if (scenario_titles().size() > 1) {
    // It takes what is left beside the parts that cannot shrink.
    const float room = right - space::kWide - presets - space::kLarge - left;
    const float scenario = std::clamp(room, kScenarioWidthMin, kScenarioWidth);
    ImGui::SetCursorScreenPos({left, top});
    draw_scenarios(context.sandbox, scenario);
    left += scenario + space::kLarge;
  }
  const float middle = corner.x + (width - presets) / 2;
  const float place = std::max(left, std::min(middle, right - presets - space::kWide));
  ImGui::SetCursorScreenPos({place, top - 4.0f});
  draw_presets(context.sandbox, presets);

  ImGui::SetCursorScreenPos({right, top});
  draw_clock(context.sandbox);
  ImGui::SameLine(0, space::kMedium);
  draw_transport(context.sandbox);
  ImGui::SameLine(0, space::kMedium);
  draw_speeds(context.sandbox, segments);
  ImGui::SameLine(0, space::kLarge);
  draw_menus(context.sandbox, shell);
  ImGui::SameLine(0, space::kTight);
  draw_help_button(context.state);
}

float narrow_time_width() {
  return clock_width() + 2 * space::kSmall + 3 * sizes().control_height + 2 * space::kTight +
         speeds_width(false);
}

// From `corner` to `right`.
void draw_narrow_time(UiContext& context, ImVec2 corner, float right) {
  ImGui::SetCursorScreenPos(corner);
  draw_clock(context.sandbox);
  ImGui::SameLine(0, space::kSmall);
  draw_transport(context.sandbox);
  ImGui::SetCursorScreenPos({right - speeds_width(false), ImGui::GetItemRectMin().y});
  draw_speeds(context.sandbox, false);
}

void draw_narrow_rows(UiContext& context, Shell& shell, ImVec2 corner, float width) {
  const float square = sizes().control_height;
  const float right = corner.x + width - kMarginNarrow;
  ImGui::SetCursorScreenPos({corner.x + kMarginNarrow, corner.y + kRowGap + 4.0f});
  if (context.state.mode == Mode::live) {
    mode_switch(&context.state.mode, true);
    return draw_live_menus(context, shell, {right, corner.y + kRowGap + 4.0f});
  }
  if (context.state.live_offered) {
    mode_switch(&context.state.mode, false);
  } else {
    draw_brand(false);
  }
  const float left = ImGui::GetItemRectMax().x + space::kSmall;
  const float buttons = 2 * square + space::kTight;
  const bool in_one_row = width >= kNarrowInOneRowFrom;
  const float time = in_one_row ? narrow_time_width() + 2 * space::kSmall : 0.0f;
  ImGui::SetCursorScreenPos({left, corner.y + kRowGap});
  draw_presets(context.sandbox, right - buttons - space::kTight - time - left);
  if (in_one_row) {
    const float time_right = right - buttons - space::kSmall;
    draw_narrow_time(context, {time_right - narrow_time_width(), corner.y + kRowGap + 4.0f},
                     time_right);
  }
  ImGui::SetCursorScreenPos({right - buttons, corner.y + kRowGap + 4.0f});
  draw_menu(context.sandbox, shell);
  ImGui::SameLine(0, space::kTight);
  draw_help_button(context.state);

  if (in_one_row) return;
  draw_narrow_time(context, {corner.x + kMarginNarrow, corner.y + square + 2 * kRowGap + 8.0f},
                   right);
}

}  // namespace

void draw_top_bar(UiContext& context, Shell& shell) {
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float narrow_height = 2 * sizes().control_height + 3 * kRowGap + 8.0f;
  const bool one_row =
      !context.narrow || context.state.mode == Mode::live || width >= kNarrowInOneRowFrom;
  const float height =
      one_row ? std::max(kHeight, sizes().control_height + 2 * kRowGap + 8.0f) : narrow_height;
  const ImVec2 end{corner.x + width, corner.y + height};
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(corner, end, shade(colors().surface));
  list->AddRectFilled({corner.x, end.y - space::kHair}, end, shade(colors().hairline));
  if (context.narrow)
    draw_narrow_rows(context, shell, corner, width);
  else
    draw_wide_row(context, shell, corner, width);
  ImGui::SetCursorScreenPos({corner.x, end.y});
}

}  // namespace srl::web::ui
