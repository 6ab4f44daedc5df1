// SPDX-License-Identifier: MIT
#include "live/live_device.h"

#include <optional>
#include <utility>

#include "app/wording.h"
#include "base/http_status.h"
#include "live/live_settings.h"
#include "model/sign_in_names.h"
#include "model/task_jobs/task_job.h"
#include "protocol/http_form.h"
#include "protocol/json_reader.h"
#include "storage/migrations/device_migrations.h"

namespace srl::web {
namespace {

constexpr DurationMs kGuestRetryMs = 3 * kSecondMs;
constexpr std::size_t kRepliesAwaitedMax = 2 * kLateRepliesRemembered;

Result<JobKind> parse_kind(std::string_view name) {
  if (const TaskJob* job = find_task_job(name); job != nullptr) return job->kind;
  return make_error(ErrorCode::unknown_name, "a kind of notice that is not known here");
}

Notice read_notice(const JsonReader& reader) {
  Notice notice;
  notice.kind = reader["kind"].name(parse_kind);
  notice.task = reader["task"].uuid();
  notice.due_at = reader["due_at"].integer(INT64_MIN, INT64_MAX);
  notice.title = reader["title"].text();
  notice.topic = reader["topic"].text();
  notice.version = reader["version"].integer_or(0, 0, INT64_MAX);
  return notice;
}

DeviceSettings settings_of(std::string id) {
  DeviceSettings settings;
  settings.device_id = std::move(id);
  settings.policies = policies_of_preset(kReliablePreset).value();  // compiled in
  return settings;
}

}  // namespace

LiveDevice::LiveDevice(const LivePorts& ports, std::string id, std::unique_ptr<PageDatabase> pages,
                       bool is_kept)
    : ports_(ports),
      pages_(std::move(pages)),
      session_(ports_.secrets, pages_->database()),
      device_ports_{ports_.clock,       *this, ports_.random, *this,
                    pages_->database(), *this, session_,      *this},
      settings_(settings_of(std::move(id))),
      device_(device_ports_, settings_),
      stream_(ports, pages_->database()),
      is_kept_(is_kept) {
  pages_->store().set_listener(this);
}

Result<std::unique_ptr<LiveDevice>> LiveDevice::open(const LivePorts& ports, std::string id,
                                                     StoredPages stored, bool is_kept) {
  Result<std::unique_ptr<PageDatabase>> pages =
      PageDatabase::open(std::move(stored.image), stored.batch);
  if (!pages.ok()) return pages.error();
  SRL_TRY((*pages)->database().check_integrity());
  std::unique_ptr<LiveDevice> device(
      new LiveDevice(ports, std::move(id), std::move(*pages), is_kept));
  SRL_TRY(migrate(device->pages_->database(), device_migrations()));
  SRL_TRY(device->start());
  return device;
}

Status LiveDevice::start() {
  const Result<bool> wants_online = load_wants_online(pages_->database());
  if (!wants_online.ok()) return wants_online.error();
  wants_online_ = *wants_online;
  SRL_TRY(stream_.start());
  // Whether the server answers is not known yet.
  return device_.start(wants_online_ ? std::nullopt : std::optional(false), 1);
}

std::string LiveDevice::title() const { return device_title(settings_.device_id); }

// --------------------------------------------------------------------------------------- gestures

Status LiveDevice::create_task(const TaskPatch& fields) {
  ++revision_;
  const Result<TaskId> created = device_.create_task(fields, kNoIntent);
  return created.ok() ? Status() : created.error();
}

Status LiveDevice::update_task(const TaskRef& task, TaskPatch changed) {
  ++revision_;
  return device_.update_task(task.handle, std::move(changed), kNoIntent);
}

Status LiveDevice::delete_task(const TaskRef& task) {
  ++revision_;
  return device_.delete_task(task.handle, kNoIntent);
}

Status LiveDevice::complete_task(const TaskRef& task, bool completed) {
  TaskPatch patch;
  patch.mark(TaskField::completed);
  patch.values.completed = completed;
  return update_task(task, std::move(patch));
}

Status LiveDevice::decide_conflict(const ConflictView& shown, ConflictSide keep,
                                   std::uint32_t mine_fields) {
  ++revision_;
  const ConflictChoice choice = choose(shown.conflict, keep, mine_fields);
  return device_.resolve_conflict(shown.conflict.id, choice.resolution, choice.values, kNoIntent);
}

void LiveDevice::sync_now() {
  ++revision_;
  device_.sync_now();
}

void LiveDevice::retry_parked() {
  ++revision_;
  (void)device_.retry_parked();  // what cannot be stored stays parked, and is shown so
}

void LiveDevice::discard_rejected() {
  ++revision_;
  (void)device_.discard_rejected();
}

void LiveDevice::set_online(bool online) {
  if (online != wants_online_) {
    // What cannot be kept holds for as long as the page.
    (void)save_wants_online(pages_->database(), online);
  }
  wants_online_ = online;
  update_online();
}

void LiveDevice::set_way_to_server(bool is_there) {
  has_way_ = is_there;
  update_online();
}

void LiveDevice::update_online() {
  const bool online = wants_online_ && has_way_;
  ++revision_;
  if (online == summary().online) return;
  if (!online) {
    ports_.http.give_up_all(HttpChannel::sync);
    routes_.clear();
  }
  device_.on_online(online);
  if (online) become_guest();
  follow_stream();
}

// ------------------------------------------------------------------------------------ the session

bool LiveDevice::is_guest() const { return summary().session.belongs_to_guest(); }

// Into the `account`, nobody's for one that is not known yet. A guest whose account has no session
// here any more takes the work along into the next one.
Status LiveDevice::sign_in_as_guest_of(AccountId account, GuestRequest how) {
  const SessionView& session = summary().session;
  const bool leaves = is_guest() && !session.is_signed_in() && session.account != account;
  if (leaves) SRL_TRY(device_.take_work_along());
  return device_.sign_in_as_guest(std::move(how));
}

// All tabs of this browser are devices of one guest: a tab joins the account of another one, if
// there is one.
Status LiveDevice::sign_in_beside(const Session& other) {
  GuestRequest how;
  how.refresh_token = other.tokens.refresh_token;
  joins_other_tab_ = !how.refresh_token.empty();
  return sign_in_as_guest_of(other.account, std::move(how));
}

void LiveDevice::become_guest(bool may_join) {
  const SessionState state = summary().session.state;
  const bool is_new = state == SessionState::signed_out;
  const bool was_guest = state == SessionState::sign_in_needed && is_guest();
  if ((!is_new && !was_guest) || ports_.tab.is_signed_out()) return;
  // A server without guests says so in the view; what the disk refuses is tried again.
  (void)sign_in_beside(may_join ? ports_.tab.guest_of_another_tab() : Session{});
}

// A guest's sign-in that got no answer is tried again; one that was refused is not, unless it was
// the other tab's session that has ended.
void LiveDevice::retry_guest() {
  const SessionView& session = summary().session;
  if (session.is_signed_in() || !is_online()) return;
  switch (session.problem) {
    case ErrorCode::timeout:
    case ErrorCode::unreachable:
    case ErrorCode::foreign_answer:
    case ErrorCode::unreadable_answer:
    case ErrorCode::unavailable: set(TimerKind::session_retry, kGuestRetryMs); return;
    case ErrorCode::session_ended:
      if (std::exchange(joins_other_tab_, false)) become_guest(false);
      return;
    default: return;
  }
}

// Nobody was asked to sign in as a guest, so nobody is asked about the work from before either.
void LiveDevice::keep_guests_work() {
  const SessionView& session = summary().session;
  if (session.is_signed_in() && is_guest() && session.blocked_review > 0) (void)device_.keep_work();
}

Status LiveDevice::request_code(const std::string& email) {
  ++revision_;
  return device_.request_code(email);
}

Status LiveDevice::enter_code(const std::string& code) {
  ++revision_;
  return device_.enter_code(code);
}

Status LiveDevice::sign_in_as_guest() {
  ++revision_;
  ports_.tab.set_signed_out(false);
  return sign_in_beside(ports_.tab.guest_of_another_tab());
}

Status LiveDevice::ask_join_code() {
  ++revision_;
  return device_.ask_join_code();
}

// A guest leaves the account of their own, and what is in it comes along, once the server has taken
// the code.
Status LiveDevice::join_guest(const std::string& code) {
  ++revision_;
  Result<std::string> typed = normal_join_code(code);
  if (!typed.ok()) {
    return make_error(ErrorCode::bad_value, "\"" + code + "\" is not a code such as K7QF2-MXR9T");
  }
  if (!is_online()) {
    return make_error(ErrorCode::not_possible, "there is no network: joining needs the server");
  }
  ports_.tab.set_signed_out(false);
  GuestRequest how;
  how.join_code = std::move(*typed);
  return sign_in_as_guest_of(kNobody, std::move(how));
}

Status LiveDevice::sign_out(Device::Unsent unsent) {
  ++revision_;
  SRL_TRY(is_guest() ? device_.take_work_along() : device_.sign_out(unsent));
  ports_.tab.set_signed_out(true);
  follow_stream();
  return {};
}

Status LiveDevice::keep_work() {
  ++revision_;
  return device_.keep_work();
}

Status LiveDevice::discard_work() {
  ++revision_;
  return device_.discard_work();
}

Status LiveDevice::send_lost() {
  ++revision_;
  return device_.send_lost();
}

Status LiveDevice::drop_lost() {
  ++revision_;
  return device_.drop_lost();
}

std::string LiveDevice::code_hint() const {
  return "srl serve --lab prints it in its log; with --smtp it comes by mail.";
}

void LiveDevice::ask_sessions() {
  ++revision_;
  (void)device_.ask_sessions();  // without a way to the server the list stays as it was
}

std::vector<SessionLine> LiveDevice::sessions() const {
  std::vector<SessionLine> lines;
  for (const SessionInfo& one : device_.sessions()) {
    lines.push_back({one.device_id, device_title(one.device_id), one.created_at, one.last_used_at,
                     one.is_current});
  }
  return lines;
}

Status LiveDevice::revoke_session(const std::string& device) {
  ++revision_;
  return device_.revoke_session(device);
}

// ----------------------------------------------------------------------- what the outside reports

void LiveDevice::on_timer(TimerKind kind) {
  ++revision_;
  if (kind == TimerKind::disk_retry && device_.wants_disk_retry()) (void)pages_->store().retry();
  device_.on_timer(kind);
  if (kind == TimerKind::session_timeout) retry_guest();
  if (kind == TimerKind::session_retry) become_guest();
  follow_stream();
}

void LiveDevice::on_reply(RequestId id, const Result<HttpResponseForm>& reply) {
  const auto found = routes_.find(id);
  if (found == routes_.end()) return;
  const Route route = found->second;
  routes_.erase(found);
  ++revision_;
  const SessionState before = summary().session.state;
  const AccountId account_before = summary().session.account;
  if (!reply.ok()) {
    device_.on_response(id, reply.error());
  } else {
    device_.on_response(id, from_http(route, *reply));
  }
  keep_guests_work();
  const SessionState after = summary().session.state;
  if (after != before && after == SessionState::sign_in_needed) become_guest();
  if (route == Route::guest) retry_guest();
  if (summary().session.account != account_before) stream_.close();  // it tells of another account
  pull_what_was_told();
  follow_stream();
}

void LiveDevice::on_batch_written(BatchId batch, bool is_written) {
  PageStore& disk = pages_->store();
  if (is_written ? !disk.mark_durable(batch) : !disk.mark_failed(batch)) return;
  ++revision_;
  metrics_.add(Metric::storage_batches, is_written ? "durable" : "failed");
  event(is_written ? EventKind::batch_durable : EventKind::batch_failed, kNoIntent,
        static_cast<std::int64_t>(batch), 0, "");
  if (is_written) {
    device_.on_durable(batch);
  } else {
    device_.on_batch_failed(batch);
  }
}

void LiveDevice::stop_keeping() {
  ++revision_;
  is_kept_ = false;
  (void)pages_->store().retry();  // 0: nothing had failed
}

// ------------------------------------------------------------------------------- the event stream

void LiveDevice::follow_stream() {
  const bool is_wanted =
      is_online() && summary().session.is_signed_in() && ports_.alarms.is_page_visible();
  if (!is_wanted) return stream_.close();
  if (stream_.is_idle()) stream_.open(session_.load().tokens.access_token);
}

void LiveDevice::on_stream_text(std::string_view text) {
  for (const StreamEvent& event : stream_.on_text(text)) take_event(event);
}

// 401: the device's next request finds out what is wrong, and mends it.
void LiveDevice::on_stream_end(int status) {
  stream_.on_end();
  if (status == http::kUnauthorized) sync_now();
}

void LiveDevice::on_stream_alarm() {
  stream_.on_alarm();
  follow_stream();
}

// What cannot be read is of a newer server, and does not concern this device.
void LiveDevice::take_event(const StreamEvent& event) {
  // Who has to sign in again hears it at once. A guest's next request signs in again, unseen.
  if (event.name == "revoked") {
    if (!summary().session.email.empty()) sync_now();
    return;
  }
  Status status;
  const Result<JsonDocument> document = parse_json(event.data, kStreamEventBytesMax);
  if (!document.ok()) return;
  const JsonReader reader(*document, status);
  if (event.name == "change") {
    told_seq_ = reader["seq"].integer_or(0, 0, INT64_MAX);
    return pull_what_was_told();
  }
  if (event.name != "reminder") return;
  const Notice notice = read_notice(reader);
  if (!status.ok()) return;
  ++revision_;
  if (device_.admits(notice)) show(notice);
  stream_.note_seen(event.id);
}

// One pull for each poke, and none for what this device has written and knows. While a request is
// on its way, its answer is waited for: it may bring what was told.
void LiveDevice::pull_what_was_told() {
  if (told_seq_ == 0 || device_.is_busy()) return;
  const bool is_news = told_seq_ != device_.store().memory().pull.server_seq;
  told_seq_ = 0;
  if (is_news) sync_now();
}

// ------------------------------------------------------------------------------------------ ports

void LiveDevice::set(TimerKind kind, DurationMs delay_ms) {
  ports_.alarms.set(alarm_of(kind), delay_ms);
}

void LiveDevice::cancel(TimerKind kind) { ports_.alarms.cancel(alarm_of(kind)); }

void LiveDevice::send(RequestId id, std::shared_ptr<const Request> request) {
  if (routes_.size() >= kRepliesAwaitedMax) routes_.erase(routes_.begin());
  routes_[id] = route_of(*request);
  HttpRequestForm form = to_http(*request);
  form.traceparent = format_traceparent(trace_of(*request, settings_.device_id, id));
  ports_.http.send(HttpChannel::sync, id, form);
}

void LiveDevice::event(EventKind kind, Intent, std::int64_t a, std::int64_t b,
                       std::string_view text) {
  Event happened;
  happened.time_ms = now_ms();
  happened.kind = kind;
  happened.actor = kFirstDeviceActor;
  happened.a = a;
  happened.b = b;
  happened.text = text;
  events_.push_back(std::move(happened));
  if (events_.size() > kEventsKept) events_.pop_front();
}

// Each batch names the one that it builds on: a disk that has refused that one must refuse it too,
// or it would hold a torn database.
void LiveDevice::on_batch(BatchId batch) {
  if (!is_kept_) return ports_.disk.pretend_to_write(batch);
  const PageStore& store = pages_->store();
  BatchId after = store.durable_batch();
  for (const SharedRef<PageBatch>& one : store.outstanding()) {
    if (one->id < batch) after = one->id;
  }
  ports_.disk.write(*store.batch(batch), after);
}

}  // namespace srl::web
