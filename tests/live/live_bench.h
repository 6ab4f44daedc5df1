// SPDX-License-Identifier: MIT
// Tabs of one browser and the server they talk to: the service behind the wire's HTTP form, disks
// that outlive the tabs, and locks.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <set>

#include "live/fake_browser.h"
#include "support/bench_service.h"

namespace srl::web {

// What is stored of a device, as IndexedDB would keep it.
struct FakeStorage {
  std::map<std::string, StoredPages> devices;
  std::set<std::string> held;              // by a tab
  std::map<std::string, Session> secrets;  // tokens, by device
  std::vector<const FakeBrowser*> tabs;    // that are open
  std::vector<std::string> noted;          // the list beside them
  bool lists_databases = true;             // as browsers do, but not all
  bool is_full = false;
};

class FakeServer {
 public:
  HttpResponseForm answer(const HttpRequestForm& form) {
    if (form.target == "/metrics") return {200, "text/plain", "srl_open_tasks 0\n"};
    traceparents.push_back(form.traceparent);
    const Result<Request> request = from_http(form);
    REQUIRE(request.ok());
    if (const auto* push = std::get_if<PushRequest>(&request->body)) {
      pushed_trace = push->operations.at(0).trace;
    }
    const Outcome outcome = service.run_with(request->access_token, request->body);
    if (!outcome.mails.empty()) mailed_code = outcome.mails.back().code;
    const auto* session = std::get_if<SessionResponse>(&outcome.response.body);
    if (session != nullptr) service.account_id = session->session.account;
    return to_http(outcome.response);
  }
  test::BenchService service{test::policies_of_preset(kReliablePreset)};
  std::string mailed_code;                   // the newest
  std::vector<std::string> traceparents;     // of each request
  std::optional<TraceContext> pushed_trace;  // of the first operation of the last push
  bool is_down = false;
  int loses_guests = 0;  // so many sign-ins get no answer
};

// One tab: answers what its session has asked for until nothing more is asked.
class Tab {
 public:
  Tab(FakeStorage& storage, FakeServer& server, std::string own = "")
      : storage_(storage), server_(server), live(browser.ports()) {
    browser.own = std::move(own);
    browser.noted = storage.noted;
    browser.other_tabs_session = [this] { return guest_of_another_tab(); };
    storage.tabs.push_back(&browser);
    live.show();
    settle();
  }
  // Killed: nothing more is written, and its lock is free.
  ~Tab() {
    storage_.held.erase(held_);
    storage_.noted = browser.noted;
    std::erase(storage_.tabs, &browser);
    if (!held_.empty()) storage_.secrets[held_] = browser.secret;
  }

  void settle() {
    while (answer_devices() || answer_lock() || answer_load() || answer_write() ||
           answer_request()) {
    }
  }

  // Time passes, and every alarm that falls due in it.
  void wait(DurationMs duration_ms) {
    const TimeMs end_ms = browser.time_ms + duration_ms;
    for (;;) {
      auto next = browser.alarms.end();
      for (auto at = browser.alarms.begin(); at != browser.alarms.end(); ++at) {
        if (next == browser.alarms.end() || at->second < next->second) next = at;
      }
      if (next == browser.alarms.end() || next->second > end_ms) break;
      const Alarm alarm = next->first;
      browser.time_ms = std::max(browser.time_ms, next->second);
      browser.alarms.erase(next);
      live.on_alarm(alarm);
      settle();
    }
    browser.time_ms = end_ms;
  }

  Status add(const std::string& title) {
    TaskPatch fields;
    fields.mark(TaskField::title);
    fields.values.title = title;
    return live.device()->create_task(fields);
  }
  const DeviceView& view() const { return live.device()->view(); }

  FakeBrowser browser;
  bool disk_answers = true;

 private:
  static bool is_guests(const Session& session) {
    return session.email.empty() && !session.tokens.refresh_token.empty();
  }
  Session guest_of_another_tab() const {
    for (const FakeBrowser* tab : storage_.tabs) {
      if (tab != &browser && is_guests(tab->secret)) return tab->secret;
    }
    for (const auto& [id, secret] : storage_.secrets) {
      if (id != browser.own && is_guests(secret)) return secret;
    }
    return {};
  }

  bool answer_devices() {
    if (browser.times_devices_were_sought == devices_answered_) return false;
    ++devices_answered_;
    if (!storage_.lists_databases) {
      live.on_devices(std::nullopt);
      return true;
    }
    std::vector<std::string> ids;
    for (const auto& [id, stored] : storage_.devices) ids.push_back(id);
    live.on_devices(std::move(ids));
    return true;
  }

  bool answer_lock() {
    if (browser.locked.size() == locks_answered_) return false;
    const std::string id = browser.locked[locks_answered_++];
    storage_.held.erase(held_);
    const bool is_free = storage_.held.insert(id).second;
    held_ = is_free ? id : "";
    live.on_lock(is_free ? LockAnswer::taken : LockAnswer::held, "");
    return true;
  }

  bool answer_load() {
    if (browser.loaded.size() == loads_answered_) return false;
    const std::string id = browser.loaded[loads_answered_++];
    browser.secret = storage_.secrets[id];
    live.on_loaded(storage_.devices[id]);
    return true;
  }

  bool answer_write() {
    if (!disk_answers || browser.writes.empty()) return false;
    const FakeBrowser::Write write = browser.writes.front();
    browser.writes.erase(browser.writes.begin());
    bool is_written = true;
    if (write.pages) is_written = store(write);
    live.on_batch_written(write.batch, is_written, is_written ? "" : "its storage is full");
    return true;
  }

  bool store(const FakeBrowser::Write& write) {
    StoredPages& disk = storage_.devices[held_];
    if (storage_.is_full || disk.batch != write.after) return false;
    disk.image.resize(write.pages->page_count);
    for (const BatchPage& page : write.pages->pages) disk.image.set(page.index, page.page);
    disk.batch = write.batch;
    return true;
  }

  bool answer_request() {
    if (browser.sent.empty()) return false;
    const FakeBrowser::Sent one = browser.sent.front();
    browser.sent.erase(browser.sent.begin());
    const bool is_lost = one.form.target == "/v1/auth/guest" && server_.loses_guests > 0;
    if (is_lost) --server_.loses_guests;
    if (server_.is_down || is_lost) {
      live.on_reply(one.channel, one.id, make_error(ErrorCode::unreachable, "refused"));
    } else {
      live.on_reply(one.channel, one.id, server_.answer(one.form));
    }
    return true;
  }

  FakeStorage& storage_;
  FakeServer& server_;
  std::string held_;
  int devices_answered_ = 0;
  std::size_t locks_answered_ = 0;
  std::size_t loads_answered_ = 0;

 public:
  LiveMode live;
};

}  // namespace srl::web
