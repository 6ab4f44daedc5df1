// SPDX-License-Identifier: MIT
// What every web server has from the start: responses by status.
#include "policies/signals/signals_policy.h"

namespace srl {
namespace {

class HttpStatusOnly final : public SignalsPolicy {
 public:
  const PolicyInfo& info() const override {
    static const PolicyInfo kInfo{
        "http_status_only", "HTTP status only",
        "The server counts its responses by status, and nothing else is said.", 0};
    return kInfo;
  }
  SignalLevel level() const override { return SignalLevel::status; }
};

}  // namespace

const SignalsPolicy& signals_http_status_only() {
  static const HttpStatusOnly kPolicy;
  return kPolicy;
}

}  // namespace srl
