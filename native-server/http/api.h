// SPDX-License-Identifier: MIT
// Everything below /v1, and what operators ask: health and metrics. Text in, text out; sockets and
// headers that hold for every response are the web server's.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "adapters/database_service.h"
#include "adapters/stop_flag.h"
#include "http/admin_api.h"
#include "http/lab_faults.h"
#include "http/places.h"
#include "http/request_log.h"
#include "protocol/http_form.h"
#include "threads/mutex.h"

namespace srl {

// Answers that read, between the database and the event loop: there a list takes several times its
// bytes, and only the loop counts them.
inline constexpr std::ptrdiff_t kAnswersBuiltMax = 2 * kReadersMax;

// Requests with a large body: parsed JSON takes about ten times its bytes.
inline constexpr std::size_t kLargeBodyBytes = 64 * 1024;
inline constexpr std::ptrdiff_t kLargeBodiesMax = 8;

class Api {
 public:
  // With `lab`, clients may ask for faults, and look at jobs. All outlive it.
  Api(DatabaseService& service, JsonLog& log, bool lab)
      : service_(service), admin_(service), log_(log), has_lab_(lab) {}

  // Fills in the gauges of what lies before the API, at each scrape.
  void set_gauges(std::function<void(Metrics&)> gauges) { gauges_ = std::move(gauges); }

  struct Answer {
    HttpResponseForm form;
    std::string_view route;         // of the metrics
    std::string_view allow{};       // the header, where a method was not allowed
    bool loses_reply = false;       // the work is done, and the answer must not arrive
    RequestFacts facts{};           // for the log
    std::shared_ptr<void> place{};  // one of kAnswersBuiltMax
  };

  // Nothing for a path that is not the API's. May be called by many threads at once; blocks until
  // what it says is durable.
  std::optional<Answer> handle(const HttpRequestForm& form);

  // The header Allow of a path below /v1/; "" when there is no such path.
  std::string_view methods_of(std::string_view path) const;

  // What the lab makes wait goes on at once, now and later: the server stops.
  void stop() { stop_.set(); }

  // A tick of cron: the log says what came of it.
  void on_cron();

 private:
  Answer handle_service(const HttpRequestForm& form, std::string_view path);
  std::optional<Error> strike(const LabStrike& strike, const Request& request);
  Answer handle_lab(const HttpRequestForm& form);
  Answer handle_admin(const HttpRequestForm& form, std::string_view path);
  Answer run_worker(const HttpRequestForm& form);
  Answer add_fault(const HttpRequestForm& form);
  Answer ready();
  Answer metrics();

  DatabaseService& service_;
  AdminApi admin_;
  JsonLog& log_;
  std::function<void(Metrics&)> gauges_;
  bool has_lab_;
  LabFaults faults_;
  StopFlag stop_;
  Mutex desk_;  // of a slow server: one request after the other
  Places answers_built_{kAnswersBuiltMax};
  Places large_bodies_{kLargeBodiesMax};
};

// Answered by the web server: it has no end.
inline constexpr std::string_view kStreamPath = "/v1/sync/stream";

// The label of what is no route of the service: pages, health, the lab.
inline constexpr std::string_view kPageRoute = "page";

}  // namespace srl
