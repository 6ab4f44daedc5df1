// SPDX-License-Identifier: MIT
#include "http/web_server.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>
#include <string>

#include "adapters/system_random.h"
#include "base/http_status.h"
#include "http/admission.h"
#include "http/http_problem.h"
#include "http/request_headers.h"
#include "http/request_log.h"
#include "http/static_files.h"
#include "net/answer_head.h"
#include "net/edge_server.h"
#include "net/http_library.h"
#include "protocol/http_auth.h"
#include "protocol/http_query.h"
#include "service/load_meter.h"
#include "service/retry_after.h"

namespace srl {
namespace {

constexpr std::string_view kStreamRoute = "stream";  // of the metrics

constexpr char kContentSecurityPolicy[] = "Content-Security-Policy";
constexpr char kRequestId[] = "X-Request-Id";
constexpr char kCacheControl[] = "Cache-Control";
constexpr char kRules[] =
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; "
    "img-src 'self' data: blob:; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "object-src 'none'; frame-ancestors ";

// The one page that others may frame: it is the sandbox, and reads nothing that is stored.
constexpr char kEmbedPath[] = "/embed";

// With the headers of every answer.
HttpAnswer new_answer(const std::string& request_id) {
  HttpAnswer answer;
  answer.headers = {{kRequestId, request_id},
                    {std::string(kServiceHeader), std::string(kProtocolVersion)},
                    {kContentSecurityPolicy, std::string(kRules) + "'none'"},
                    {"X-Content-Type-Options", "nosniff"},
                    {"Referrer-Policy", "no-referrer"}};
  return answer;
}

std::int64_t draw_retry_after_s() {
  SystemRandom random;
  return draw_retry_after_ms(random) / kSecondMs;
}

void set_content(HttpAnswer& answer, std::string body, std::string_view type) {
  answer.set("Content-Type", std::string(type));
  answer.set_body(std::move(body));
}

void write_problem(HttpAnswer& answer, int status, std::string_view detail) {
  answer.status = status;
  answer.set(kCacheControl, "no-store");
  if (asks_to_wait(status)) answer.set("Retry-After", std::to_string(draw_retry_after_s()));
  set_content(answer, http_problem(status, detail), "application/problem+json");
}

// Pages must be asked for again, since they name the build; what carries the build in its address
// never changes.
std::string_view cache_control(const HttpRequest& request, const StaticFile& file) {
  const bool is_page = file.type.substr(0, 9) == "text/html";
  const Result<HttpQuery> query = parse_query(request.query());
  const bool names_build = query.ok() && !value_of(*query, "v").empty();
  return names_build && !is_page ? "public, max-age=31536000, immutable" : "no-cache";
}

void write_file(const HttpRequest& request, const StaticFile& file, HttpAnswer& answer) {
  answer.set("ETag", file.etag);
  answer.set("Vary", "Accept-Encoding");
  answer.set("Accept-Ranges", "none");
  answer.set(kCacheControl, std::string(cache_control(request, file)));
  if (file.encoding != Encoding::identity) {
    answer.set("Content-Encoding", file.encoding == Encoding::br ? "br" : "gzip");
  }
  answer.body = file.body;
  if (names_etag(request.list_of("If-None-Match"), file.etag)) {
    answer.status = http::kNotModified;
  } else {
    answer.set("Content-Type", std::string(file.type));
  }
}

bool is_reading(const HttpRequest& request) {
  return request.method == "GET" || request.method == "HEAD";
}

std::optional<std::string> header_of(const HttpRequest& request, std::string_view name) {
  if (!request.has(name)) return std::nullopt;
  return request.list_of(name);
}

HttpRequestForm form_of(const HttpRequest& request) {
  HttpRequestForm form;
  form.method = request.method == "HEAD" ? "GET" : request.method;
  form.target = request.target;
  form.body = request.body;
  form.client = request.peer;
  for (const HttpHeader& header : request.headers)
    take_header_line(form, header.name, header.value);
  return form;
}

void set_unless_empty(HttpAnswer& answer, std::string_view name, std::string_view value) {
  if (!value.empty()) answer.set(name, std::string(value));
}

void write_answer(Api::Answer& from, HttpAnswer& answer) {
  HttpResponseForm& form = from.form;
  answer.is_lost = from.loses_reply;
  answer.place = std::move(from.place);
  answer.status = form.status;
  answer.set(kCacheControl, "no-store");
  set_unless_empty(answer, "ETag", form.etag);
  set_unless_empty(answer, "Location", form.location);
  set_unless_empty(answer, "Allow", from.allow);
  if (form.replayed) answer.set("Idempotent-Replayed", "true");
  set_unless_empty(answer, "WWW-Authenticate", form.www_authenticate);
  const bool draws = form.retry_after_s == 0 && asks_to_wait(form.status);
  const std::int64_t retry_after_s = draws ? draw_retry_after_s() : form.retry_after_s;
  if (retry_after_s > 0) answer.set("Retry-After", std::to_string(retry_after_s));
  if (!form.content_type.empty()) set_content(answer, std::move(form.body), form.content_type);
}

// 0: from the first one.
Result<NoticeId> parse_last_event_id(const HttpRequest& request) {
  constexpr std::size_t kDigitsMax = 18;
  const std::string text(request.value_of("Last-Event-ID"));
  if (text.empty()) return NoticeId{0};
  const bool is_number =
      text.size() <= kDigitsMax && text.find_first_not_of("0123456789") == std::string::npos;
  if (is_number) return NoticeId{std::stoll(text)};
  return make_error(ErrorCode::bad_value, "Last-Event-ID is not an id that this stream has sent");
}

Error cannot_bind(int error, int port) {
  const std::string which = "port " + std::to_string(port);
  if (error == EADDRINUSE) {
    return make_error(ErrorCode::unavailable,
                      which + " is taken by another program; use another one: srl serve --port " +
                          std::to_string(port < 65535 ? port + 1 : port - 1));
  }
  if (error == EACCES) {
    return make_error(ErrorCode::unavailable,
                      which +
                          " is reserved for the system; use one from 1024 on: srl serve "
                          "--port 8080");
  }
  return make_error(ErrorCode::unavailable, which + " cannot be used: " + std::strerror(error));
}

}  // namespace

struct WebServer::Parts final : RequestHandler {
  Parts(const std::filesystem::path& site_folder, Api& served_api, DatabaseService& service,
        JsonLog& json_log, const StreamRules& rules)
      : files(site_folder),
        api(served_api),
        metrics(service.metrics()),
        log(json_log),
        streams(service, rules,
                [this](std::int64_t count) {
                  metrics.update(
                      [count](Metrics& registry) { registry.set(Metric::http_streams, count); });
                }),
        edge(*this) {}

  std::optional<HttpAnswer> admit(const HttpRequest& head) override;
  Lane lane_of(const HttpRequest& request) const override;
  HttpAnswer respond(const HttpRequest& request, std::chrono::milliseconds waited) override;
  HttpAnswer refuse(int status, std::string_view why) override;
  void on_shed(Shed reason) override;

  void fill_gauges(Metrics& registry) const;
  void count(std::string_view route, int status, std::int64_t took_ms, std::int64_t waited_ms);
  void answer_page(const HttpRequest& request, HttpAnswer& answer) const;
  void answer_stream(const HttpRequest& request, HttpAnswer& answer);
  void note_shed(std::string_view reason);
  void note_arrival(Metrics& registry);

  StaticFiles files;
  Api& api;
  SharedMetrics& metrics;
  LoadMeter load;  // under the metrics' lock
  RequestLog log;
  StreamHub streams;
  EdgeServer edge;  // last: its threads use all of the above
};

std::optional<HttpAnswer> WebServer::Parts::admit(const HttpRequest& head) {
  const std::optional<Denial> denial = deny(head, edge.port(), api.methods_of(head.path()));
  if (!denial) return std::nullopt;
  HttpAnswer answer = refuse(denial->status, denial->detail);
  set_unless_empty(answer, "Allow", denial->allow);
  return answer;
}

// A monitor that asks whether the process lives must not hear that it is busy, and a device that
// cannot sign in or refresh its tokens comes back with more requests, not fewer.
Lane WebServer::Parts::lane_of(const HttpRequest& request) const {
  if (request.path() == "/livez") return Lane::instant;
  const bool is_urgent = request.path() == "/readyz" || request.path().starts_with("/v1/auth/");
  return is_urgent ? Lane::urgent : Lane::normal;
}

// What was answered without being looked at: the log says that it was, and not what it wanted.
HttpAnswer WebServer::Parts::refuse(int status, std::string_view why) {
  const RequestLog::Entry entry = log.begin();
  log.refused(entry, status, why);
  metrics.update(
      [status](Metrics& registry) { registry.add(Metric::http_responses, status_class(status)); });
  HttpAnswer answer = new_answer(entry.request_id);
  write_problem(answer, status, why);
  return answer;
}

HttpAnswer WebServer::Parts::respond(const HttpRequest& request, std::chrono::milliseconds waited) {
  const auto began = std::chrono::steady_clock::now();
  metrics.update([this](Metrics& registry) { note_arrival(registry); });
  const RequestLog::Entry entry = log.begin();
  HttpAnswer answer = new_answer(entry.request_id);
  std::string_view route = kPageRoute;
  RequestFacts facts;
  if (request.path() == kStreamPath) {
    route = kStreamRoute;
    answer_stream(request, answer);
  } else if (std::optional<Api::Answer> from = api.handle(form_of(request))) {
    route = from->route;
    facts = std::move(from->facts);
    write_answer(*from, answer);
    if (is_reading(request) && !from->form.etag.empty() &&
        names_etag(request.list_of("If-None-Match"), from->form.etag)) {
      answer.status = http::kNotModified;
      answer.body.reset();
    }
  } else {
    answer_page(request, answer);
  }
  const auto took = std::chrono::steady_clock::now() - began;
  const auto took_ms = std::chrono::duration_cast<std::chrono::milliseconds>(took).count();
  count(route, answer.status, took_ms, waited.count());
  log.end(entry, request.list_of("traceparent"), facts,
          {request.method, route, answer.status, took_ms, waited.count()});
  return answer;
}

void WebServer::Parts::fill_gauges(Metrics& registry) const {
  registry.set(Metric::http_queue_depth, edge.requests_waiting());
  const std::int64_t busy = edge.threads_busy();
  registry.set(Metric::http_pool_threads, "busy", busy);
  registry.set(Metric::http_pool_threads, "free", edge.threads() - busy);
}

void WebServer::Parts::count(std::string_view route, int status, std::int64_t took_ms,
                             std::int64_t waited_ms) {
  const std::string_view status_name = status_class(status);
  metrics.update([&](Metrics& registry) {
    registry.observe(Metric::http_request_duration, route, status_name, took_ms);
    registry.observe(Metric::http_queue_wait, waited_ms);
    registry.add(Metric::http_responses, status_name);
  });
}

void WebServer::Parts::note_arrival(Metrics& registry) {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  const TimeMs now_ms = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  load.count(now_ms);
  registry.set(Metric::request_load, load.last_second(now_ms));
  registry.set(Metric::request_load_peak, load.peak_second());
  registry.set(Metric::request_load_peak_tenth, load.peak_tenth());
}

void WebServer::Parts::answer_page(const HttpRequest& request, HttpAnswer& answer) const {
  const std::string path = httplib::decode_path_component(std::string(request.path()));
  const bool is_embedded = path == kEmbedPath;
  const auto file = files.find(is_embedded ? "/" : path, request.list_of("Accept-Encoding"));
  if (!file) return write_problem(answer, 404, "there is no such file in the web app");
  if (is_embedded) answer.set(kContentSecurityPolicy, std::string(kRules) + "*");
  write_file(request, *file, answer);
}

// The answer has no end: the connection goes to the hub.
void WebServer::Parts::answer_stream(const HttpRequest& request, HttpAnswer& answer) {
  if (request.method != "GET") {
    answer.set("Allow", "GET");
    return write_problem(answer, 405, "this path takes GET");
  }
  const Result<NoticeId> last_notice = parse_last_event_id(request);
  if (!last_notice.ok()) return write_problem(answer, 400, last_notice.error().detail);
  if (!streams.has_room() || edge.is_busy()) {
    note_shed("streams");
    return write_problem(answer, 503,
                         "there are too many streams; GET /v1/sync/changes still answers");
  }
  StreamPlace place;
  place.notice = *last_notice;
  const Result<std::string> token = parse_authorization(header_of(request, "Authorization"));
  const Response opened =
      token.ok() ? streams.source().open(*token, place) : problem_response(token.error());
  if (opened.status != http::kOk) {
    Api::Answer refusal{to_http(opened), kStreamRoute};
    return write_answer(refusal, answer);
  }
  answer.set("Content-Type", "text/event-stream");
  answer.set("X-Accel-Buffering", "no");
  answer.set(kCacheControl, "no-store");
  const std::string head = endless_answer_head(answer, http_date(std::time(nullptr)));
  answer.new_owner = [this, place, head](Socket connection) {
    streams.add(std::move(connection), place, head);
  };
}

void WebServer::Parts::on_shed(Shed reason) {
  constexpr std::string_view kNames[] = {"queue", "connections", "memory"};
  note_shed(kNames[static_cast<std::size_t>(reason)]);
  metrics.update([this](Metrics& registry) { note_arrival(registry); });
}

void WebServer::Parts::note_shed(std::string_view reason) {
  metrics.update([reason](Metrics& registry) { registry.add(Metric::http_shed, reason); });
}

WebServer::WebServer(const std::filesystem::path& site_folder, Api& api, DatabaseService& service,
                     JsonLog& log, const StreamRules& streams)
    : parts_(std::make_unique<Parts>(site_folder, api, service, log, streams)) {
  api.set_gauges([parts = parts_.get()](Metrics& registry) { parts->fill_gauges(registry); });
}

WebServer::~WebServer() = default;

Status WebServer::bind(int port) {
  const int error = parts_->edge.listen(port);
  if (error != 0) return cannot_bind(error, port);
  return {};
}

int WebServer::port() const { return parts_->edge.port(); }

void WebServer::start_workers() { parts_->edge.start_workers(); }

bool WebServer::serve() { return parts_->edge.serve(); }

void WebServer::stop() {
  parts_->streams.stop();
  parts_->edge.stop();
}

}  // namespace srl
