// SPDX-License-Identifier: MIT
#include "service/retry_after.h"

#include "base/http_status.h"

namespace srl {
namespace {}  // namespace

DurationMs draw_retry_after_ms(RandomSource& random) {
  constexpr auto kWidthMs = static_cast<std::uint64_t>(kRetryAfterMostMs - kRetryAfterLeastMs);
  const std::uint64_t word = random.next(RandomPurpose::jitter);
  return kRetryAfterLeastMs + static_cast<DurationMs>(word % (kWidthMs + 1));
}

bool asks_to_wait(int status) {
  return status == http::kTooManyRequests || status == http::kServiceUnavailable;
}

void add_retry_after(Response& response, RandomSource& random) {
  auto* problem = std::get_if<Problem>(&response.body);
  if (problem == nullptr || !asks_to_wait(response.status)) return;
  if (problem->retry_after_ms == 0) problem->retry_after_ms = draw_retry_after_ms(random);
}

}  // namespace srl
