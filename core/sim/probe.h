// SPDX-License-Identifier: MIT
// Counts how often a run reached each of the rare states of probe.def.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

namespace srl {

enum class Probe : std::uint8_t {
#define PROBE(name, sentence) name,
#include "sim/probe.def"
#undef PROBE
};

inline constexpr std::string_view kProbeNames[] = {
#define PROBE(name, sentence) #name,
#include "sim/probe.def"
#undef PROBE
};
inline constexpr std::size_t kProbeCount = std::size(kProbeNames);

class Probes {
 public:
  void reached(Probe probe) { ++counts_[static_cast<std::size_t>(probe)]; }
  std::int64_t count(std::size_t probe) const { return counts_[probe]; }
  std::int64_t count(Probe probe) const { return counts_[static_cast<std::size_t>(probe)]; }

 private:
  std::array<std::int64_t, kProbeCount> counts_{};
};

}  // namespace srl
