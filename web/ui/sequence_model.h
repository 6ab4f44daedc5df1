// SPDX-License-Identifier: MIT
// The trace of the run as the sequence diagram and the scrubber want it: lanes instead of actors,
// tones instead of fates. Made again when the run has moved or another gesture is followed.
#pragma once

#include <string>
#include <vector>

#include "app/run_marks.h"
#include "ui/run_view.h"
#include "ui/widgets/scrubber.h"
#include "ui/widgets/sequence_diagram.h"

namespace srl::web::ui {

class SequenceModel {
 public:
  // `gesture` is followed: its messages stand out. kNoIntent: none.
  void follow(const Sandbox& sandbox, Intent gesture, bool folds);

  const TimeAxis& axis() const { return axis_; }
  const std::vector<ScrubMark>& marks() const { return scrub_marks_; }
  // Valid until the next follow().
  SequenceDiagram diagram(const Sandbox& sandbox, std::size_t selected_event) const;

 private:
  void make_lanes(const Sandbox& sandbox);
  void make_axis(const MessageTrace& trace, bool folds);
  void make_messages(const Sandbox& sandbox, const MessageTrace& trace, Intent gesture);
  void make_bands(const Sandbox& sandbox, const MessageTrace& trace);
  void make_marks(const Sandbox& sandbox, const MessageTrace& trace, Intent gesture);
  void name_lane(ActorId actor, const std::string& name);
  int lane_of(ActorId actor) const;
  int lane_of_receiver(const TracedMessage& message) const;

  // What the marks are made of; as long as it is the same, they are.
  struct MarksOf {
    std::uint64_t future = 0;
    std::size_t gestures = 0;
    std::size_t breaks = 0;  // with the moments
    TimeMs faults = 0;       // their times, added up: they may end
    Intent followed = kNoIntent;
    friend bool operator==(const MarksOf&, const MarksOf&) = default;
  };
  static MarksOf marks_of(const Sandbox& sandbox, const MessageTrace& trace, Intent gesture);

  std::uint64_t seen_revision_ = 0;
  std::uint64_t seen_future_ = 0;
  std::size_t seen_events_ = 0;
  Intent seen_gesture_ = kNoIntent;
  bool seen_folds_ = false;
  MarksOf seen_marks_;
  std::size_t settled_ = 0;                       // messages before this one have come to their end
  const TracedMessage* seen_messages_ = nullptr;  // where they were: their texts are not copied

  TimeAxis axis_;
  bool has_worker_ = false;
  std::vector<std::string> names_;   // by actor
  std::vector<std::string> titles_;  // by lane
  std::vector<SequenceLane> lanes_;
  std::vector<SequenceMessage> messages_;
  std::vector<SequenceBand> bands_;
  std::vector<SequenceMark> marks_;
  std::vector<RunMark> run_marks_;
  std::vector<ScrubMark> scrub_marks_;
};

}  // namespace srl::web::ui
