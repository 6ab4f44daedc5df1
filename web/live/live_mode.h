// SPDX-License-Identifier: MIT
// Live mode without anything of how it is drawn: finds the server, becomes a device, keeps it in
// this browser, and goes on where that is refused.
//
//   off ─▶ looking ─(it is srl serve, or unreachable)─▶ opening ─(lock, pages, check)─▶ running
//             │                                           │  └─(damage)─▶ unreadable
//             └─(another host)─▶ no_server                └─(another tab has it)─▶ held
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/enum_names.h"
#include "live/device_choice.h"
#include "live/live_device.h"
#include "live/live_ports.h"
#include "live/server_watch.h"

namespace srl::web {

enum class LiveStage { off, looking, no_server, opening, held, unreadable, running };

enum class LockAnswer { taken, held, refused };

class LiveMode {
 public:
  // The ports must outlive the live.
  explicit LiveMode(const LivePorts& ports) : ports_(ports) {}

  LiveStage stage() const { return stage_; }
  // While running
  LiveDevice* device() { return device_.get(); }
  const LiveDevice* device() const { return device_.get(); }
  const ServerWatch& server() const { return server_; }
  bool has_network() const { return has_network_; }
  TimeMs now_ms() const { return ports_.clock.now_ms(); }
  const std::string& device_id() const { return choice_.candidate(); }
  // Why nothing is kept in this browser; "" where it is.
  const std::string& storage_refusal() const { return storage_refusal_; }
  // Why the last batch was refused; "" when the disk writes.
  const std::string& write_refusal() const { return write_refusal_; }
  const std::string& damage() const { return damage_; }

  // ------------------------------------------------------------------------------------- commands
  // Shown for the first time, or again. A device that runs goes on while the sandbox is shown.
  void show();
  void hide() { is_shown_ = false; }
  bool is_shown() const { return is_shown_; }
  void look_again();        // no_server
  void try_lock_again();    // held
  void choose_another();    // held
  void start_again();       // unreadable: as a new device; the damaged database stays
  void download_damaged();  // unreadable
  void stop_keeping();      // the disk refuses: send, and keep nothing

  // --------------------------------------------------------------------- what the outside reports
  // Nothing: this browser does not list its databases.
  void on_devices(std::optional<std::vector<std::string>> ids);
  void on_lock(LockAnswer answer, const std::string& why);
  void on_loaded(Result<StoredPages> stored);
  void on_batch_written(BatchId batch, bool is_written, const std::string& why);
  void on_reply(HttpChannel channel, std::uint64_t id, const Result<HttpResponseForm>& reply);
  void on_stream_text(std::string_view text);
  void on_stream_end(int status);
  void on_alarm(Alarm alarm);
  void on_network(bool is_there);

  // Grows with every change that a drawing could show.
  std::uint64_t revision() const { return revision_ + (device_ ? device_->revision() : 0); }

 private:
  void look();
  void take_answer(const Result<HttpResponseForm>& answer);
  void look_later();
  void open();
  void open_in_memory(const std::string& why);
  void run(StoredPages stored, bool is_kept);
  void find_device();
  void note_device();
  std::string fresh_id();
  void tell_way();

  LivePorts ports_;
  LiveStage stage_ = LiveStage::off;
  ServerWatch server_;
  DeviceChoice choice_;
  std::unique_ptr<LiveDevice> device_;
  bool has_network_ = true;
  bool is_shown_ = false;
  std::uint64_t looks_ = 0;  // the id of the last one
  bool is_look_open_ = false;
  std::string storage_refusal_;
  std::string write_refusal_;
  std::string damage_;
  PageImage damaged_;  // for the download
  std::uint64_t revision_ = 1;
};

}  // namespace srl::web
