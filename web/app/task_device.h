// SPDX-License-Identifier: MIT
// A device as its task app sees it: what to draw, and every gesture of its person. The sandbox's
// simulated device and the live one stand behind it, so that both are the same app.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/time_text.h"
#include "base/result.h"
#include "device/device.h"
#include "device/notice_board.h"
#include "sim/history.h"

namespace srl::web {

// Names a row to its device. The sandbox goes by the gesture that created the row, so that a run
// replays under every preset; a live device by the handle.
struct TaskRef {
  TaskId handle;
  Intent created_by = kNoIntent;
  int copy = 1;  // among the rows of that gesture
};

// A session of the device's user, for the list of them.
struct SessionLine {
  std::string device;  // its name
  std::string title;   // and for people
  TimeMs since_ms = 0;
  TimeMs last_used_ms = 0;
  bool is_this = false;
};

class TaskDevice {
 public:
  virtual ~TaskDevice() = default;

  virtual const std::string& name() const = 0;  // unique: state of the drawing is kept under it
  virtual std::string title() const = 0;        // for people
  virtual bool is_running() const = 0;
  virtual bool is_online() const = 0;
  // False where "saved" is not true: the view's durable rows are in memory only.
  virtual bool keeps_what_it_saves() const { return true; }
  // True where what is around the app says that the disk fails, and what to do.
  virtual bool tells_of_its_disk() const { return false; }
  virtual const DeviceView& view() const = 0;
  virtual TimeMs now_ms() const = 0;                   // on the clock of the view's times
  virtual TimeMs wall_ms() const { return now_ms(); }  // on the device's own clock, right or wrong
  virtual const TimeZone& zone() const { return utc(); }  // of the place where its person is
  // Grows with every change of the view: until then its rows stay where they are.
  virtual std::uint64_t revision() const = 0;

  // What the person was shown beside the app: reminders.
  virtual const NoticeBoard& notices() const = 0;

  // A text that is not allowed comes back as an error.
  virtual Status create_task(const TaskPatch& fields) = 0;
  virtual Status update_task(const TaskRef& task, TaskPatch changed) = 0;
  virtual Status delete_task(const TaskRef& task) = 0;
  virtual Status complete_task(const TaskRef& task, bool completed) = 0;
  // Of a conflict that the view shows. `mine_fields` are those in which mine is kept, for
  // ConflictSide::each.
  virtual Status decide_conflict(const ConflictView& shown, ConflictSide keep,
                                 std::uint32_t mine_fields) = 0;
  virtual void sync_now() = 0;
  virtual void retry_parked() = 0;
  virtual void discard_rejected() = 0;
  virtual void set_online(bool online) = 0;

  // Whose it is. What is not possible now comes back as an error, refusals by the server show up in
  // the view.
  virtual Status request_code(const std::string& email) = 0;
  virtual Status enter_code(const std::string& code) = 0;
  virtual bool takes_guests() const { return false; }
  virtual Status sign_in_as_guest() = 0;
  // A code for another device, by which it joins the guest's account, and what the other device
  // does with it.
  virtual Status ask_join_code() {
    return make_error(ErrorCode::not_possible, "there are no guests here");
  }
  virtual std::string join_code() const { return {}; }  // the last one; "" until it has come
  virtual Status join_guest(const std::string&) {
    return make_error(ErrorCode::not_possible, "there are no guests here");
  }
  virtual std::string address_to_offer() const { return view().session.email; }
  // Where the person finds the code that was asked for, in words; and the code, where the app sees
  // the mail itself.
  virtual std::string code_hint() const = 0;
  virtual std::string mailed_code() const { return {}; }
  // Does signing out ask what is to become of unsent work?
  virtual bool asks_about_unsent() const { return true; }
  virtual Status sign_out(Device::Unsent unsent) = 0;
  virtual Status keep_work() = 0;  // from before signing in
  virtual Status discard_work() = 0;
  virtual Status send_lost() = 0;  // what the server has lost (DeviceView::lost)
  virtual Status drop_lost() = 0;
  virtual void ask_sessions() {}  // has the list brought up to date
  virtual std::vector<SessionLine> sessions() const = 0;
  virtual Status revoke_session(const std::string& device) = 0;
};

}  // namespace srl::web
