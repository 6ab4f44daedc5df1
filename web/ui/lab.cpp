// SPDX-License-Identifier: MIT
// The order of a frame: time passes, shortcuts act, everything is drawn from the sandbox as it then
// stands, and the address follows.
#include "ui/lab.h"

#include <utility>

#include "app/promise_board.h"
#include "app/run_report.h"
#include "app/wording.h"
#include "live/mode_link.h"
#include "platform/live_outside.h"
#include "probe/accessible_page.h"
#include "probe/registry.h"
#include "ui/help_overlay.h"
#include "ui/layout.h"
#include "ui/live/live_view.h"
#include "ui/probe_state.h"
#include "ui/shortcuts.h"
#include "ui/story_banner.h"
#include "ui/top_bar.h"

namespace srl::web::ui {

namespace {

constexpr std::string_view kFirstScenario = "offline-replay";

std::string_view without_hash(std::string_view fragment) {
  if (!fragment.empty() && fragment[0] == '#') fragment.remove_prefix(1);
  return fragment;
}

}  // namespace

void Lab::begin() {
  state_.live_offered = platform::is_live_offered();
  open(platform::fragment());
  announced_preset_ = sandbox_.preset();
  show_sandbox_to_probe(sandbox_);
  probe::show_sandbox_to_page(
      sandbox_, {.is_live = [this] { return state_.mode == Mode::live; },
                 .choose = [this](bool live) { state_.mode = live ? Mode::live : Mode::sandbox; }});
}

void Lab::open(std::string_view fragment) {
  const bool live = state_.live_offered && asks_for_live(fragment);
  const std::string rest = without_mode(fragment);
  open_sandbox(rest.empty() ? rest : "#" + rest);
  state_.mode = live ? Mode::live : Mode::sandbox;
  follow_mode();
}

// The mode that was chosen, in the address and in what goes on: the sandbox stands still while it
// is not shown, a live device goes on.
void Lab::follow_mode() {
  if (state_.mode == shown_mode_) return;
  shown_mode_ = state_.mode;
  if (state_.mode == Mode::live) {
    ticked_at_ms_ = -1;
    platform::live_mode().show();
    mirrored_ = std::string(kLiveFragment);
    platform::set_fragment(mirrored_);
    probe::registry().announce("Live: a real device in this tab");
  } else {
    platform::live_mode().hide();
    mirrored_revision_ = 0;
    probe::registry().announce("Sandbox");
  }
}

void Lab::open_sandbox(std::string_view fragment) {
  bad_link_.clear();
  const Status opened =
      fragment.empty() ? sandbox_.open_scenario(kFirstScenario) : sandbox_.open_link(fragment);
  if (!opened.ok()) {
    const Error& error = opened.error();
    bad_link_ = error.detail.empty() ? std::string(error_title(error.code)) : error.detail;
    // It is compiled in and tested: it opens.
    if (!sandbox_.is_open()) (void)sandbox_.open_scenario(kFirstScenario);
  }
  take_focus();
  mirrored_ = std::string(without_hash(fragment));
  mirrored_revision_ = sandbox_.revision();
  mirrored_focus_ = sandbox_.focus();
  judged_revision_ = 0;
}

// What the link wants looked at: a gesture ("g3") or a panel by its name.
void Lab::take_focus() {
  const std::string& focus = sandbox_.focus();
  state_.selected_gesture = kNoIntent;
  state_.selected_event = SIZE_MAX;
  if (focus.empty()) return;
  Intent gesture = 0;
  bool is_gesture = focus[0] == 'g' && focus.size() > 1 && focus.size() < 8;
  for (std::size_t i = 1; i < focus.size() && is_gesture; ++i) {
    is_gesture = focus[i] >= '0' && focus[i] <= '9';
    if (is_gesture) gesture = gesture * 10 + static_cast<Intent>(focus[i] - '0');
  }
  if (is_gesture)
    state_.selected_gesture = gesture;
  else
    state_.shown_tab = focus;
}

void Lab::key_pressed(std::string_view character) {
  if (character.size() == 1) state_.pressed_keys += character;
}

void Lab::fragment_changed(std::string_view fragment) {
  if (without_hash(fragment) == mirrored_) return;
  if (state_.mode == Mode::live && asks_for_live(fragment)) return;
  open(fragment);
}

std::string Lab::crash_details() { return run_report(sandbox_); }

void Lab::tick(double now_ms) {
  const double elapsed_ms = ticked_at_ms_ < 0 ? 0 : now_ms - ticked_at_ms_;
  sandbox_.tick(elapsed_ms);
  // Time that passes while the run stands still is not made up for.
  ticked_at_ms_ = sandbox_.is_playing() ? now_ms : -1;
}

void Lab::draw_content(double now_ms) {
  const bool narrow = ImGui::GetIO().DisplaySize.x < kNarrowBelow;
  UiContext context{sandbox_, state_, platform::preferences(), now_ms, narrow};
  if (state_.mode == Mode::live) {
    handle_shortcuts(context);
    draw_top_bar(context, *this);
    draw_live(context, platform::live_mode());
    draw_help_overlay(context);
  } else {
    draw_sandbox(context);
  }
  state_.focus_new_task = false;
  state_.decide_conflict = false;
  if (!state_.toast.empty()) toasts().show(Tone::ok, std::exchange(state_.toast, {}));
  state_.switch_offline = false;
  if (state_.mode != shown_mode_) platform::wake();
  follow_mode();
}

void Lab::draw_sandbox(UiContext& context) {
  tick(context.now_ms);
  const std::uint64_t before_commands = sandbox_.revision();
  handle_shortcuts(context);
  notice_changes();
  draw_top_bar(context, *this);
  draw_story_banner(context, verdict_, &bad_link_);
  draw_layout(context);
  draw_help_overlay(context);
  notice_changes();
  // Once it is switched to live, the address is no longer the run's.
  if (state_.mode == Mode::sandbox) mirror_address(sandbox_.revision() != before_commands);
}

// Judges the run again where it has moved, and says aloud what a visitor must not miss.
void Lab::notice_changes() {
  if (judged_revision_ == sandbox_.revision()) return;
  judged_revision_ = sandbox_.revision();
  const VerdictKind before = verdict_.kind;
  verdict_ = verdict_of(sandbox_.world());
  const int broken_before = broken_;
  broken_ = count_promises(sandbox_.world().oracle().verdicts()).broken;
  if (announced_preset_ != sandbox_.preset()) {
    compare_presets(broken_before, broken_);
    announced_preset_ = sandbox_.preset();
    probe::registry().announce("Preset: " + announced_preset_ + ". " + verdict_.title);
  } else if (verdict_.kind != before && verdict_.kind != VerdictKind::open) {
    probe::registry().announce(verdict_.title + ". " + verdict_.text);
  }
}

// What the switch has changed, where nobody can miss it: the same moment, before and after.
void Lab::compare_presets(int broken_before, int broken_now) {
  if (broken_before == broken_now) return;
  std::string text = "At this moment " + preset_title(announced_preset_) + " had broken ";
  text += counted(broken_before, "promise", "promises") + ", " + preset_title(sandbox_.preset());
  text += broken_now == 0 ? " none" : " " + std::to_string(broken_now);
  toasts().show(broken_now < broken_before ? Tone::ok : Tone::broken, text);
}

// While the run plays, only what the visitor does is written; the moment it stands, always.
void Lab::mirror_address(bool commanded) {
  if (state_.selected_gesture != kNoIntent) {
    sandbox_.set_focus(gesture_name(state_.selected_gesture));
  }
  const bool moved = mirrored_revision_ != sandbox_.revision();
  const bool refocused = mirrored_focus_ != sandbox_.focus();
  if (!refocused && !(moved && (commanded || !sandbox_.is_playing()))) return;
  mirrored_revision_ = sandbox_.revision();
  mirrored_focus_ = sandbox_.focus();
  std::string fragment(without_hash(sandbox_.link()));
  if (fragment == mirrored_) return;
  mirrored_ = fragment;
  platform::set_fragment(std::move(fragment));
}

double Lab::content_changes_in_ms() const {
  if (state_.mode == Mode::live) return live_changes_in_ms(platform::live_mode());
  return sandbox_.is_playing() ? 0 : -1;
}

}  // namespace srl::web::ui
