// SPDX-License-Identifier: MIT
// A browser without a browser: a clock that stands until it is moved, a disk and a network that do
// what the test says, and answers that come when it asks for them.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/random.h"
#include "live/live_mode.h"

namespace srl::web {

class FakeBrowser final : public Clock,
                          public RandomSource,
                          public Alarms,
                          public HttpPort,
                          public StreamPort,
                          public PageDisk,
                          public TabMemory,
                          public SecretStore {
 public:
  struct Sent {
    HttpChannel channel;
    std::uint64_t id;
    HttpRequestForm form;
  };
  struct Write {
    BatchId batch;
    BatchId after;
    SharedRef<PageBatch> pages;  // null: nothing is to be kept
  };

  // What the test looks at and decides
  TimeMs time_ms = 1'700'000'000'000;
  ZoneTable zone;
  std::vector<Sent> sent;
  std::vector<Write> writes;
  std::map<Alarm, TimeMs> alarms;
  std::vector<std::string> locked;  // ids that were asked for, in order
  std::vector<std::string> loaded;
  std::string downloaded;
  std::string own;
  int times_devices_were_sought = 0;
  std::vector<std::string> noted;
  std::vector<std::string> left_out;
  bool visible = true;
  bool signed_out = false;  // by the person
  std::function<Session()> other_tabs_session;
  Session secret;
  int times_secret_was_saved = 0;

  struct Stream {
    bool is_open = false;
    int times_opened = 0;
    std::string authorization;
    std::string last_id;
  };
  Stream stream;

  LivePorts ports() { return {*this, *this, *this, *this, *this, *this, *this, *this, zone}; }

  // Clock, RandomSource
  TimeMs now_ms() const override { return time_ms; }
  TimeMs monotonic_ms() const override { return time_ms; }
  // Of all fake browsers together: two tabs never draw the same.
  std::uint64_t next(RandomPurpose) override {
    static std::uint64_t drawn = 0;
    return mix64(++drawn);
  }

  // Alarms
  void set(Alarm alarm, DurationMs delay_ms) override { alarms[alarm] = time_ms + delay_ms; }
  void cancel(Alarm alarm) override { alarms.erase(alarm); }
  bool is_page_visible() const override { return visible; }

  // HttpPort
  void send(HttpChannel channel, std::uint64_t id, const HttpRequestForm& form) override {
    sent.push_back({channel, id, form});
  }
  void give_up_all(HttpChannel channel) override {
    std::erase_if(sent, [channel](const Sent& one) { return one.channel == channel; });
  }

  // StreamPort
  void open_stream(const std::string& authorization, const std::string& last_id) override {
    stream = {true, stream.times_opened + 1, authorization, last_id};
  }
  void close_stream() override { stream.is_open = false; }

  // PageDisk
  void lock(const std::string& id) override { locked.push_back(id); }
  void load(const std::string& id) override { loaded.push_back(id); }
  void write(const PageBatch& batch, BatchId after) override {
    SharedRef<PageBatch> copy(new PageBatch);
    copy->id = batch.id;
    copy->page_count = batch.page_count;
    copy->pages = batch.pages;
    writes.push_back({batch.id, after, std::move(copy)});
  }
  void pretend_to_write(BatchId batch) override { writes.push_back({batch, 0, {}}); }
  void download(const std::string& file_name, std::span<const std::byte>) override {
    downloaded = file_name;
  }

  // TabMemory
  std::string own_device() const override { return own; }
  void set_own_device(const std::string& id) override { own = id; }
  void find_devices() override { ++times_devices_were_sought; }
  std::vector<std::string> noted_devices() const override { return noted; }
  void note_devices(const std::vector<std::string>& ids) override { noted = ids; }
  void leave_out_device(const std::string& id) override { left_out.push_back(id); }
  bool is_signed_out() const override { return signed_out; }
  void set_signed_out(bool is_out) override { signed_out = is_out; }
  Session guest_of_another_tab() const override {
    return other_tabs_session ? other_tabs_session() : Session{};
  }

  // SecretStore
  Session load() override { return secret; }
  void save(const Session& session) override {
    secret = session;
    ++times_secret_was_saved;
  }
  void clear() override { secret = {}; }
};

}  // namespace srl::web
