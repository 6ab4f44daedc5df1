// SPDX-License-Identifier: MIT
// What the visitor does to the world: the headline toggles, the other faults by failure mode, and
// the safeguards, one select per structural decision.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "app/wording.h"
#include "base/short_sort.h"
#include "policies/catalog.h"
#include "sim/faults/fault.h"
#include "ui/panel.h"
#include "ui/ui_context.h"
#include "ui/widgets/button.h"
#include "ui/widgets/callout.h"
#include "ui/widgets/card.h"
#include "ui/widgets/draw_text.h"
#include "ui/widgets/section_header.h"
#include "ui/widgets/segmented.h"
#include "ui/widgets/select.h"
#include "ui/widgets/toggle.h"

namespace srl::web::ui {

namespace {

constexpr std::string_view kOffline = "offline";  // these two have toggles of their own, at the top
constexpr std::string_view kExpiry = "expire_token";
constexpr const char* kSeenSetting = "seen";

// ------------------------------------------------------------------------------- headline toggles

void draw_offline(Sandbox& sandbox, std::string_view device, Icon icon) {
  bool offline = sandbox.is_offline(device);
  const std::string label = "Offline mode: " + std::string(device);
  const bool flipped =
      toggle(label.c_str(), &offline,
             {.icon = offline ? Icon::offline : icon,
              .detail = offline ? "No network. The app goes on and queues what you do." : "",
              .tone = Tone::waiting});
  if (flipped) sandbox.set_offline(device, offline);
}

void draw_headline(Sandbox& sandbox) {
  section_header("Break something");
  draw_offline(sandbox, kPhone, Icon::phone);
  if (sandbox.has_second_device()) draw_offline(sandbox, kLaptop, Icon::laptop);
  bool second = sandbox.has_second_device();
  if (toggle("Second device", &second, {.icon = Icon::laptop})) sandbox.set_second_device(second);
  bool expiry = sandbox.is_fault_on(kExpiry, "");
  if (toggle("Token expiry", &expiry,
             {.icon = Icon::key,
              .detail = "Access tokens expire now, and new ones every five seconds.",
              .tone = Tone::waiting})) {
    sandbox.set_fault(kExpiry, "", expiry);
  }
}

void draw_first_visit() {
  static bool seen = platform::load_setting(kSeenSetting) == "1";
  if (seen) return;
  const CalloutResult result =
      callout({.id = "first visit",
               .title = "New here?",
               .text = "The run plays by itself. When a promise breaks, flip Naive to Reliable at "
                       "the top: same gestures, same faults.",
               .closable = true});
  if (result == CalloutResult::none) return;
  seen = true;
  platform::save_setting(kSeenSetting, "1");
}

// ----------------------------------------------------------------------------------------- faults

std::int64_t strikes_of(const World& world, std::string_view fault) {
  std::int64_t strikes = 0;
  const std::vector<FaultSpec>& specs = world.history().faults;
  for (std::size_t i = 0; i < specs.size(); ++i) {
    if (specs[i].fault == fault) strikes += world.fault_strikes(i);
  }
  return strikes;
}

// The server and its worker have no device that they could be bound to.
std::string_view target_of(const Fault& fault, const UiState& state) {
  const bool of_worker = fault.failure_mode == "jobs" && fault.point != FaultPoint::notification;
  const bool of_server = fault.failure_mode == "service" || of_worker;
  return of_server ? std::string_view() : std::string_view(state.fault_target);
}

void draw_fault(UiContext& context, const Fault& fault) {
  Sandbox& sandbox = context.sandbox;
  const std::string_view target = target_of(fault, context.state);
  const std::int64_t strikes = strikes_of(sandbox.world(), fault.name);
  const std::string struck =
      strikes == 0 ? "" : "Struck " + counted(strikes, "time", "times") + " in this run";
  const std::string title(fault.title);
  if (fault.point == FaultPoint::instant) {
    if (button(title.c_str(), {.kind = ButtonKind::danger,
                               .icon = Icon::bolt,
                               .width = kFillWidth,
                               .hint = fault.sentence})) {
      sandbox.set_fault(fault.name, target, true);
    }
    if (!struck.empty()) paragraph(struck, kSmallText, &Palette::ink_faint);
    return;
  }
  bool on = sandbox.is_fault_on(fault.name, target);
  if (toggle(title.c_str(), &on,
             {.detail = struck, .tone = Tone::waiting, .hint = fault.sentence})) {
    sandbox.set_fault(fault.name, target, on);
  }
}

void draw_target(UiContext& context) {
  if (!context.sandbox.has_second_device()) {
    context.state.fault_target = kPhone;
    return;
  }
  constexpr Segment kTargets[] = {
      {"Phone", Icon::phone, ""}, {"Laptop", Icon::laptop, ""}, {"Both", Icon::none, ""}};
  std::string& target = context.state.fault_target;
  int chosen = target.empty() ? 2 : target == kLaptop ? 1 : 0;
  if (segmented("Faults strike", &chosen, kTargets, {.width = -1})) {
    target = chosen == 0 ? std::string(kPhone) : chosen == 1 ? std::string(kLaptop) : "";
  }
}

// One group per failure mode; within it, in the order of the faults.
const std::vector<const Fault*>& faults_by_mode() {
  static const std::vector<const Fault*> kFaults = [] {
    std::vector<const Fault*> faults = faults_in_order();
    sort_short(faults, [](const Fault* a, const Fault* b) {
      return failure_mode_order(a->failure_mode) < failure_mode_order(b->failure_mode);
    });
    return faults;
  }();
  return kFaults;
}

void draw_faults(UiContext& context) {
  std::string_view heading;
  for (const Fault* fault : faults_by_mode()) {
    if (fault->name == kOffline || fault->name == kExpiry) continue;
    if (fault->failure_mode != heading) {
      heading = fault->failure_mode;
      gap(space::kMedium);
      section_header(failure_mode_title(heading).c_str());
      if (heading == "offline_replay") draw_target(context);
    }
    draw_fault(context, *fault);
  }
}

// ------------------------------------------------------------------------------------- safeguards

void draw_safeguard(Sandbox& sandbox, Decision decision) {
  const std::vector<PolicyInfo>& policies = policies_of(decision);
  const std::string_view current = sandbox.world().safeguards()[decision];
  std::vector<std::string> titles;
  std::vector<SelectOption> options;
  titles.reserve(policies.size());
  int chosen = kNothingChosen;
  for (const PolicyInfo& policy : policies) {
    if (policy.name == current) chosen = static_cast<int>(options.size());
    titles.emplace_back(policy.title);
    options.push_back({.label = titles.back().c_str(), .detail = policy.sentence});
  }
  const DecisionWords words = decision_words(decision);
  paragraph(words.title, {.face = Face::bold});
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() - space::kTight);
  paragraph(words.question, kSmallText, &Palette::ink_faint);
  if (select(words.title, &chosen, options)) {
    sandbox.set_policy(decision, policies[static_cast<std::size_t>(chosen)].name);
  }
  if (chosen != kNothingChosen) {
    paragraph(policies[static_cast<std::size_t>(chosen)].sentence, kSmallText, &Palette::ink_soft);
  }
  gap(space::kMedium);
}

void draw_safeguards(Sandbox& sandbox) {
  gap(space::kLarge);
  rule();
  gap(space::kSmall);
  section_header("Safeguards", kCountOf<Decision>, "from now on");
  paragraph("Each switches one decision in the middle of the run.", kSmallText, &Palette::ink_soft);
  gap(space::kMedium);
  for (int i = 0; i < kCountOf<Decision>; ++i) draw_safeguard(sandbox, static_cast<Decision>(i));
}

void draw_controls(UiContext& context) {
  draw_first_visit();
  draw_headline(context.sandbox);
  draw_faults(context);
  draw_safeguards(context.sandbox);
}

}  // namespace

const Panel& panel_controls() {
  static constexpr Panel kPanel{.name = "controls",
                                .title = "Controls",
                                .place = Place::left,
                                .order = 30,
                                .draw = draw_controls};
  return kPanel;
}

}  // namespace srl::web::ui
