// SPDX-License-Identifier: MIT
#include "sim/world.h"

#include <algorithm>

#include "base/assertion.h"
#include "sim/world_checkpoint.h"
#include "storage/migrations/device_migrations.h"
#include "storage/template_image.h"

namespace srl {
namespace {

// Migrated once per process: every world starts from a copy.
const Result<PageImage>& device_template() {
  static const Result<PageImage> kImage = build_template_image(device_migrations());
  return kImage;
}

std::vector<Metric> followed_metrics() {
  std::vector<Metric> metrics;
  for (std::size_t i = 0; i < kMetricCount; ++i) metrics.push_back(static_cast<Metric>(i));
  return metrics;
}

std::string gesture_text(const Gesture& gesture) {
  std::string text(name_of(gesture.kind));
  if (gesture.task != kNoIntent) text.append(" ").append(gesture_name(gesture.task));
  if (gesture.copy > 1) text.append(" copy ").append(std::to_string(gesture.copy));
  for (const std::string& argument : {gesture.email, gesture.target}) {
    if (!argument.empty()) text.append(" ").append(argument);
  }
  if (gesture.unsent != UnsentAnswer::none)
    text.append(" ").append(unsent_answer_name(gesture.unsent));
  return text;
}

}  // namespace

// ----------------------------------------------------------------------------------------- set-up

Result<std::unique_ptr<World>> World::create(History history, const WorldOptions& options) {
  Result<Policies> policies = resolve(history.safeguards);
  if (!policies.ok()) return policies.error();
  std::unique_ptr<World> world(new World(std::move(history), *policies, options));
  if (Status opened = world->open(); !opened.ok()) return opened.error();
  return world;
}

World::World(History history, const Policies& policies, const WorldOptions& options)
    : pools_(options.pools != nullptr ? *options.pools : own_pools_),
      on_exchange_(options.on_exchange),
      stage_(std::move(history), policies, options.keep_events),
      network_(stage_),
      desk_(stage_),
      storm_(stage_),
      safeguards_(stage_.history.safeguards),
      exposure_(policies.signals->level()),
      metric_history_(options.keep_events ? followed_metrics() : std::vector<Metric>()),
      keep_checkpoints_(options.keep_checkpoints) {
  stage_.faults.set_listener(this);
}

World::~World() {
  for (std::unique_ptr<DeviceHost>& device : devices_) {
    pools_.devices.put_back(device->release_database());
  }
  if (service_ != nullptr) pools_.services.put_back(service_->release_database());
}

Status World::open() {
  if (!service_template().ok()) return service_template().error();
  Result<std::unique_ptr<PageDatabase>> database = pools_.services.take(*service_template());
  if (!database.ok()) return database.error();
  service_ = std::make_unique<ServiceHost>(stage_, std::move(database.value()));
  SRL_TRY(service_->start());
  worker_ = std::make_unique<WorkerHost>(stage_, *service_);
  worker_->start();
  scripted_gestures_ = stage_.history.gestures.size();
  scripted_faults_ = stage_.history.faults.size();
  schedule_history();
  for (const std::string& name : stage_.history.devices) SRL_TRY(add_device(name));
  service_->keep_backup();
  disturb();
  for (std::unique_ptr<DeviceHost>& device : devices_) SRL_TRY(device->open());
  after_entry();
  return {};
}

Status World::add_device(const std::string& name) {
  if (!device_template().ok()) return device_template().error();
  Result<std::unique_ptr<PageDatabase>> database = pools_.devices.take(*device_template());
  if (!database.ok()) return database.error();
  Result<Session> session = service_->session_for(name);
  if (!session.ok()) return session.error();
  const auto actor = static_cast<ActorId>(kFirstDeviceActor + devices_.size());
  devices_.push_back(std::make_unique<DeviceHost>(
      stage_, network_, actor, name, std::move(database.value()), std::move(session.value())));
  return {};
}

const DeviceHost* World::find_device(std::string_view name) const {
  const auto found = std::find_if(devices_.begin(), devices_.end(),
                                  [&](const auto& device) { return device->name() == name; });
  return found == devices_.end() ? nullptr : found->get();
}

// --------------------------------------------------------------------------------------- schedule

void World::schedule_history() {
  const History& history = stage_.history;
  schedule_.clear();
  for (std::size_t i = 0; i < history.gestures.size(); ++i) {
    schedule_.push_back({history.gestures[i].at_ms, ScheduledKind::gesture, i});
  }
  for (std::size_t i = 0; i < history.faults.size(); ++i) {
    const FaultSpec& fault = history.faults[i];
    schedule_.push_back({fault.from_ms, ScheduledKind::fault_begins, i});
    if (fault.until_ms > 0) schedule_.push_back({fault.until_ms, ScheduledKind::fault_ends, i});
  }
  if (history.duration_ms > 0) schedule_.push_back({history.duration_ms, ScheduledKind::heal, 0});
  std::sort(schedule_.begin(), schedule_.end());
}

void World::schedule(Scheduled entry) {
  const auto from = schedule_.begin() + static_cast<std::ptrdiff_t>(next_scheduled_);
  schedule_.insert(std::upper_bound(from, schedule_.end(), entry), entry);
}

// ---------------------------------------------------------------------------------------- playing

TimeMs World::next_ms() const {
  constexpr TimeMs kNever = INT64_MAX;
  const TimeMs scheduled =
      next_scheduled_ < schedule_.size() ? schedule_[next_scheduled_].at_ms : kNever;
  return std::min(scheduled, stage_.queue.empty() ? kNever : stage_.queue.next_ms());
}

void World::advance(TimeMs time_ms) {
  Journal& journal = stage_.journal;
  if (time_ms > journal.now_ms) {
    sample_metrics(time_ms);
    journal.now_ms = time_ms;
    steps_at_this_instant_ = 0;
  }
  ++journal.step;
  ++steps_at_this_instant_;
}

// Gathering the metrics of all actors costs more than most entries: only when a sample is due.
void World::sample_metrics(TimeMs time_ms) {
  if (!stage_.journal.log().keeps_events() || !metric_history_.is_due(time_ms)) return;
  metric_history_.advance_to(time_ms, exposed_metrics());
}

bool World::step() {
  if (end_ == WorldEnd::livelock || next_ms() > kRunTimeMax) return false;
  if (keep_checkpoints_ && stage_.journal.step >= next_checkpoint_step_) take_checkpoint();
  advance(next_ms());
  if (steps_at_this_instant_ > kEventsAtOneInstantMax) {
    stage_.journal.add(kLabActor, EventKind::livelock, kNoIntent,
                       static_cast<std::int64_t>(steps_at_this_instant_));
    judge(WorldEnd::livelock);
    return false;
  }
  const bool scheduled =
      next_scheduled_ < schedule_.size() && schedule_[next_scheduled_].at_ms == stage_.now_ms();
  if (scheduled) {
    const Scheduled entry = schedule_[next_scheduled_++];
    play(entry);
  } else {
    play(stage_.queue.pop());
  }
  after_entry();
  return true;
}

void World::run_until(TimeMs time_ms) {
  while (next_ms() <= time_ms && step()) {
  }
  reach(time_ms);
}

// Time passes and nothing happens, not beyond the end of the time that a run may take.
void World::reach(TimeMs time_ms) {
  if (end_ == WorldEnd::livelock) return;
  time_ms = std::min(time_ms, kRunTimeMax);
  if (time_ms > stage_.now_ms()) {
    sample_metrics(time_ms);
    stage_.journal.now_ms = time_ms;
    steps_at_this_instant_ = 0;
  }
  if (time_ms == kRunTimeMax && end_ == WorldEnd::running) judge(WorldEnd::out_of_time);
}

bool World::run_to_end(std::uint64_t steps_max) {
  while (!is_over()) {
    if (steps() >= steps_max) return false;
    if (!step()) reach(kRunTimeMax);
  }
  return true;
}

void World::play(const Scheduled& entry) {
  Actors now = actors();
  switch (entry.kind) {
    case ScheduledKind::fault_begins:
      person_ = Person{};
      if (stage_.faults.begin(entry.index, now)) disturb();
      return;
    case ScheduledKind::fault_ends:
      if (stage_.faults.end(entry.index, now)) disturb();
      return;
    case ScheduledKind::gesture: play_gesture(entry.index); return;
    case ScheduledKind::heal: heal(); return;
  }
}

void World::play(const EventQueue::Item& item) {
  struct Play {
    World& world;
    DeviceHost& device(ActorId actor) const { return world.device_host(actor); }
    void operator()(const RequestInFlight& entry) const { world.deliver_request(entry); }
    void operator()(const ReplyInFlight& entry) const { world.deliver_reply(entry); }
    void operator()(const TimerFires& entry) const { device(entry.device).on_timer(entry); }
    void operator()(const BatchSettles& entry) const { device(entry.device).on_batch(entry); }
    void operator()(const AppStarts& entry) const { device(entry.device).on_app_starts(entry); }
    void operator()(const ServiceStarts& entry) const { world.service_->on_started(entry); }
    void operator()(const MailInFlight& entry) const { world.deliver_mail(entry); }
    void operator()(const TabRefreshes& entry) const { device(entry.device).on_second_tab(entry); }
    void operator()(const CronTicks&) const { world.worker_->on_cron(); }
    void operator()(const WorkerSteps& entry) const { world.worker_->on_step(entry); }
    void operator()(const WorkerBeats& entry) const { world.worker_->on_beat(entry); }
    void operator()(const ProcessTimerFires& entry) const {
      world.worker_->on_process_timer(entry);
    }
    void operator()(const NotificationArrives& entry) const { world.deliver_notification(entry); }
    void operator()(const NotificationAnswers& entry) const {
      world.worker_->on_notification_answer(entry);
    }
    void operator()(const PersonLooks&) const { world.look_after_devices(); }
    void operator()(const ServiceTakesNext& entry) const { world.serve_next(entry); }
    void operator()(const ClientActs& entry) const { world.play_client(entry); }
  };
  std::visit(Play{*this}, item.entry);
}

void World::play_gesture(std::size_t index) {
  const Gesture& gesture = stage_.history.gestures[index];
  const auto intent = static_cast<Intent>(index + 1);
  person_ = Person{};  // another one plays
  disturb();
  if (gesture.kind == GestureKind::switch_policy) {
    switch_policy(gesture);
    return;
  }
  if (gesture.kind == GestureKind::redrive) {
    redrive(intent);
    return;
  }
  // A device appears when a person first opens it.
  const bool is_there =
      find_device(gesture.device) != nullptr ||
      (gesture.kind == GestureKind::open_device && add_device(gesture.device).ok());
  if (!is_there) {
    stage_.journal.add(kLabActor, EventKind::gesture_not_possible, intent, 0, 0,
                       gesture_text(gesture));
    return;
  }
  const ActorId actor = find_device(gesture.device)->actor();
  DeviceHost& device = device_host(actor);
  stage_.journal.add(actor, EventKind::gesture, intent, 0, 0, gesture_text(gesture));
  Status done;
  if (gesture.kind == GestureKind::open_device) {
    done = device.open();
  } else if (gesture.kind == GestureKind::close_device) {
    device.close();
  } else {
    done = device.perform(gesture, intent);
  }
  if (!done.ok()) {
    stage_.journal.add(actor, EventKind::gesture_not_possible, intent, 0, 0, done.error().detail);
  }
}

void World::redrive(Intent intent) {
  stage_.journal.add(kWorkerActor, EventKind::gesture, intent, 0, 0, name_of(GestureKind::redrive));
  if (const Status done = worker_->redrive(); !done.ok()) {
    stage_.journal.add(kWorkerActor, EventKind::gesture_not_possible, intent, 0, 0,
                       done.error().detail);
  }
}

void World::switch_policy(const Gesture& gesture) {
  Safeguards changed = safeguards_;
  changed[gesture.decision] = gesture.policy;
  Result<Policies> policies = resolve(changed);
  if (!policies.ok()) return;  // parse_history has checked the name
  safeguards_ = changed;
  stage_.policies = *policies;
  switch_signals();
  stage_.journal.add(kLabActor, EventKind::safeguard_switched, kNoIntent,
                     static_cast<std::int64_t>(gesture.decision), 0, gesture.policy);
  for (std::unique_ptr<DeviceHost>& device : devices_) device->on_policies_switched();
}

// Everything that is broken is mended, and a patient person begins to look after the devices.
void World::heal() {
  Actors all = actors();
  for (std::size_t i = 0; i < stage_.history.faults.size(); ++i) stage_.faults.end(i, all);
  for (const Fault* fault : faults_in_order()) {
    if (fault->ends != nullptr) fault->ends(FaultSpec{}, all);
  }
  stage_.journal.add(kLabActor, EventKind::healed);
  person_.is_here = true;
  disturb();
}

void World::deliver_notification(const NotificationArrives& entry) {
  worker_->on_notification_arrived();
  for (std::unique_ptr<DeviceHost>& device : devices_) {
    if (device->name() == entry.notification.device) device->on_notification(entry);
  }
}

// ---------------------------------------------------------------------------------------- looking

Metrics World::metrics() const {
  Metrics all = service_->metrics();
  all.set(Metric::request_load, desk_.load().last_second(now_ms()));
  all.set(Metric::request_load_peak, desk_.load().peak_second());
  all.set(Metric::request_load_peak_tenth, desk_.load().peak_tenth());
  for (const std::unique_ptr<DeviceHost>& device : devices_) {
    all.merge(device->metrics_of_device());
  }
  return all;
}

std::vector<std::string> World::actor_names() const {
  std::vector<std::string> names = {"lab", "server"};
  for (const std::unique_ptr<DeviceHost>& device : devices_) names.push_back(device->name());
  return names;
}

}  // namespace srl
