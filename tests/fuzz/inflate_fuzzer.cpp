// SPDX-License-Identifier: MIT
// Compressed bytes out of a link: never more than is allowed comes out of them.
#include "fuzz/fuzz_targets.h"
#include "protocol/deflate.h"

namespace srl::test {
namespace {

constexpr std::size_t kUnpackedBytesMax = 256 * 1024;

std::string fault_in_packing(std::string_view bytes) {
  const Result<std::string> packed = deflate_raw(bytes);
  if (!packed.ok()) return "it is not packed: " + packed.error().detail;
  const Result<std::string> exact = inflate_raw(*packed, bytes.size());
  if (!exact.ok() || *exact != bytes) return "what was packed is unpacked otherwise";
  if (bytes.empty()) return "";
  const Result<std::string> cut = inflate_raw(*packed, bytes.size() - 1);
  const bool is_refused = !cut.ok() && cut.error().code == ErrorCode::too_large;
  return is_refused ? "" : "more is unpacked than is allowed";
}

}  // namespace

std::string fuzz_inflate(std::string_view bytes) {
  const std::string fault = fault_in_packing(bytes);
  if (!fault.empty()) return fault;
  const Result<std::string> unpacked = inflate_raw(bytes, kUnpackedBytesMax);
  if (!unpacked.ok()) return unpacked.error().detail.empty() ? "an error says nothing" : "";
  if (unpacked->size() > kUnpackedBytesMax) return "more is unpacked than is allowed";
  return fault_in_packing(*unpacked);
}

}  // namespace srl::test
