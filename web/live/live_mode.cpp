// SPDX-License-Identifier: MIT
#include "live/live_mode.h"

#include <algorithm>
#include <utility>

#include "base/ids.h"

namespace srl::web {
namespace {

constexpr const char* kMetricsPath = "/metrics";
constexpr std::size_t kNotedDevicesMax = 32;  // the oldest go first

}  // namespace

// --------------------------------------------------------------------------------------- commands

void LiveMode::show() {
  is_shown_ = true;
  if (stage_ != LiveStage::off) return;
  ++revision_;
  stage_ = LiveStage::looking;
  look();
}

void LiveMode::look_again() {
  if (stage_ != LiveStage::no_server) return;
  ++revision_;
  stage_ = LiveStage::looking;
  look();
}

void LiveMode::try_lock_again() {
  if (stage_ == LiveStage::held) find_device();
}

void LiveMode::choose_another() {
  if (stage_ != LiveStage::held) return;
  choice_.choose_another();
  open();
}

void LiveMode::start_again() {
  if (stage_ != LiveStage::unreadable) return;
  ports_.tab.leave_out_device(choice_.candidate());
  damaged_ = PageImage();
  choice_ = DeviceChoice("", {}, fresh_id());
  open();
}

void LiveMode::download_damaged() {
  ports_.disk.download("reliability-lab-damaged-" + choice_.candidate() + ".sqlite",
                       damaged_.to_bytes());
}

void LiveMode::stop_keeping() {
  if (!device_) return;
  ++revision_;
  storage_refusal_ = write_refusal_;
  write_refusal_.clear();
  device_->stop_keeping();
}

// ------------------------------------------------------------------------------------- the server

void LiveMode::look() {
  is_look_open_ = true;
  ports_.http.send(HttpChannel::watch, ++looks_, {"GET", kMetricsPath, {}});
  look_later();
}

void LiveMode::look_later() { ports_.alarms.set(Alarm::look_at_server, kServerLookMs); }

void LiveMode::take_answer(const Result<HttpResponseForm>& answer) {
  const ServerWatch::State before = server_.state();
  const ServerSignals seen = server_.signals();
  server_.on_answer(answer, now_ms());
  const ServerWatch::State now = server_.state();
  if (before != now || !(seen == server_.signals())) ++revision_;
  if (stage_ == LiveStage::looking) {
    if (now == ServerWatch::State::not_ours) {
      stage_ = LiveStage::no_server;
      ports_.alarms.cancel(Alarm::look_at_server);
      return;
    }
    find_device();
  }
  tell_way();
  const bool is_back =
      before == ServerWatch::State::unreachable && now == ServerWatch::State::reachable;
  if (!is_back || !device_) return;
  // What was parked while nobody answered deserves another try now that a person does.
  if (device_->summary().parked > 0) {
    device_->retry_parked();
  } else {
    device_->sync_now();
  }
}

void LiveMode::tell_way() {
  const bool is_there = has_network_ && server_.is_known();
  if (device_) device_->set_way_to_server(is_there);
}

void LiveMode::on_network(bool is_there) {
  if (has_network_ == is_there) return;
  has_network_ = is_there;
  ++revision_;
  tell_way();
  if (is_there && stage_ != LiveStage::off && stage_ != LiveStage::no_server) look();
}

// ------------------------------------------------------------------------------------- the device

std::string LiveMode::fresh_id() {
  const std::uint64_t random_a = ports_.random.next(RandomPurpose::identifier);
  const std::uint64_t random_b = ports_.random.next(RandomPurpose::identifier);
  return to_string(make_uuid_v7(now_ms(), random_a, random_b));
}

void LiveMode::find_device() {
  ++revision_;
  stage_ = LiveStage::opening;
  ports_.tab.find_devices();
}

void LiveMode::on_devices(std::optional<std::vector<std::string>> ids) {
  if (stage_ != LiveStage::opening) return;
  if (!ids) ids = ports_.tab.noted_devices();
  choice_ = DeviceChoice(ports_.tab.own_device(), std::move(*ids), fresh_id());
  open();
}

void LiveMode::note_device() {
  std::vector<std::string> noted = ports_.tab.noted_devices();
  if (std::find(noted.begin(), noted.end(), device_id()) != noted.end()) return;
  noted.push_back(device_id());
  if (noted.size() > kNotedDevicesMax) noted.erase(noted.begin());
  ports_.tab.note_devices(noted);
}

void LiveMode::open() {
  ++revision_;
  stage_ = LiveStage::opening;
  ports_.disk.lock(choice_.candidate());
}

void LiveMode::on_lock(LockAnswer answer, const std::string& why) {
  if (stage_ != LiveStage::opening) return;
  ++revision_;
  if (answer == LockAnswer::refused) return open_in_memory(why);
  if (answer == LockAnswer::taken) return ports_.disk.load(choice_.candidate());
  switch (choice_.on_held()) {
    case DeviceChoice::Next::try_now: return open();
    case DeviceChoice::Next::try_later:
      return ports_.alarms.set(Alarm::try_lock_again, kLockRetryMs);
    case DeviceChoice::Next::ask: stage_ = LiveStage::held; return;
  }
}

void LiveMode::on_loaded(Result<StoredPages> stored) {
  if (stage_ != LiveStage::opening) return;
  if (!stored.ok()) return open_in_memory(stored.error().detail);
  run(std::move(*stored), true);
}

void LiveMode::open_in_memory(const std::string& why) {
  storage_refusal_ = why;
  run({}, false);
}

void LiveMode::run(StoredPages stored, bool is_kept) {
  ++revision_;
  const PageImage image = stored.image;
  if (is_kept) ports_.tab.set_own_device(choice_.candidate());  // whose tokens are read now
  Result<std::unique_ptr<LiveDevice>> opened =
      LiveDevice::open(ports_, choice_.candidate(), std::move(stored), is_kept);
  if (!opened.ok()) {
    stage_ = LiveStage::unreadable;
    damage_ = describe(opened.error());
    damaged_ = image;
    return;
  }
  if (is_kept) note_device();
  device_ = std::move(*opened);
  stage_ = LiveStage::running;
  tell_way();
}

void LiveMode::on_batch_written(BatchId batch, bool is_written, const std::string& why) {
  if (!device_) return;
  ++revision_;
  write_refusal_ = is_written ? "" : why;
  device_->on_batch_written(batch, is_written);
}

// ------------------------------------------------------------------------------------ the outside

void LiveMode::on_reply(HttpChannel channel, std::uint64_t id,
                        const Result<HttpResponseForm>& reply) {
  if (channel == HttpChannel::sync) {
    if (device_) device_->on_reply(id, reply);
    return;
  }
  if (id != looks_ || !is_look_open_) return;
  is_look_open_ = false;
  take_answer(reply);
}

void LiveMode::on_stream_text(std::string_view text) {
  if (device_) device_->on_stream_text(text);
}

void LiveMode::on_stream_end(int status) {
  if (device_) device_->on_stream_end(status);
}

void LiveMode::on_alarm(Alarm alarm) {
  if (is_timer(alarm)) {
    if (device_) device_->on_timer(static_cast<TimerKind>(alarm));
    return;
  }
  if (alarm == Alarm::stream) {
    if (device_) device_->on_stream_alarm();
    return;
  }
  if (alarm == Alarm::try_lock_again) {
    if (stage_ == LiveStage::opening) ports_.disk.lock(choice_.candidate());
    return;
  }
  if (device_) device_->follow_stream();  // the page may have been hidden, or is seen again
  if (is_look_open_) {                    // it had its time
    is_look_open_ = false;
    ports_.http.give_up_all(HttpChannel::watch);
    take_answer(make_error(ErrorCode::timeout, "the server did not answer"));
    if (stage_ == LiveStage::no_server) return;
  }
  // Nobody looks: the device's own requests go on, the signals can wait. Only what it depends on
  // (has the server come, has it come back?) is asked for all the same.
  const bool is_watched = is_shown_ && ports_.alarms.is_page_visible();
  if (is_watched || server_.state() != ServerWatch::State::reachable) return look();
  look_later();
}

}  // namespace srl::web
