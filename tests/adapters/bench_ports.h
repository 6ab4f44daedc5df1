// SPDX-License-Identifier: MIT
// What both ways to the database hand the service, for a test: no secrets, no mails, no log.
#pragma once

#include <doctest/doctest.h>

#include <atomic>
#include <memory>
#include <string>

#include "adapters/group_writer.h"
#include "adapters/json_log.h"
#include "adapters/log_mailer.h"
#include "adapters/shared_metrics.h"
#include "adapters/system_clock.h"
#include "base/random.h"
#include "policies/catalog.h"
#include "sim/pretend_crypto.h"

namespace srl::test {

struct CountingRandom final : RandomSource {
  std::uint64_t next(RandomPurpose) override { return mix64(++counter); }
  std::uint64_t counter = 0;
};

class BenchPorts {
 public:
  ServicePorts ports() {
    return {clock_,  random_, metrics_,     policies_, crypto_,
            mailer_, rules_,  lifetime_ms_, *log_,     "epoch"};
  }

 private:
  SystemClock clock_;
  CountingRandom random_;
  SharedMetrics metrics_;
  Policies policies_ = policies_of_preset(kReliablePreset).value();
  std::uint64_t crypto_counter_ = 0;
  PretendCrypto crypto_{1, crypto_counter_};
  NoMailer mailer_;
  SignInRules rules_;
  std::atomic<DurationMs> lifetime_ms_{kAccessLifetimeMs};
  std::unique_ptr<JsonLog> log_ = std::move(JsonLog::open(std::string(JsonLog::kOff)).value());
};

inline std::unique_ptr<ServiceDatabase> open_service_database(const std::string& path) {
  Result<std::unique_ptr<ServiceDatabase>> opened = ServiceDatabase::open(path);
  REQUIRE(opened.ok());
  return std::move(opened.value());
}

}  // namespace srl::test
