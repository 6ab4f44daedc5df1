// SPDX-License-Identifier: MIT
#include "app/sandbox.h"

#include <algorithm>

#include "app/toggles.h"
#include "sim/scenarios.h"

namespace srl::web {
namespace {

constexpr std::string_view kSpeedNames[] = {"×1", "×4", "×10", "×60", "max"};
constexpr double kSpeedFactors[] = {1, 4, 10, 60, 0};
constexpr int kStepsPerTickAtMax = 600;
constexpr double kTickMaxMs = 250;          // a tab that slept does not leap, a slow one keeps up
constexpr DurationMs kAfterRestMs = 2'000;  // so that the last message is seen to arrive
constexpr DurationMs kTimelineMinMs = 30'000;
constexpr std::string_view kFirstScenario = "offline-replay";

}  // namespace

std::string_view speed_name(Speed speed) { return kSpeedNames[static_cast<std::size_t>(speed)]; }

// ----------------------------------------------------------------------------------- what is open

Status Sandbox::open_at(History history, TimeMs time_ms) {
  Result<std::unique_ptr<World>> world = World::create(std::move(history), {true, true, &pools_});
  if (!world.ok()) return world.error();
  world_ = std::move(world.value());
  world_->run_until(time_ms);
  furthest_ms_ = world_->now_ms();
  ++future_;
  carry_ms_ = 0;
  moved();
  return {};
}

Status Sandbox::open_history(History history) {
  History opened = history;
  SRL_TRY(open_at(std::move(history), 0));
  opened_ = std::move(opened);
  opened_is_scenario_ = !opened_.narrative.name.empty();
  tells_long_story_ = opened_is_scenario_ && opened_.duration_ms >= kLongStoryMs;
  speed_ = tells_long_story_ ? Speed::x60 : chosen_speed_;
  pace_ = StoryPace();
  played_along_ = !opened_is_scenario_;
  playing_ = true;
  other_link_parts_.clear();
  focus_.clear();
  return {};
}

Status Sandbox::open_scenario(std::string_view name) {
  Result<History> history = ::srl::open_scenario(name);
  if (!history.ok()) return history.error();
  return open_history(std::move(history.value()));
}

Status Sandbox::open_link(std::string_view fragment) {
  std::string link(fragment);
  if (link.empty() || link[0] != '#') link.insert(0, "#");
  Result<ShortLink> parts = parse_short_link(link);
  if (!parts.ok()) return parts.error();
  const std::string_view scenario = parts->scenario.empty() ? kFirstScenario : parts->scenario;
  Result<History> history =
      has_history(link) ? history_from_link(link) : ::srl::open_scenario(scenario);
  if (!history.ok()) return history.error();
  if (parts->seed) history->seed = *parts->seed;
  if (!parts->preset.empty()) SRL_TRY(apply_preset(*history, parts->preset));
  SRL_TRY(open_history(std::move(history.value())));
  // A whole history may bear a scenario's name and hold more than the scenario.
  if (has_history(link)) opened_is_scenario_ = false;
  played_along_ = !opened_is_scenario_;
  other_link_parts_ = std::move(parts->others);
  std::erase_if(other_link_parts_, [](const auto& part) { return part.first == "h"; });
  focus_ = std::move(parts->focus);
  if (parts->t_ms) {
    seek(std::min(*parts->t_ms, kRunTimeMax));
    playing_ = false;  // the link shows a moment: it stays until the visitor plays on
  }
  return {};
}

void Sandbox::restart() {
  const Status opened = open_at(opened_, 0);
  if (!opened.ok()) return;  // it could be opened before: only a lack of memory comes here
  played_along_ = !opened_is_scenario_;
  playing_ = true;
}

// -------------------------------------------------------------------------------------- transport

bool Sandbox::has_come_to_its_end() const {
  return world_->end() != WorldEnd::running && world_->now_ms() >= world_->history().duration_ms &&
         world_->now_ms() >= world_->last_judged_ms() + kAfterRestMs && !awaits_reminder();
}

// A world at rest moves again when a person is to be reminded.
bool Sandbox::awaits_reminder() const {
  const auto& due = world_->oracle().model().reminders.due();
  return !due.empty() && due.rbegin()->at_ms > world_->last_judged_ms() &&
         due.rbegin()->at_ms < kRunTimeMax;
}

bool Sandbox::tick(double elapsed_ms) {
  if (!playing_) return false;
  if (has_come_to_its_end()) {
    playing_ = false;
    moved();
    return true;
  }
  if (speed_ == Speed::max) {
    run_at_max();
  } else if (!run_for(std::min(elapsed_ms, kTickMaxMs))) {
    return false;
  }
  moved();
  return true;
}

void Sandbox::run_at_max() {
  for (int i = 0; i < kStepsPerTickAtMax && !has_come_to_its_end(); ++i) world_->step();
}

// A long story stops at no caption, but none is leapt over; once it is told, nobody waits for the
// verdict on liveness.
bool Sandbox::run_for(double elapsed_ms) {
  const bool reads = tells_long_story_ && pace_.is_reading(caption(), elapsed_ms);
  const DurationMs duration_ms = world_->history().duration_ms;  // 0: a person plays along
  if (tells_long_story_ && !reads && duration_ms > 0 && now_ms() >= duration_ms) {
    run_at_max();
    return true;
  }
  carry_ms_ += elapsed_ms * (reads ? 1 : kSpeedFactors[static_cast<int>(speed_)]);
  const auto whole_ms = static_cast<DurationMs>(carry_ms_);
  carry_ms_ -= static_cast<double>(whole_ms);
  if (whole_ms == 0) return false;
  const TimeMs stop_ms = tells_long_story_ ? next_caption_ms() : kRunTimeMax;
  world_->run_until(std::min(now_ms() + whole_ms, std::max(stop_ms, now_ms() + 1)));
  return true;
}

TimeMs Sandbox::next_caption_ms() const {
  for (const Caption& caption : narrative().captions) {
    if (caption.at_ms > now_ms()) return caption.at_ms;
  }
  return kRunTimeMax;
}

void Sandbox::set_speed(Speed speed) {
  speed_ = chosen_speed_ = speed;
  tells_long_story_ = false;
}

void Sandbox::play_or_pause() {
  if (!playing_ && has_come_to_its_end()) seek(0);
  playing_ = !playing_;
}

void Sandbox::step() {
  playing_ = false;
  world_->step();
  moved();
}

void Sandbox::seek(TimeMs time_ms) {
  const Status moved_there = world_->rewind(std::clamp<TimeMs>(time_ms, 0, kRunTimeMax));
  (void)moved_there;  // this world keeps checkpoints from its first moment on
  moved();
}

TimeMs Sandbox::timeline_end_ms() const {
  return std::max({furthest_ms_, world_->history().duration_ms, kTimelineMinMs});
}

std::string_view Sandbox::caption() const {
  std::string_view text;
  for (const Caption& caption : narrative().captions) {
    if (caption.at_ms <= now_ms()) text = caption.text;
  }
  return text;
}

// --------------------------------------------------------------------------------------- gestures

void Sandbox::before_change() {
  if (now_ms() < furthest_ms_) {
    world_->forget_future();
    furthest_ms_ = now_ms();
    ++future_;
  }
  played_along_ = true;
  leave_open();
}

// A scenario ends every fault at its own end. What a person switches on stays on until that person
// switches it off: from the first command on, the run has no end of its own.
void Sandbox::leave_open() {
  const DurationMs duration_ms = world_->history().duration_ms;
  if (duration_ms == 0 || now_ms() >= duration_ms) return;
  History history = world_->history();
  history.duration_ms = 0;
  for (FaultSpec& fault : history.faults) {
    if (fault.until_ms == 0) fault.until_ms = duration_ms;
  }
  (void)open_at(std::move(history), now_ms());  // it is open: only a lack of memory comes here
}

// What a history may hold, and so a link: beyond that the run could not be opened again.
Status Sandbox::may_change() const {
  const History& history = world_->history();
  const char* why = nullptr;
  if (now_ms() >= kRunTimeMax) why = "the run has come to its seventh day";
  if (history.gestures.size() >= kGesturesMax) why = "the run holds all the gestures that it can";
  if (history.faults.size() >= kFaultsMax) why = "the run holds all the faults that it can";
  if (why == nullptr) return {};
  return make_error(ErrorCode::not_possible, std::string(why) + "; go back, or start again");
}

Status Sandbox::perform(Gesture gesture) {
  SRL_TRY(may_change());
  before_change();
  world_->add_gesture(std::move(gesture));
  playing_ = true;
  moved();
  return {};
}

void Sandbox::moved() {
  furthest_ms_ = std::max(furthest_ms_, world_->now_ms());
  ++revision_;
}

Status Sandbox::create_task(std::string_view device, const TaskPatch& fields) {
  SRL_TRY(validate(fields));
  Gesture gesture;
  gesture.device = device;
  gesture.kind = GestureKind::create_task;
  gesture.patch = fields;
  return perform(std::move(gesture));
}

Status Sandbox::update_task(std::string_view device, TaskName task, TaskPatch changed) {
  SRL_TRY(validate(changed));
  Gesture gesture;
  gesture.device = device;
  gesture.kind = GestureKind::update_task;
  gesture.task = task.created_by;
  gesture.copy = task.copy;
  gesture.patch = std::move(changed);
  return perform(std::move(gesture));
}

Status Sandbox::complete_task(std::string_view device, TaskName task, bool completed) {
  TaskPatch patch;
  patch.mark(TaskField::completed);
  patch.values.completed = completed;
  return update_task(device, task, std::move(patch));
}

Status Sandbox::delete_task(std::string_view device, TaskName task) {
  Gesture gesture;
  gesture.device = device;
  gesture.kind = GestureKind::delete_task;
  gesture.task = task.created_by;
  gesture.copy = task.copy;
  return perform(std::move(gesture));
}

Status Sandbox::resolve_conflict(std::string_view device, TaskName conflict, ConflictSide keep,
                                 std::uint32_t mine_fields) {
  Gesture gesture;
  gesture.device = device;
  gesture.kind = GestureKind::resolve_conflict;
  gesture.task = conflict.created_by;
  gesture.copy = conflict.copy;
  gesture.keep = keep;
  gesture.mine_fields = mine_fields;
  return perform(std::move(gesture));
}

namespace {

Gesture plain_gesture(std::string_view device, GestureKind kind) {
  Gesture gesture;
  gesture.device = device;
  gesture.kind = kind;
  return gesture;
}

}  // namespace

void Sandbox::sync_now(std::string_view device) {
  (void)perform(plain_gesture(device, GestureKind::sync_now));
}

void Sandbox::retry_parked(std::string_view device) {
  (void)perform(plain_gesture(device, GestureKind::retry_parked));
}

void Sandbox::discard_rejected(std::string_view device) {
  (void)perform(plain_gesture(device, GestureKind::discard_rejected));
}

void Sandbox::redrive() { (void)perform(plain_gesture("", GestureKind::redrive)); }

// ------------------------------------------------------------------------------- faults, policies

bool Sandbox::is_fault_on(std::string_view fault, std::string_view device) const {
  return Toggles::is_on(*world_, fault, device);
}

void Sandbox::set_fault(std::string_view fault, std::string_view device, bool on) {
  if (!may_change().ok()) return;
  before_change();
  Toggles::set(*world_, fault, device, on);
  playing_ = true;
  moved();
}

bool Sandbox::is_offline(std::string_view device) const {
  const DeviceHost* host = world_->find_device(device);
  return host != nullptr && !host->is_online();
}

void Sandbox::set_offline(std::string_view device, bool offline) {
  set_fault("offline", device, offline);
}

bool Sandbox::has_second_device() const {
  const DeviceHost* laptop = world_->find_device(kLaptop);
  return laptop != nullptr && laptop->is_open();
}

void Sandbox::set_second_device(bool open) {
  (void)perform(
      plain_gesture(kLaptop, open ? GestureKind::open_device : GestureKind::close_device));
}

Status Sandbox::set_preset(std::string_view preset) {
  const TimeMs time_ms = now_ms();
  const TimeMs furthest_ms = furthest_ms_;
  History history = world_->history();
  SRL_TRY(apply_preset(history, preset));
  SRL_TRY(open_at(std::move(history), time_ms));
  SRL_TRY(apply_preset(opened_, preset));
  furthest_ms_ = furthest_ms;
  playing_ = true;
  return {};
}

void Sandbox::set_policy(Decision decision, std::string_view policy) {
  Gesture gesture;
  gesture.kind = GestureKind::switch_policy;
  gesture.decision = decision;
  gesture.policy = policy;
  (void)perform(std::move(gesture));
}

// ---------------------------------------------------------------------------------------- sharing

std::string Sandbox::link() const {
  ShortLink parts;
  parts.t_ms = now_ms();
  parts.focus = focus_;
  parts.others = other_link_parts_;
  if (!played_along_) {
    const Result<History> scenario = ::srl::open_scenario(narrative().name);
    parts.scenario = narrative().name;
    parts.preset = std::string(preset());
    if (scenario.ok() && scenario->seed != world_->history().seed) {
      parts.seed = world_->history().seed;
    }
    return format_short_link(parts);
  }
  const Result<std::string> packed = link_from_history(world_->history());
  if (!packed.ok()) return format_short_link(parts);
  return *packed + "&" + format_short_link(parts).substr(1);
}

std::string Sandbox::history_json() const { return dump_history(world_->history(), 2); }

}  // namespace srl::web
