// SPDX-License-Identifier: MIT
#include "http/web_server.h"

#include <cerrno>
#include <cstring>
#include <string>

#include "http/http_library.h"
#include "http/http_problem.h"
#include "http/request_headers.h"
#include "http/static_files.h"

namespace srl {
namespace {

using Http = httplib::Server;

constexpr char kLoopback[] = "127.0.0.1";
constexpr std::size_t kThreads = 8;
constexpr std::size_t kThreadsMax = 64;  // a connection holds a thread while it is kept alive
constexpr std::size_t kConnectionsWaitingMax = 512;
constexpr std::size_t kBodyBytesMax = 64 * 1024;  // nothing here has a body: enough to refuse it

constexpr char kContentSecurityPolicy[] = "Content-Security-Policy";
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
  explicit Parts(const std::filesystem::path& site_folder) : files(site_folder) {}

  void set_up();
  void answer(const httplib::Request& request, httplib::Response& response) const;
  bool is_admitted(const httplib::Request& request, httplib::Response& response) const;

  StaticFiles files;
  Http http;
  int port = 0;
};

void WebServer::Parts::set_up() {
  http.set_tcp_nodelay(true);  // without it a small answer on a kept connection takes 40 ms
  http.set_socket_options(set_socket_options);
  http.set_payload_max_length(kBodyBytesMax);
  http.set_default_headers(headers_of_every_response());
  http.new_task_queue = [] {
    return new httplib::ThreadPool(kThreads, kThreadsMax, kConnectionsWaitingMax);
  };
  // Before the library's own routing: one entry for every method and path.
  http.set_pre_routing_handler(
      [this](const httplib::Request& request, httplib::Response& response) {
        answer(request, response);
        return Http::HandlerResponse::Handled;
      });
  // What the library refuses by itself has no body yet.
  http.set_error_handler([](const httplib::Request&, httplib::Response& response) {
    if (response.body.empty()) refuse(response, response.status, "");
    return Http::HandlerResponse::Handled;
  });
  http.set_exception_handler([](const httplib::Request&, httplib::Response& response,
                                const std::exception_ptr&) { refuse(response, 500, ""); });
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
  if (request.method != "GET" && request.method != "HEAD") {
    response.set_header("Allow", "GET, HEAD");
    refuse(response, 405, "only GET and HEAD are answered here");
    return false;
  }
  return true;
}

void WebServer::Parts::answer(const httplib::Request& request, httplib::Response& response) const {
  if (!is_admitted(request, response)) return;
  if (request.path == "/livez") {
    response.status = 200;
    response.set_header(kCacheControl, "no-store");
    response.set_content("ok\n", "text/plain; charset=utf-8");
    return;
  }
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

WebServer::WebServer(const std::filesystem::path& site_folder)
    : parts_(std::make_unique<Parts>(site_folder)) {
  parts_->set_up();
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
  parts_->http.stop();
}

}  // namespace srl
