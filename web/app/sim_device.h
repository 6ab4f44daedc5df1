// SPDX-License-Identifier: MIT
// A device of the sandbox. It is looked up whenever it is asked for: a command that was given a
// moment ago may have opened another world in the place of the first.
#pragma once

#include <utility>

#include "app/sandbox.h"
#include "app/task_device.h"

namespace srl::web {

class SimDevice final : public TaskDevice {
 public:
  // Of a device that is there; the session must outlive it.
  SimDevice(Sandbox& sandbox, std::string name) : sandbox_(sandbox), name_(std::move(name)) {}

  const std::string& name() const override { return name_; }
  std::string title() const override;
  bool is_running() const override { return host().is_running(); }
  bool is_online() const override { return host().is_online(); }
  const DeviceView& view() const override { return host().view(); }
  TimeMs now_ms() const override { return sandbox_.now_ms(); }
  TimeMs wall_ms() const override { return host().wall_ms(); }
  std::uint64_t revision() const override { return sandbox_.revision(); }
  const NoticeBoard& notices() const override { return host().notices(); }

  Status create_task(const TaskPatch& fields) override;
  Status update_task(const TaskRef& task, TaskPatch changed) override;
  Status delete_task(const TaskRef& task) override;
  Status complete_task(const TaskRef& task, bool completed) override;
  Status decide_conflict(const ConflictView& shown, ConflictSide keep,
                         std::uint32_t mine_fields) override;
  void sync_now() override { sandbox_.sync_now(name_); }
  void retry_parked() override { sandbox_.retry_parked(name_); }
  void discard_rejected() override { sandbox_.discard_rejected(name_); }
  void set_online(bool online) override { sandbox_.set_offline(name_, !online); }

  Status request_code(const std::string& email) override;
  Status enter_code(const std::string& code) override;
  Status sign_in_as_guest() override;
  std::string address_to_offer() const override;
  std::string code_hint() const override;
  std::string mailed_code() const override;
  bool asks_about_unsent() const override;
  Status sign_out(Device::Unsent unsent) override;
  Status keep_work() override { return perform(GestureKind::keep_work); }
  Status discard_work() override { return perform(GestureKind::discard_work); }
  Status send_lost() override { return perform(GestureKind::send_lost); }
  Status drop_lost() override { return perform(GestureKind::drop_lost); }
  std::vector<SessionLine> sessions() const override;
  Status revoke_session(const std::string& device) override;

 private:
  Status perform(GestureKind kind);
  Status needs_network() const;
  const DeviceHost& host() const { return *sandbox_.world().find_device(name_); }

  Sandbox& sandbox_;
  std::string name_;
};

}  // namespace srl::web
