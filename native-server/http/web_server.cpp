// SPDX-License-Identifier: MIT
#include "http/web_server.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <string>

#include "base/limits.h"
#include "adapters/system_random.h"
#include "http/connection_server.h"
#include "http/connection_stream.h"
#include "http/http_problem.h"
#include "http/request_log.h"
#include "http/request_headers.h"
#include "http/static_files.h"
#include "protocol/http_auth.h"
#include "service/load_meter.h"
#include "service/retry_after.h"

namespace srl {
namespace {

using Http = httplib::Server;

constexpr char kLoopback[] = "127.0.0.1";
constexpr char kAnyPath[] = ".*";
constexpr std::string_view kApiPrefix = "/v1/";
constexpr std::string_view kStreamPath = "/v1/sync/stream";
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

httplib::Headers headers_of_every_response() {
  return {{kContentSecurityPolicy, std::string(kRules) + "'none'"},
          {"X-Content-Type-Options", "nosniff"},
          {"Referrer-Policy", "no-referrer"}};
}

void refuse(httplib::Response& response, int status, const std::string& detail) {
  response.status = status;
  response.set_header(kCacheControl, "no-store");
  response.set_content(http_problem(status, detail), "application/problem+json");
}

// Pages must be asked for again, since they name the build; what carries the build in its address
// never changes.
std::string_view cache_control(const httplib::Request& request, const StaticFile& file) {
  const bool is_page = file.type.substr(0, 9) == "text/html";
  const bool names_build = !request.get_param_value("v").empty();
  return names_build && !is_page ? "public, max-age=31536000, immutable" : "no-cache";
}

void send(const httplib::Request& request, StaticFile file, httplib::Response& response) {
  response.set_header("ETag", file.etag);
  response.set_header("Vary", "Accept-Encoding");
  response.set_header("Accept-Ranges", "none");
  response.set_header(kCacheControl, std::string(cache_control(request, file)));
  if (file.encoding != Encoding::identity) {
    response.set_header("Content-Encoding", file.encoding == Encoding::br ? "br" : "gzip");
  }
  if (names_etag(request.get_header_value("If-None-Match"), file.etag)) {
    response.status = 304;
    // The library would say 0; a 304 states the length of what it does not send, or nothing.
    response.set_header("Content-Length", std::to_string(file.body.size()));
    return;
  }
  response.status = 200;
  response.set_content(std::move(file.body), std::string(file.type));
}

bool is_reading(const httplib::Request& request) {
  return request.method == "GET" || request.method == "HEAD";
}

bool is_writing(const httplib::Request& request) {
  return request.method == "POST" || request.method == "PATCH" || request.method == "DELETE";
}

std::optional<std::string> header_of(const httplib::Request& request, const char* name) {
  if (!request.has_header(name)) return std::nullopt;
  return request.get_header_value(name);
}

// Two of them are none: the specification has nobody choose.
std::string traceparent_of(const httplib::Request& request) {
  constexpr const char* kName = "traceparent";
  return request.get_header_value_count(kName) == 1 ? request.get_header_value(kName) : "";
}

HttpRequestForm form_of(const httplib::Request& request) {
  HttpRequestForm form;
  form.method = request.method == "HEAD" ? "GET" : request.method;
  form.target = request.target;
  form.body = request.body;
  form.idempotency_key = header_of(request, "Idempotency-Key");
  form.if_match = header_of(request, "If-Match");
  form.authorization = header_of(request, "Authorization");
  form.traceparent = traceparent_of(request);
  return form;
}

void set_unless_empty(httplib::Response& response, const char* name, std::string_view value) {
  if (!value.empty()) response.set_header(name, std::string(value));
}

std::int64_t draw_retry_after_s() {
  SystemRandom random;
  return draw_retry_after_ms(random) / kSecondMs;
}

void write_answer(Api::Answer& answer, httplib::Response& response) {
  HttpResponseForm& form = answer.form;
  if (answer.loses_reply && current_stream() != nullptr) current_stream()->lose_reply();
  response.status = form.status;
  response.set_header(kCacheControl, "no-store");
  set_unless_empty(response, "ETag", form.etag);
  set_unless_empty(response, "Location", form.location);
  set_unless_empty(response, "Allow", answer.allow);
  if (form.replayed) response.set_header("Idempotent-Replayed", "true");
  set_unless_empty(response, "WWW-Authenticate", form.www_authenticate);
  const bool draws = form.retry_after_s == 0 && asks_to_wait(form.status);
  const std::int64_t retry_after_s = draws ? draw_retry_after_s() : form.retry_after_s;
  if (retry_after_s > 0) response.set_header("Retry-After", std::to_string(retry_after_s));
  if (!form.content_type.empty()) response.set_content(std::move(form.body), form.content_type);
}

void append_headers(std::string& head, const httplib::Headers& headers) {
  for (const auto& [name, value] : headers) head += name + ": " + value + "\r\n";
}

// An answer that ends with its connection.
std::string stream_head(const std::string& request_id) {
  std::string head =
      "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/event-stream\r\n"
      "X-Accel-Buffering: no\r\n";
  head.append(kCacheControl).append(": no-store\r\n");
  head.append(kRequestId).append(": ").append(request_id).append("\r\n");
  append_headers(head, headers_of_every_response());
  return head + "\r\n";
}

// 0: from the first one.
Result<NoticeId> parse_last_event_id(const httplib::Request& request) {
  constexpr std::size_t kDigitsMax = 18;
  const std::string text = header_of(request, "Last-Event-ID").value_or("");
  if (text.empty()) return NoticeId{0};
  const bool is_number =
      text.size() <= kDigitsMax && text.find_first_not_of("0123456789") == std::string::npos;
  if (is_number) return NoticeId{std::stoll(text)};
  return make_error(ErrorCode::bad_value, "Last-Event-ID is no id that this stream has sent");
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

// The library's choice, SO_REUSEPORT, lets two servers share a port, each answering now and then.
void set_socket_options(int socket) {
  const int on = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
}

}  // namespace

struct WebServer::Parts {
  Parts(const std::filesystem::path& site_folder, Api& served_api, DatabaseService& service,
        JsonLog& json_log, const StreamRules& rules)
      : files(site_folder),
        api(served_api),
        metrics(service.metrics()),
        log(json_log),
        streams(service, rules, [this](std::int64_t count) {
          metrics.update(
              [count](Metrics& registry) { registry.set(Metric::http_streams, count); });
        }) {}

  void set_up();
  std::string refusal(int status, std::string_view why);
  void fill_gauges(Metrics& registry) const;

  bool is_admitted(const httplib::Request& request, httplib::Response& response) const;
  bool has_good_origin(const httplib::Request& request, httplib::Response& response) const;
  bool has_good_method(const httplib::Request& request, httplib::Response& response) const;
  void answer(const httplib::Request& request, httplib::Response& response);
  void turn_away(httplib::Response& response);
  void count_response(int status);
  void count(std::string_view route, int status, std::int64_t took_ms, std::int64_t waited_ms);
  void answer_page(const httplib::Request& request, httplib::Response& response) const;
  void answer_stream(const httplib::Request& request, httplib::Response& response);
  void note_shed(Shed reason);

  void note_arrival(Metrics& registry);

  StaticFiles files;
  Api& api;
  SharedMetrics& metrics;
  LoadMeter load;  // under the metrics' lock
  RequestLog log;
  int port = 0;
  StreamHub streams;
  ConnectionServer http;  // last: its threads use all of the above
};

void WebServer::Parts::set_up() {
  http.set_tcp_nodelay(true);  // without it a small answer on a kept connection takes 40 ms
  http.set_socket_options(set_socket_options);
  http.set_payload_max_length(kRequestBytesMax);
  http.set_keep_alive_timeout(std::chrono::seconds(kIdleTimeout).count());
  http.set_default_headers(headers_of_every_response());
  http.set_refusal([this](int status, std::string_view why) { return refusal(status, why); });
  http.set_on_shed([this](Shed reason) {
    note_shed(reason);
    metrics.update([this](Metrics& registry) { note_arrival(registry); });
  });
  // Before the library's own routing and before it reads a body: what is not admitted, and what
  // has none. The rest comes back through the routes below, with its body.
  http.set_pre_routing_handler([this](const httplib::Request& request,
                                      httplib::Response& response) {
    if (!is_admitted(request, response)) {
      turn_away(response);
      return Http::HandlerResponse::Handled;
    }
    if (!is_reading(request)) return Http::HandlerResponse::Unhandled;
    answer(request, response);
    return Http::HandlerResponse::Handled;
  });
  const auto with_body = [this](const httplib::Request& request, httplib::Response& response) {
    answer(request, response);
  };
  http.Post(kAnyPath, with_body);
  http.Patch(kAnyPath, with_body);
  http.Delete(kAnyPath, with_body);
  // What the library refuses by itself has no body yet.
  http.set_error_handler([this](const httplib::Request&, httplib::Response& response) {
    if (response.body.empty()) refuse(response, response.status, "");
    if (!response.has_header(kRequestId)) turn_away(response);
    return Http::HandlerResponse::Handled;
  });
  http.set_exception_handler([](const httplib::Request&, httplib::Response& response,
                                const std::exception_ptr&) { refuse(response, 500, ""); });
}

void WebServer::Parts::fill_gauges(Metrics& registry) const {
  const auto free = static_cast<std::int64_t>(kThreadsMax) - http.threads_busy();
  registry.set(Metric::http_queue_depth, http.requests_waiting());
  registry.set(Metric::http_pool_threads, "busy", http.threads_busy());
  registry.set(Metric::http_pool_threads, "free", std::max<std::int64_t>(free, 0));
}

// What was answered without being looked at: the log says that it was, and not what it wanted.
void WebServer::Parts::turn_away(httplib::Response& response) {
  const RequestLog::Entry entry = log.begin();
  response.set_header(kRequestId, entry.request_id);
  log.refused(entry, response.status, httplib::status_message(response.status));
  count_response(response.status);
}

void WebServer::Parts::count_response(int status) {
  metrics.update([status](Metrics& registry) {
    registry.add(Metric::http_responses, status_class(status));
  });
}

// A whole answer as text, for what never reaches the library.
std::string WebServer::Parts::refusal(int status, std::string_view why) {
  const RequestLog::Entry entry = log.begin();
  log.refused(entry, status, why);
  count_response(status);
  const std::string body = http_problem(status, why);
  std::string text = "HTTP/1.1 " + std::to_string(status) + " " + httplib::status_message(status);
  text += "\r\nConnection: close\r\nContent-Type: application/problem+json\r\nContent-Length: ";
  text += std::to_string(body.size()) + "\r\n" + kCacheControl + ": no-store\r\n";
  text.append(kRequestId).append(": ").append(entry.request_id).append("\r\n");
  if (asks_to_wait(status)) {
    text += "Retry-After: " + std::to_string(draw_retry_after_s()) + "\r\n";
  }
  append_headers(text, headers_of_every_response());
  return text + "\r\n" + body;
}

bool WebServer::Parts::is_admitted(const httplib::Request& request,
                                   httplib::Response& response) const {
  if (request.get_header_value_count("Host") != 1) {
    refuse(response, 400, "there must be one Host header");
    return false;
  }
  if (!is_own_host(request.get_header_value("Host"), port)) {
    refuse(response, 421,
           "this server answers to localhost:" + std::to_string(port) + " and " + kLoopback + ":" +
               std::to_string(port) + " only");
    return false;
  }
  return has_good_method(request, response) && has_good_origin(request, response);
}

bool WebServer::Parts::has_good_method(const httplib::Request& request,
                                       httplib::Response& response) const {
  const bool is_api = request.path.starts_with(kApiPrefix);
  const bool is_known = is_reading(request) || (is_api && is_writing(request));
  if (is_known) return true;
  const std::string methods(is_api ? allowed_methods(request.path) : "GET, HEAD");
  if (methods.empty()) {
    refuse(response, 404, "there is nothing at this path");
    return false;
  }
  response.set_header("Allow", methods);
  refuse(response, 405, "this path takes " + methods);
  return false;
}

// Any page that the visitor has open can send requests here. Browsers name the page in Origin, and
// let it send JSON to another origin only when that one agrees, which this one never does.
bool WebServer::Parts::has_good_origin(const httplib::Request& request,
                                       httplib::Response& response) const {
  const bool is_api = request.path.starts_with(kApiPrefix);
  if (is_api && request.has_header("Origin") &&
      !is_own_origin(request.get_header_value("Origin"), port)) {
    refuse(response, 403, "pages of other origins may not use the service");
    return false;
  }
  const bool has_body = is_writing(request) && request.method != "DELETE";
  if (has_body && !is_json(request.get_header_value("Content-Type"))) {
    refuse(response, 415, "send Content-Type: application/json");
    return false;
  }
  return true;
}

void WebServer::Parts::answer(const httplib::Request& request, httplib::Response& response) {
  const auto began = std::chrono::steady_clock::now();
  metrics.update([this](Metrics& registry) { note_arrival(registry); });
  const RequestLog::Entry entry = log.begin();
  response.set_header(kRequestId, entry.request_id);
  std::string_view route = kPageRoute;
  RequestFacts facts;
  if (request.path == kStreamPath) {
    route = kStreamRoute;
    answer_stream(request, response);
  } else if (std::optional<Api::Answer> answer = api.handle(form_of(request))) {
    route = answer->route;
    facts = std::move(answer->facts);
    write_answer(*answer, response);
    if (is_reading(request) && !answer->form.etag.empty() &&
        names_etag(request.get_header_value("If-None-Match"), answer->form.etag)) {
      response.status = 304;
      response.body.clear();
    }
  } else {
    answer_page(request, response);
  }
  const auto took = std::chrono::steady_clock::now() - began;
  const auto took_ms = std::chrono::duration_cast<std::chrono::milliseconds>(took).count();
  const ConnectionStream* stream = current_stream();
  const std::int64_t waited_ms = stream == nullptr ? 0 : stream->waited().count();
  count(route, response.status, took_ms, waited_ms);
  log.end(entry, traceparent_of(request), facts,
          {request.method, route, response.status, took_ms, waited_ms});
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

void WebServer::Parts::answer_page(const httplib::Request& request,
                                   httplib::Response& response) const {
  const bool is_embedded = request.path == kEmbedPath;
  auto file =
      files.find(is_embedded ? "/" : request.path, request.get_header_value("Accept-Encoding"));
  if (!file) return refuse(response, 404, "there is no such file in the web app");
  if (is_embedded) {
    response.headers.erase(kContentSecurityPolicy);
    response.set_header(kContentSecurityPolicy, std::string(kRules) + "*");
  }
  send(request, std::move(*file), response);
}

// The answer has no end: the connection goes to the hub, and this thread to the next request.
void WebServer::Parts::answer_stream(const httplib::Request& request,
                                     httplib::Response& response) {
  if (request.method != "GET") {
    response.set_header("Allow", "GET");
    return refuse(response, 405, "this path takes GET");
  }
  const Result<NoticeId> last_notice = parse_last_event_id(request);
  if (!last_notice.ok()) return refuse(response, 400, last_notice.error().detail);
  if (!streams.has_room() || http.is_busy()) {
    note_shed(Shed::streams);
    response.set_header("Retry-After", std::to_string(draw_retry_after_s()));
    return refuse(response, 503, "there are too many streams; GET /v1/sync/changes still answers");
  }
  StreamPlace place;
  place.notice = *last_notice;
  const Result<std::string> token = parse_authorization(header_of(request, "Authorization"));
  const Response opened =
      token.ok() ? streams.source().open(*token, place) : problem_response(token.error());
  if (opened.status != 200) {
    Api::Answer refusal{to_http(opened), kStreamRoute};
    return write_answer(refusal, response);
  }
  response.status = 200;
  const std::string request_id = response.get_header_value(kRequestId);
  current_stream()->hand_over([this, place, request_id](ConnectionPtr connection) {
    streams.add(std::move(connection), place, stream_head(request_id));
  });
}

void WebServer::Parts::note_shed(Shed reason) {
  constexpr std::string_view kNames[] = {"queue", "connections", "streams"};
  const std::string_view name = kNames[static_cast<std::size_t>(reason)];
  metrics.update([name](Metrics& registry) { registry.add(Metric::http_shed, name); });
}

WebServer::WebServer(const std::filesystem::path& site_folder, Api& api, DatabaseService& service,
                     JsonLog& log, const StreamRules& streams)
    : parts_(std::make_unique<Parts>(site_folder, api, service, log, streams)) {
  parts_->set_up();
  api.set_gauges([parts = parts_.get()](Metrics& registry) { parts->fill_gauges(registry); });
}

WebServer::~WebServer() = default;

Status WebServer::bind(int port) {
  errno = 0;
  const int bound = port == 0 ? parts_->http.bind_to_any_port(kLoopback)
                              : (parts_->http.bind_to_port(kLoopback, port) ? port : -1);
  if (bound < 0) return cannot_bind(errno, port);
  parts_->port = bound;
  return {};
}

int WebServer::port() const { return parts_->port; }

bool WebServer::serve() { return parts_->http.listen_after_bind(); }

void WebServer::stop() {
  parts_->http.wait_until_ready();  // before that, the library forgets that it was asked to stop
  parts_->streams.stop();
  parts_->http.stop();
}

}  // namespace srl
