// SPDX-License-Identifier: MIT
// One device of one person: a task app that works offline. Gestures change the local database at
// once; the sync engine carries them to the service; the view says at every moment what is only
// here, what is saved, and what is acknowledged.
//
// A state machine without threads, clocks or I/O of its own: the host calls it with what happened.
#pragma once

#include <optional>

#include "device/device_view.h"
#include "device/local_store.h"
#include "device/ports.h"
#include "device/reminder_timer.h"
#include "device/session_keeper.h"
#include "device/sync_engine.h"

namespace srl {

class Device {
 public:
  // Changes of rows that wait for a person who looks; then they are shown unasked.
  static constexpr std::size_t kUnseenChangesMax = 32'768;

  // Plain data: a checkpoint copies it. The database's pages are saved beside it, by the host.
  struct Memory {
    LocalStore::Memory store;
    SessionKeeper::Memory session;
    SyncEngine::Memory engine;
    DeviceView view;
    BatchId failed_batch = 0;
    Hlc last_hlc = 0;
    ReminderTimer::Memory reminders;
  };

  // `ports` and `settings` must outlive the device.
  Device(DevicePorts& ports, const DeviceSettings& settings);

  Memory save() const;
  void restore(const Memory& memory);

  // The app starts: reads its database. A caller that does not know
  // yet whether it is `online` gives none: the device waits as when offline, but counts no loss.
  // `first_request` as in SyncEngine::start. An error means that the database cannot be read;
  // nothing else may be called then.
  Status start(std::optional<bool> online, RequestId first_request);

  // What a person does. `intent` is trace context, 0 outside the simulation. A task is named by the
  // handle under which the view shows it. Errors: bad_value and the like for what is typed in,
  // not_possible when the view doesn't show the task, storage_failed; nothing has changed then.
  Result<TaskId> create_task(TaskPatch fields, Intent intent);
  Status update_task(const TaskId& handle, TaskPatch changed, Intent intent);
  Status delete_task(const TaskId& handle, Intent intent);
  // Decides a conflict that the view shows. `values` are what the row is to hold in the fields that
  // disagree (write_values), or the whole row (restore_task); left out otherwise.
  Status resolve_conflict(const ConflictId& id, Resolution resolution, const TaskPatch& values,
                          Intent intent);
  Status retry_parked();
  Status discard_rejected();
  // About what the service has lost (DeviceView::lost). not_possible when there is none.
  Status send_lost();
  Status drop_lost();
  void sync_now();

  // Signing in and out. Errors as above; not_possible says what to do instead.
  Status request_code(const std::string& email);
  Status enter_code(const std::string& code);
  // With an account of its own, or of another device's: auth_messages.h.
  Status sign_in_as_guest(GuestRequest how = {});
  Status ask_join_code();
  const std::string& join_code() const { return session_.memory().join_code; }
  // What becomes of work that nobody has sent yet. Under a policy that gives each user a queue,
  // `ask` is refused while there is some, with how much.
  enum class Unsent : std::uint8_t { ask, keep, discard };
  Status sign_out(Unsent unsent);
  // Signs a guest out, and keeps all that their account shows here, whether the service had it or
  // not, as work from before signing in: the next person who signs in may take it over.
  Status take_work_along();
  // What was done before signing in: it becomes the user's, or goes.
  Status keep_work();
  Status discard_work();
  // Ends the sessions of another device of the same user.
  Status revoke_session(const std::string& device_id);
  // Asks the service for the user's sessions: `sessions` then has them.
  Status ask_sessions();
  const std::vector<SessionInfo>& sessions() const { return session_.memory().sessions; }

  // What the outside reports.
  void on_timer(TimerKind kind);
  void on_response(RequestId id, const Result<Response>& response);
  void on_durable(BatchId batch);
  void on_batch_failed(BatchId batch);
  void on_online(bool online);
  void on_policies_switched();

  // Its rows are up to date where the settings have changes kept, else after show_rows(): an answer
  // may touch a thousand rows, and a person sees some pictures a second.
  const DeviceView& view() const { return view_; }
  void show_rows();
  ViewChanges take_changes();  // none unless the settings have them kept
  bool is_busy() const { return engine_.is_busy(); }
  // Is an answer to this request about work or rows still expected? What comes later is a copy, or
  // late.
  bool awaits(RequestId id) const { return engine_.awaits(id); }
  bool wants_disk_retry() const;

  // A notice has come from the service. False when it is not to be shown: the device knows that the
  // task is done, gone, or due at another time.
  bool admits(const Notice& notice);

  const LocalStore& store() const { return store_; }

 private:
  bool is_outdated(const Notice& notice) const;
  void note_commit();
  Status set_work_aside();  // what the account shows becomes work of no user yet
  void take_response(RequestId id, const Result<Response>& response);
  Status add_operation(Operation& operation);
  Operation new_operation(OpKind kind, const TaskId& handle, Intent intent);
  AccountId principal() const;
  Status open_store();
  Status follow_session();
  Status follow_policy();
  Status take_over(AccountId from);
  Status delete_at_sign_out(Unsent unsent);
  Status review_lost(Status (LocalStore::*decide)(), std::string_view decision);
  void publish_lost();
  Status delete_all(AccountId principal, Told told);
  void show_everything();
  void publish();
  void publish_row(const TaskId& handle);
  void publish_status(const TaskId& handle);
  void publish_conflicts();
  void publish_counts();
  void publish_session();
  RowStatus status_of(const LocalRow& row) const;
  SyncClaim claim() const;

  DevicePorts& ports_;
  const DeviceSettings& settings_;
  LocalStore store_;
  SessionKeeper session_;
  SyncEngine engine_;
  DeviceView view_;
  ViewChanges changes_;
  BatchId failed_batch_ = 0;  // the newest that the disk refused; 0: none is outstanding
  Hlc last_hlc_ = 0;
  ReminderTimer reminders_;
};

}  // namespace srl
