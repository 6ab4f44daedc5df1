// SPDX-License-Identifier: MIT
#include "ui/sequence_model.h"

#include <algorithm>
#include <iterator>

#include "app/wording.h"
#include "observe/export/actor_name.h"
#include "ui/event_look.h"

namespace srl::web::ui {

namespace {

constexpr int kServerLane = 1;
constexpr int kWorkerLane = 2;

Tone message_tone(const TracedMessage& message) {
  if (message.fate == MessageFate::lost || message.fate == MessageFate::refused) {
    return Tone::broken;
  }
  if (message.is_error) return Tone::broken;
  if (message.is_again || message.is_late) return Tone::waiting;
  if (!message.is_push) return Tone::neutral;
  return message.is_reply ? Tone::ok : Tone::accent;
}

SequenceEnd message_end(MessageFate fate) {
  switch (fate) {
    case MessageFate::on_the_way: return SequenceEnd::open;
    case MessageFate::arrived: return SequenceEnd::arrived;
    case MessageFate::lost: return SequenceEnd::lost;
    case MessageFate::refused: break;
  }
  return SequenceEnd::refused;
}

Tone mark_tone(MarkKind kind) {
  switch (kind) {
    case MarkKind::fault: return Tone::waiting;
    case MarkKind::broken: return Tone::broken;
    case MarkKind::caption: return Tone::accent;
    case MarkKind::gesture:
    case MarkKind::fault_end: break;
  }
  return Tone::neutral;
}

Emphasis emphasis_of(bool is_one_followed, bool is_this_one) {
  if (!is_one_followed) return Emphasis::normal;
  return is_this_one ? Emphasis::strong : Emphasis::faint;
}

bool begins_before(const TimeAxis::Stretch& a, const TimeAxis::Stretch& b) {
  return a.from_ms < b.from_ms;
}

}  // namespace

// Devices on both sides of the server and its worker, so that few arrows cross a lane that is not
// theirs.
int SequenceModel::lane_of(ActorId actor) const {
  if (actor == kServiceActor) return kServerLane;
  if (actor == kWorkerActor) return kWorkerLane;
  const int device = actor - kFirstDeviceActor;
  const int after = has_worker_ ? kWorkerLane : kServerLane;
  return device <= 0 ? 0 : device + after;
}

int SequenceModel::lane_of_receiver(const TracedMessage& message) const {
  const auto named = std::find(names_.begin(), names_.end(), message.to_name);
  if (message.to != kLabActor || named == names_.end()) return lane_of(message.to);
  return lane_of(static_cast<ActorId>(named - names_.begin()));
}

void SequenceModel::follow(const Sandbox& sandbox, Intent gesture, bool folds) {
  const MessageTrace& trace = run_view(sandbox).trace;
  const bool another_run = sandbox.future() != seen_future_;
  const bool grown = another_run || trace.taken() != seen_events_;
  if (another_run) names_.clear();
  if (grown || folds != seen_folds_) make_axis(trace, folds);
  if (!grown && sandbox.revision() == seen_revision_ && gesture == seen_gesture_) {
    seen_folds_ = folds;
    return;
  }
  const bool moves_lanes = trace.has_worker() != has_worker_;
  has_worker_ = trace.has_worker();
  make_lanes(sandbox);
  if (another_run || moves_lanes || gesture != seen_gesture_ ||
      seen_messages_ != trace.messages().data()) {
    messages_.clear();
    settled_ = 0;
    seen_messages_ = trace.messages().data();
  }
  make_messages(sandbox, trace, gesture);
  make_bands(sandbox, trace);
  const MarksOf marks = marks_of(sandbox, trace, gesture);
  if (moves_lanes || marks != seen_marks_) make_marks(sandbox, trace, gesture);
  seen_marks_ = marks;
  seen_revision_ = sandbox.revision();
  seen_future_ = sandbox.future();
  seen_events_ = trace.taken();
  seen_gesture_ = gesture;
  seen_folds_ = folds;
}

void SequenceModel::make_axis(const MessageTrace& trace, bool folds) {
  if (!folds) {
    axis_ = TimeAxis();
    return;
  }
  std::vector<TimeAxis::Stretch> flights;
  flights.reserve(trace.messages().size());
  for (const TracedMessage& message : trace.messages()) {
    const bool open = message.fate == MessageFate::on_the_way;
    flights.push_back({message.sent_ms, open ? trace.known_ms() : message.ended_ms});
  }
  std::vector<TimeAxis::Stretch> moments;
  for (const TracedBand& band : trace.bands()) {
    moments.push_back({band.from_ms, band.from_ms});
    if (band.to_ms != kOpenEnd) moments.push_back({band.to_ms, band.to_ms});
  }
  for (const TracedMoment& moment : trace.moments()) {
    moments.push_back({moment.at_ms, moment.at_ms});
  }
  for (const TracedBreak& broken : trace.breaks()) {
    moments.push_back({broken.at_ms, broken.at_ms});
  }
  std::sort(moments.begin(), moments.end(), begins_before);  // equal ones are one moment
  std::vector<TimeAxis::Stretch> busy;
  busy.reserve(flights.size() + moments.size());
  std::merge(flights.begin(), flights.end(), moments.begin(), moments.end(),
             std::back_inserter(busy), begins_before);
  axis_ = TimeAxis(busy);
}

void SequenceModel::make_lanes(const Sandbox& sandbox) {
  // After a rewind a device may not be there yet; what it will do is known all the same.
  std::vector<std::string> names = sandbox.world().actor_names();
  if (names.size() > names_.size()) names_ = std::move(names);
  const std::size_t worker = has_worker_ ? 1 : 0;
  lanes_.assign(std::max<std::size_t>(2, names_.size() - 1) + worker, SequenceLane{});
  titles_.assign(lanes_.size(), {});
  for (std::size_t actor = kServiceActor; actor < names_.size(); ++actor) {
    name_lane(static_cast<ActorId>(actor), names_[actor]);
  }
  if (has_worker_) name_lane(kWorkerActor, actor_name(names_, kWorkerActor));
}

void SequenceModel::name_lane(ActorId actor, const std::string& name) {
  const auto lane = static_cast<std::size_t>(lane_of(actor));
  titles_[lane] = device_title(name);
  lanes_[lane] = {titles_[lane].c_str(), actor_icon(name)};
}

// Those that have ended stay as they are; after that, one that is still on its way may follow ones
// that are not.
void SequenceModel::make_messages(const Sandbox& sandbox, const MessageTrace& trace,
                                  Intent gesture) {
  const TimeMs seen_ms = std::max(sandbox.now_ms(), trace.known_ms());
  messages_.resize(settled_);
  bool all_settled = true;
  for (std::size_t i = settled_; i < trace.messages().size(); ++i) {
    const TracedMessage& traced = trace.messages()[i];
    const bool carries = gesture != kNoIntent && trace.carries(traced, gesture);
    const bool open = traced.fate == MessageFate::on_the_way;
    all_settled = all_settled && !open;
    if (all_settled) settled_ = i + 1;
    messages_.push_back({.from = lane_of(traced.from),
                         .to = lane_of_receiver(traced),
                         .sent_ms = traced.sent_ms,
                         .ended_ms = open ? seen_ms : traced.ended_ms,
                         .end = message_end(traced.fate),
                         .is_reply = traced.is_reply,
                         .tone = message_tone(traced),
                         .emphasis = emphasis_of(gesture != kNoIntent, carries),
                         .text = traced.text});
  }
}

void SequenceModel::make_bands(const Sandbox& sandbox, const MessageTrace& trace) {
  const TimeMs seen_ms = std::max(sandbox.now_ms(), trace.known_ms());
  bands_.clear();
  for (const TracedBand& band : trace.bands()) {
    const bool by_a_person = band.kind == BandKind::closed;
    const bool breaks = band.kind == BandKind::killed || band.kind == BandKind::down ||
                        band.kind == BandKind::not_started;
    bands_.push_back({.lane = lane_of(band.actor),
                      .from_ms = band.from_ms,
                      .to_ms = std::min(band.to_ms, seen_ms),
                      .tone = by_a_person ? Tone::neutral
                              : breaks    ? Tone::broken
                                          : Tone::waiting,
                      .text = band_text(band.kind)});
  }
}

SequenceModel::MarksOf SequenceModel::marks_of(const Sandbox& sandbox, const MessageTrace& trace,
                                               Intent gesture) {
  const History& history = sandbox.world().history();
  MarksOf marks{sandbox.future(), history.gestures.size(),
                trace.breaks().size() + trace.moments().size(), 0, gesture};
  for (const FaultSpec& fault : history.faults) marks.faults += fault.from_ms + fault.until_ms + 1;
  return marks;
}

void SequenceModel::make_marks(const Sandbox& sandbox, const MessageTrace& trace, Intent gesture) {
  const History& history = sandbox.world().history();
  run_marks_ = run_marks(history, trace.breaks());
  scrub_marks_.clear();
  for (const RunMark& mark : run_marks_) {
    scrub_marks_.push_back({mark.at_ms, mark_tone(mark.kind), mark.text});
  }
  marks_.clear();
  for (std::size_t i = 0; i < history.gestures.size(); ++i) {
    const Gesture& done = history.gestures[i];
    const auto actor = std::find(names_.begin(), names_.end(), done.device);
    if (actor == names_.end()) continue;
    marks_.push_back({.lane = lane_of(static_cast<ActorId>(actor - names_.begin())),
                      .at_ms = done.at_ms,
                      .tone = Tone::accent,
                      .emphasis = emphasis_of(gesture != kNoIntent, gesture == i + 1)});
  }
  for (const TracedMoment& moment : trace.moments()) {
    marks_.push_back({.lane = lane_of(moment.actor),
                      .at_ms = moment.at_ms,
                      .tone = moment.is_bad ? Tone::broken : Tone::neutral,
                      .emphasis = emphasis_of(gesture != kNoIntent, false)});
  }
  for (const TracedBreak& broken : trace.breaks()) {
    marks_.push_back({.at_ms = broken.at_ms, .tone = Tone::broken});
  }
}

SequenceDiagram SequenceModel::diagram(const Sandbox& sandbox, std::size_t selected_event) const {
  const RunView& run = run_view(sandbox);
  SequenceDiagram diagram;
  diagram.axis = &axis_;
  diagram.lanes = lanes_;
  diagram.messages = messages_;
  diagram.bands = bands_;
  diagram.marks = marks_;
  diagram.now_ms = sandbox.now_ms();
  diagram.end_ms = sandbox.timeline_end_ms();
  if (selected_event < run.record.events().size()) {
    const std::size_t message = run.trace.message_of(run.record.events()[selected_event]);
    if (message < messages_.size()) diagram.selected = static_cast<int>(message);
  }
  return diagram;
}

}  // namespace srl::web::ui
