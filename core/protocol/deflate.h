// SPDX-License-Identifier: MIT
// Raw DEFLATE (RFC 1951) in memory: what makes a history short enough for a link. The same zlib is
// in both builds, so the same bytes come out.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace srl {

Result<std::string> deflate_raw(std::string_view bytes);

// Inflates piece by piece and stops with too_large as soon as there are more than
// `output_bytes_max` bytes: a small input can stand for a gigabyte. bad_value when the data is
// damaged, ends early, or does not end with the stream.
Result<std::string> inflate_raw(std::string_view bytes, std::size_t output_bytes_max);

}  // namespace srl
