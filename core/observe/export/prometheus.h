// SPDX-License-Identifier: MIT
// The registry in Prometheus' text format 0.0.4. Every series of every metric is there from the
// start, zero or not: a rate over a series that appears late misses its first increment. A metric
// whose name ends in _seconds is converted from the registry's milliseconds.
#pragma once

#include <string>
#include <string_view>

#include "observe/exposure.h"

namespace srl {

inline constexpr std::string_view kPrometheusContentType =
    "text/plain; version=0.0.4; charset=utf-8";

// Without what `exposure` hides. `build_labels` are those of srl_build_info, as the format writes
// them: the one metric whose labels are no closed set.
std::string to_prometheus(const Metrics& metrics, const Exposure& exposure = Exposure(),
                          std::string_view build_labels = {});

}  // namespace srl
