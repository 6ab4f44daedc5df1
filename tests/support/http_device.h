// SPDX-License-Identifier: MIT
// The core's device on a real machine: its database is a file, its network a kept HTTP connection.
// It does one thing at a time on the caller's thread.
#pragma once

#include <httplib.h>

#include <chrono>
#include <cstdlib>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include "base/random.h"
#include "device/device.h"
#include "protocol/http_form.h"
#include "storage/migrations/device_migrations.h"
#include "storage/sqlite_database.h"

namespace srl::test {

// The refresh token of a guest whose account all processes of a measurement share; where it is not
// set, each sign-in has an account of its own.
inline constexpr const char* kSharedGuest = "SRL_SHARED_GUEST";

inline HttpResponseForm form_of(const httplib::Response& answer) {
  HttpResponseForm form;
  form.status = answer.status;
  form.content_type = answer.get_header_value("Content-Type");
  form.body = answer.body;
  form.service = answer.get_header_value(std::string(kServiceHeader));
  return form;
}

// A guest's session, nobody's when there was no answer that holds one.
inline Session sign_in_as_guest(httplib::Client& http, const std::string& device_id) {
  const char* shared = std::getenv(kSharedGuest);
  const HttpRequestForm form =
      to_http(Request{GuestRequest{device_id, shared == nullptr ? "" : shared, ""}});
  const httplib::Result answer = http.Post(form.target, form.body, "application/json");
  if (!answer) return {};
  const Response read = from_http(Route::guest, form_of(*answer));
  const auto* session = std::get_if<SessionResponse>(&read.body);
  return session == nullptr ? Session{} : session->session;
}

class HttpDevice final : private Clock,
                         private Timers,
                         private RandomSource,
                         private Transport,
                         private Recorder,
                         private SecretStore,
                         private Notifier {
 public:
  // `path` is the file of the device's database.
  HttpDevice(const std::string& path, int port, std::string name)
      : database(open(path)), http_("127.0.0.1", port), ports_{*this,     *this, *this, *this,
                                                               *database, *this, *this, *this} {
    http_.set_keep_alive(true);
    http_.set_tcp_nodelay(true);
    settings_.device_id = std::move(name);
    settings_.policies = policies_of_preset(kReliablePreset).value();
    device = std::make_unique<Device>(ports_, settings_);
  }

  bool start(bool online) { return device->start(online, 1).ok(); }

  bool create(const std::string& title) {
    TaskPatch patch;
    patch.mark(TaskField::title);
    patch.values.title = title;
    return device->create_task(patch, kNoIntent).ok();
  }

  // Requests and timers, until the device says that it is synced. Waits as long as its timers say.
  void run_until_synced() {
    while (device->view().claim != SyncClaim::synced) {
      if (sent_.empty()) {
        fire_next_timer();
      } else {
        exchange();
      }
    }
  }

  // When the first request went out. A device waits a random part of a second before it, so that
  // many that come back at once do not all ask at once: that is no work, and not to be measured.
  std::chrono::steady_clock::time_point first_request{};

  std::unique_ptr<SqliteDatabase> database;
  std::unique_ptr<Device> device;
  Metrics counted;

 private:
  struct Sent {
    RequestId id;
    std::shared_ptr<const Request> request;
  };

  static std::unique_ptr<SqliteDatabase> open(const std::string& path) {
    Result<std::unique_ptr<SqliteDatabase>> opened = SqliteDatabase::open_file(path);
    if (!opened.ok() || !migrate(**opened, device_migrations()).ok()) std::abort();
    return std::move(opened.value());
  }

  void exchange() {
    if (first_request == std::chrono::steady_clock::time_point{}) {
      first_request = std::chrono::steady_clock::now();
    }
    const Sent sent = std::move(sent_.front());
    sent_.pop_front();
    const HttpRequestForm form = to_http(*sent.request);
    httplib::Headers headers;
    if (form.authorization) headers.emplace("Authorization", *form.authorization);
    const httplib::Result answer =
        form.method == "POST" ? http_.Post(form.target, headers, form.body, "application/json")
                              : http_.Get(form.target, headers);
    if (!answer) {
      device->on_response(sent.id, make_error(ErrorCode::unreachable, "no connection"));
      return;
    }
    device->on_response(sent.id, from_http(route_of(*sent.request), form_of(*answer)));
  }

  void fire_next_timer() {
    auto next = due_ms_.begin();
    for (auto timer = due_ms_.begin(); timer != due_ms_.end(); ++timer) {
      if (timer->second < next->second) next = timer;
    }
    if (next == due_ms_.end()) std::abort();  // it would wait for ever
    const TimerKind kind = next->first;
    std::this_thread::sleep_for(std::chrono::milliseconds(next->second - now_ms()));
    due_ms_.erase(next);
    device->on_timer(kind);
  }

  TimeMs now_ms() const override {
    const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(since_1970).count();
  }
  TimeMs monotonic_ms() const override { return now_ms(); }
  void set(TimerKind kind, DurationMs delay_ms) override { due_ms_[kind] = now_ms() + delay_ms; }
  void cancel(TimerKind kind) override { due_ms_.erase(kind); }
  std::uint64_t next(RandomPurpose) override {
    return mix64(++random_ + static_cast<std::uint64_t>(now_ms()) * 1'000'000);
  }
  void send(RequestId id, std::shared_ptr<const Request> request) override {
    sent_.push_back({id, std::move(request)});
  }
  void event(EventKind, Intent, std::int64_t, std::int64_t, std::string_view) override {}
  Metrics& metrics() override { return counted; }
  Session load() override {
    if (session_.account == kNobody) session_ = sign_in_as_guest(http_, settings_.device_id);
    return session_;
  }
  void save(const Session& session) override { session_ = session; }
  void clear() override { session_ = {}; }
  void show(const Notice&) override {}

  httplib::Client http_;
  DevicePorts ports_;
  DeviceSettings settings_;
  std::deque<Sent> sent_;
  Session session_;
  std::map<TimerKind, TimeMs> due_ms_;
  std::uint64_t random_ = 0;
};

}  // namespace srl::test
