// SPDX-License-Identifier: MIT
// The machine that a live device runs on: the same core as sim/device_host, on the browser's clock,
// its network and its disk. Implements the core's ports over those of live_ports.h.
#pragma once

#include <deque>
#include <memory>
#include <string>

#include "app/task_device.h"
#include "device/device.h"
#include "live/live_ports.h"
#include "live/live_stream.h"
#include "live/remembered_session.h"
#include "storage/page_database.h"

namespace srl::web {

class LiveDevice final : public TaskDevice,
                         private Timers,
                         private Transport,
                         private Recorder,
                         private Notifier,
                         private BatchListener {
 public:
  static constexpr std::size_t kEventsKept = 60;

  // Opens what the disk holds: checks it for damage and brings its schema up to date. `is_kept`
  // says whether what is written stays. Errors: storage_corrupt, or storage_failed for a database
  // of a newer build; nothing was written then.
  static Result<std::unique_ptr<LiveDevice>> open(const LivePorts& ports, std::string id,
                                                  StoredPages stored, bool is_kept);

  // TaskDevice
  const std::string& name() const override { return settings_.device_id; }
  std::string title() const override;
  bool is_running() const override { return true; }
  bool is_online() const override { return device_.view().online; }
  bool keeps_what_it_saves() const override { return is_kept_; }
  bool tells_of_its_disk() const override { return true; }
  const DeviceView& view() const override {
    device_.show_rows();
    return device_.view();
  }
  TimeMs now_ms() const override { return ports_.clock.now_ms(); }
  const TimeZone& zone() const override { return ports_.zone; }
  const NoticeBoard& notices() const override { return notices_; }
  std::uint64_t revision() const override { return revision_; }
  Status create_task(const TaskPatch& fields) override;
  Status update_task(const TaskRef& task, TaskPatch changed) override;
  Status delete_task(const TaskRef& task) override;
  Status complete_task(const TaskRef& task, bool completed) override;
  Status decide_conflict(const ConflictView& shown, ConflictSide keep,
                         std::uint32_t mine_fields) override;
  void sync_now() override;
  void retry_parked() override;
  void discard_rejected() override;
  void set_online(bool online) override;

  // All of the view but its rows, which are as a person last saw them: costs nothing.
  const DeviceView& summary() const { return device_.view(); }

  // A device that was never told otherwise signs in as the server's guest.
  Status request_code(const std::string& email) override;
  Status enter_code(const std::string& code) override;
  bool takes_guests() const override { return true; }
  Status sign_in_as_guest() override;
  Status ask_join_code() override;
  std::string join_code() const override { return device_.join_code(); }
  Status join_guest(const std::string& code) override;
  // A guest's work is taken along.
  bool asks_about_unsent() const override { return !is_guest(); }
  std::string code_hint() const override;
  Status sign_out(Device::Unsent unsent) override;
  Status keep_work() override;
  Status discard_work() override;
  Status send_lost() override;
  Status drop_lost() override;
  void ask_sessions() override;
  std::vector<SessionLine> sessions() const override;
  Status revoke_session(const std::string& device) override;

  // The person's switch, which the device's database keeps; it is online when there is a way to the
  // server as well.
  bool wants_online() const { return wants_online_; }
  void set_way_to_server(bool is_there);

  // What the outside reports
  void on_timer(TimerKind kind);
  void on_reply(RequestId id, const Result<HttpResponseForm>& reply);
  void on_batch_written(BatchId batch, bool is_written);
  void on_stream_text(std::string_view text);
  void on_stream_end(int status);  // of the answer; 0: the connection has ended
  void on_stream_alarm();

  // Opens or closes the event stream as things are now. A page that nobody sees has none: browsers
  // open six connections to a host, for all of its tabs.
  void follow_stream();

  // The disk refuses, and the person would rather send than keep: from now on in memory only.
  void stop_keeping();

  BatchId last_batch() const { return pages_->store().last_batch(); }
  BatchId durable_batch() const { return pages_->store().durable_batch(); }
  std::uint64_t size_bytes() const { return pages_->store().size_bytes(); }
  const Metrics& device_metrics() const { return metrics_; }
  const std::deque<Event>& events() const { return events_; }  // newest last

 private:
  LiveDevice(const LivePorts& ports, std::string id, std::unique_ptr<PageDatabase> pages,
             bool is_kept);
  Status start();
  void update_online();
  bool is_guest() const;
  Status sign_in_as_guest_of(AccountId account, GuestRequest how);
  Status sign_in_beside(const Session& other);
  void become_guest(bool may_join = true);
  void retry_guest();
  void keep_guests_work();
  void take_event(const StreamEvent& event);
  void pull_what_was_told();

  // Ports
  void set(TimerKind kind, DurationMs delay_ms) override;
  void cancel(TimerKind kind) override;
  void send(RequestId id, std::shared_ptr<const Request> request) override;
  void event(EventKind kind, Intent intent, std::int64_t a, std::int64_t b,
             std::string_view text) override;
  Metrics& metrics() override { return metrics_; }
  void show(const Notice& notice) override { notices_.show(notice, now_ms()); }
  void on_batch(BatchId batch) override;

  LivePorts ports_;
  std::unique_ptr<PageDatabase> pages_;
  RememberedSession session_;
  DevicePorts device_ports_;
  DeviceSettings settings_;
  mutable Device device_;  // its rows are shown when a person looks
  Metrics metrics_;
  std::deque<Event> events_;
  NoticeBoard notices_;
  std::map<RequestId, Route> routes_;  // of requests that may still be answered
  LiveStream stream_;
  std::int64_t told_seq_ = 0;  // of the service, by the stream; 0: nothing is to be pulled for it
  bool is_kept_;
  bool joins_other_tab_ = false;  // the sign-in that is under way
  bool wants_online_ = true;
  bool has_way_ = false;
  std::uint64_t revision_ = 1;
};

}  // namespace srl::web
