// SPDX-License-Identifier: MIT
// What the visitor does with the lab, without anything of how it is drawn: which run is open, how
// fast it plays, where it stands, and every command that a control can give. Each command is a
// function here, so that tests, shortcuts and the accessible view use the same ones.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/story_pace.h"
#include "sim/link.h"
#include "sim/world.h"

namespace srl::web {

// Virtual time per real time; `max` plays as fast as the machine can.
enum class Speed { x1, x4, x10, x60, max };
inline constexpr int kSpeedCount = 5;
std::string_view speed_name(Speed speed);

// How a gesture names a row: by the gesture that created it, and where that has made several rows
// on the device, by its place among them.
struct TaskName {
  TaskName(Intent created_by_gesture, int copy_number = 1)
      : created_by(created_by_gesture), copy(copy_number) {}

  Intent created_by;
  int copy;
};

class Sandbox {
 public:
  // --------------------------------------------------------------------------------- what is open
  // On an error the run that is open stays open.
  Status open_scenario(std::string_view name);
  Status open_history(History history);
  // The fragment of an address, with or without '#': a packed history or the short form.
  Status open_link(std::string_view fragment);
  void restart();

  bool is_open() const { return world_ != nullptr; }
  const World& world() const { return *world_; }
  World& world() { return *world_; }
  const Narrative& narrative() const { return world_->history().narrative; }

  // ------------------------------------------------------------------------------------ transport
  bool is_playing() const { return playing_; }
  void set_playing(bool playing) { playing_ = playing; }
  // Pauses, goes on, or, where the run has come to its end, plays it again from the start.
  void play_or_pause();
  Speed speed() const { return speed_; }
  // A long story opens at a speed of its own; one that a person chooses is kept to, captions or
  // not.
  void set_speed(Speed speed);
  // Lets `elapsed_ms` of real time pass. True when the world moved.
  bool tick(double elapsed_ms);
  void step();
  void seek(TimeMs time_ms);
  TimeMs now_ms() const { return world_->now_ms(); }
  // The end of the scrubber: how far the run has been played or is scripted.
  TimeMs timeline_end_ms() const;

  // The caption that is in force, "" when there is none.
  std::string_view caption() const;

  // ------------------------------------------------------------------------------------- gestures
  // What a person does on a device. A text that is not allowed comes back as an error, and so does
  // a gesture that the run has no room for; what gives nothing back then does nothing.
  Status create_task(std::string_view device, const TaskPatch& fields);
  Status update_task(std::string_view device, TaskName task, TaskPatch changed);
  Status delete_task(std::string_view device, TaskName task);
  Status complete_task(std::string_view device, TaskName task, bool completed);
  Status resolve_conflict(std::string_view device, TaskName conflict, ConflictSide keep,
                          std::uint32_t mine_fields);
  void sync_now(std::string_view device);
  void retry_parked(std::string_view device);
  void discard_rejected(std::string_view device);
  void redrive();  // takes all dead letters back
  // Any gesture, as a history may hold it.
  Status perform(Gesture gesture);

  // ----------------------------------------------------------------------------- faults, policies
  bool is_offline(std::string_view device) const;
  void set_offline(std::string_view device, bool offline);
  bool has_second_device() const;
  void set_second_device(bool open);
  bool is_fault_on(std::string_view fault, std::string_view device) const;
  void set_fault(std::string_view fault, std::string_view device, bool on);

  // The same gestures and faults under another preset, played to the present moment.
  Status set_preset(std::string_view preset);
  std::string_view preset() const { return world_->history().preset; }
  // One safeguard, from now on.
  void set_policy(Decision decision, std::string_view policy);

  // -------------------------------------------------------------------------------------- sharing
  // What is shown, as an address fragment: the short form while the scenario runs as written, the
  // whole history once a person has played along.
  std::string link() const;
  std::string history_json() const;
  void set_focus(std::string focus) { focus_ = std::move(focus); }
  const std::string& focus() const { return focus_; }

  // Grows with every change that a drawing could show.
  std::uint64_t revision() const { return revision_; }
  // Grows when what was seen of the time after now no longer holds: another run, another future.
  // As long as it stays, going back and forth shows the same events.
  std::uint64_t future() const { return future_; }

 private:
  Status open_at(History history, TimeMs time_ms);
  Status may_change() const;
  void before_change();  // a command given in the past begins another future
  void leave_open();
  void moved();
  bool has_come_to_its_end() const;
  bool awaits_reminder() const;
  void run_at_max();
  bool run_for(double elapsed_ms);
  TimeMs next_caption_ms() const;

  WorldPools pools_;  // before the world, which gives its connections back
  std::unique_ptr<World> world_;
  History opened_;                   // as it was opened, for restart
  bool opened_is_scenario_ = false;  // as it is written: its name says all
  bool played_along_ = false;
  bool playing_ = true;
  Speed speed_ = Speed::x4;
  Speed chosen_speed_ = Speed::x4;  // by the person
  bool tells_long_story_ = false;
  StoryPace pace_;
  double carry_ms_ = 0;  // virtual time below a millisecond
  TimeMs furthest_ms_ = 0;
  std::string focus_;
  std::vector<std::pair<std::string, std::string>> other_link_parts_;  // not ours to drop
  std::uint64_t revision_ = 0;
  std::uint64_t future_ = 0;
};

}  // namespace srl::web
