// SPDX-License-Identifier: MIT
#include "platform/live_outside.h"

#include <emscripten.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/limits.h"
#include "base/text.h"
#include "platform/live_browser.h"
#include "platform/page_text.h"
#include "platform/platform.h"
#include "protocol/auth_json.h"
#include "protocol/http_date.h"

namespace srl::web::platform {

namespace {

std::vector<std::string> ids_of(std::string_view list) {
  std::vector<std::string> ids = split(list, ',');
  std::erase(ids, "");
  return ids;
}

class Browser final : public Clock,
                      public TimeZone,
                      public RandomSource,
                      public Alarms,
                      public HttpPort,
                      public StreamPort,
                      public PageDisk,
                      public TabMemory,
                      public SecretStore {
 public:
  // Clock, TimeZone, RandomSource
  TimeMs now_ms() const override { return static_cast<TimeMs>(srl_js_live_now()); }
  DurationMs offset_ms(TimeMs instant_ms) const override {
    return static_cast<DurationMs>(srl_js_live_utc_offset(static_cast<double>(instant_ms)));
  }
  TimeMs monotonic_ms() const override { return static_cast<TimeMs>(srl_js_live_monotonic()); }
  std::uint64_t next(RandomPurpose) override {
    std::uint64_t word = 0;
    srl_js_live_random(&word);
    return word;
  }

  // Alarms
  void set(Alarm alarm, DurationMs delay_ms) override {
    srl_js_live_set_alarm(static_cast<int>(alarm), static_cast<double>(delay_ms));
  }
  void cancel(Alarm alarm) override { srl_js_live_cancel_alarm(static_cast<int>(alarm)); }
  bool is_page_visible() const override { return srl_js_live_is_visible() != 0; }

  // HttpPort
  void send(HttpChannel channel, std::uint64_t id, const HttpRequestForm& request) override {
    srl_js_live_fetch(static_cast<int>(channel), static_cast<double>(id), request.method.c_str(),
                      request.target.c_str(), request.body.data(),
                      static_cast<unsigned>(request.body.size()),
                      request.authorization.value_or("").c_str(), request.traceparent.c_str());
  }
  void give_up_all(HttpChannel channel) override { srl_js_live_give_up(static_cast<int>(channel)); }

  // StreamPort
  void open_stream(const std::string& authorization, const std::string& last_id) override {
    srl_js_live_open_stream(authorization.c_str(), last_id.c_str());
  }
  void close_stream() override { srl_js_live_close_stream(); }

  // PageDisk
  void lock(const std::string& id) override { srl_js_live_lock(id.c_str()); }
  void load(const std::string& id) override { srl_js_live_load(id.c_str()); }
  void write(const PageBatch& batch, BatchId after) override;
  void pretend_to_write(BatchId batch) override { srl_js_live_pretend(static_cast<double>(batch)); }
  void download(const std::string& file_name, std::span<const std::byte> bytes) override {
    srl_js_live_download(file_name.c_str(), bytes.data(), static_cast<unsigned>(bytes.size()));
  }

  // TabMemory
  std::string own_device() const override { return take_text(srl_js_live_own_device()); }
  void set_own_device(const std::string& id) override { srl_js_live_set_own_device(id.c_str()); }
  void find_devices() override { srl_js_live_find_devices(); }
  std::vector<std::string> noted_devices() const override {
    return ids_of(take_text(srl_js_live_noted_devices()));
  }
  void note_devices(const std::vector<std::string>& ids) override;
  void leave_out_device(const std::string& id) override {
    srl_js_live_leave_out_device(id.c_str());
  }
  bool is_signed_out() const override { return srl_js_live_is_signed_out() != 0; }
  void set_signed_out(bool signed_out) override { srl_js_live_set_signed_out(signed_out ? 1 : 0); }

  Session guest_of_another_tab() const override;

  // SecretStore
  Session load() override;
  void save(const Session& session) override {
    srl_js_live_set_secret(json_text(SessionResponse{session}).c_str());
  }
  void clear() override { srl_js_live_set_secret(""); }
};

// What cannot be read is no session: the device signs in again.
Session read_session(std::string_view text) {
  const Result<JsonDocument> document = parse_json(text, kRequestBytesMax);
  if (!document.ok()) return {};
  Status status;
  SessionResponse stored = read_session_response(JsonReader(*document, status));
  return status.ok() ? std::move(stored.session) : Session{};
}

Session Browser::load() { return read_session(take_text(srl_js_live_secret())); }

Session Browser::guest_of_another_tab() const {
  for (const std::string& text : split(take_text(srl_js_live_other_secrets()), '\n')) {
    Session session = read_session(text);
    if (session.belongs_to_guest() && !session.tokens.refresh_token.empty()) return session;
  }
  return {};
}

void Browser::write(const PageBatch& batch, BatchId after) {
  std::vector<std::uint32_t> indices;
  std::vector<const void*> pages;
  for (const BatchPage& page : batch.pages) {
    indices.push_back(page.index);
    pages.push_back(page.page->bytes);
  }
  srl_js_live_write(static_cast<double>(batch.id), static_cast<double>(after), batch.page_count,
                    static_cast<unsigned>(indices.size()), indices.data(), pages.data());
}

void Browser::note_devices(const std::vector<std::string>& ids) {
  std::string list;
  for (const std::string& id : ids) list.append(list.empty() ? "" : ",").append(id);
  srl_js_live_note_devices(list.c_str());
}

// What happens may change the picture; only then is a frame due.
template <class Happening>
void take(Happening happening) {
  const std::uint64_t before = live_mode().revision();
  happening(live_mode());
  if (live_mode().is_shown() && live_mode().revision() != before) changed();
}

}  // namespace

bool is_live_offered() { return srl_js_live_is_offered() != 0; }

LiveMode& live_mode() {
  static Browser browser;
  static LiveMode live(
      {browser, browser, browser, browser, browser, browser, browser, browser, browser});
  static const bool listens = [] {
    srl_js_live_listen();
    return true;
  }();
  (void)listens;
  return live;
}

extern "C" {

// `is_listed` is 0 where the browser does not list its databases.
EMSCRIPTEN_KEEPALIVE void srl_on_live_devices(int is_listed, const char* list) {
  std::optional<std::vector<std::string>> ids;
  if (is_listed != 0) ids = ids_of(list);
  take([&](LiveMode& live) { live.on_devices(std::move(ids)); });
}

EMSCRIPTEN_KEEPALIVE void srl_on_live_lock(int answer, const char* why) {
  take([&](LiveMode& live) { live.on_lock(static_cast<LockAnswer>(answer), why); });
}

EMSCRIPTEN_KEEPALIVE void srl_on_live_loaded(int is_loaded, const void* bytes, unsigned page_count,
                                             double batch, const char* why) {
  if (is_loaded == 0) {
    const Error error = make_error(ErrorCode::storage_failed, why);
    take([&](LiveMode& live) { live.on_loaded(error); });
    return;
  }
  StoredPages stored;
  stored.image = PageImage::from_bytes(
      {static_cast<const std::byte*>(bytes), std::size_t{page_count} * kPageBytes});
  stored.batch = static_cast<BatchId>(batch);
  take([&](LiveMode& live) { live.on_loaded(std::move(stored)); });
}

EMSCRIPTEN_KEEPALIVE void srl_on_live_batch(double batch, int is_written, const char* why) {
  take([&](LiveMode& live) {
    live.on_batch_written(static_cast<BatchId>(batch), is_written != 0, why);
  });
}

// Status 0: no answer came, and the text says why.
EMSCRIPTEN_KEEPALIVE void srl_on_live_reply(int channel, double id, int status, const char* type,
                                            const char* service, const char* retry_after,
                                            const char* date, const char* bytes, unsigned size) {
  std::string text(bytes, size);
  Result<HttpResponseForm> reply = HttpResponseForm{status, type, {}};
  if (status == 0) {
    reply = make_error(ErrorCode::unreachable, std::move(text));
  } else {
    reply->body = std::move(text);
    reply->service = service;
    const auto now_ms = static_cast<TimeMs>(srl_js_live_now());
    reply->retry_after_s =
        (parse_retry_after(retry_after, date, now_ms) + kSecondMs - 1) / kSecondMs;
  }
  take([&](LiveMode& live) {
    live.on_reply(static_cast<HttpChannel>(channel), static_cast<std::uint64_t>(id), reply);
  });
}

EMSCRIPTEN_KEEPALIVE void srl_on_live_stream_text(const char* bytes, unsigned size) {
  take([&](LiveMode& live) { live.on_stream_text({bytes, size}); });
}

// Status 0: the connection has ended.
EMSCRIPTEN_KEEPALIVE void srl_on_live_stream_end(int status) {
  take([&](LiveMode& live) { live.on_stream_end(status); });
}

EMSCRIPTEN_KEEPALIVE void srl_on_live_alarm(int alarm) {
  take([&](LiveMode& live) { live.on_alarm(static_cast<Alarm>(alarm)); });
}

EMSCRIPTEN_KEEPALIVE void srl_on_live_network(int is_there) {
  take([&](LiveMode& live) { live.on_network(is_there != 0); });
}

}  // extern "C"

}  // namespace srl::web::platform
