// SPDX-License-Identifier: MIT
#include "protocol/deflate.h"

#include <zlib.h>

#include <algorithm>
#include <climits>

namespace srl {
namespace {

constexpr int kRawWindowBits = -15;  // the largest window; negative: neither header nor checksum
constexpr int kMemoryLevel = 8;      // zlib's default
constexpr std::size_t kPieceBytes = 16 * 1024;

// zlib counts in 32 bits and never writes through its input pointer.
Status set_input(z_stream& stream, std::string_view bytes) {
  if (bytes.size() > UINT_MAX) return make_error(ErrorCode::too_large, "more than 4 GB");
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  return {};
}

// Appends one piece of what `step` (deflate or inflate) writes; returns its verdict.
template <class Step>
int append_piece(std::string& output, std::size_t bytes_max, z_stream& stream, Step step) {
  const std::size_t before = output.size();
  output.resize(before + bytes_max);
  stream.next_out = reinterpret_cast<Bytef*>(&output[before]);
  stream.avail_out = static_cast<uInt>(bytes_max);
  const int verdict = step(stream);
  output.resize(before + bytes_max - stream.avail_out);
  return verdict;
}

struct Inflater {
  z_stream stream{};
  bool ready = inflateInit2(&stream, kRawWindowBits) == Z_OK;
  ~Inflater() { inflateEnd(&stream); }
};

struct Deflater {
  z_stream stream{};
  bool ready = deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kRawWindowBits, kMemoryLevel,
                            Z_DEFAULT_STRATEGY) == Z_OK;
  ~Deflater() { deflateEnd(&stream); }
};

Error out_of_memory() { return make_error(ErrorCode::unavailable, "zlib found no memory"); }

}  // namespace

Result<std::string> deflate_raw(std::string_view bytes) {
  Deflater deflater;
  if (!deflater.ready) return out_of_memory();
  if (Status input = set_input(deflater.stream, bytes); !input.ok()) return input.error();
  std::string output;
  int verdict = Z_OK;
  while (verdict == Z_OK) {
    verdict = append_piece(output, kPieceBytes, deflater.stream,
                           [](z_stream& stream) { return deflate(&stream, Z_FINISH); });
  }
  if (verdict != Z_STREAM_END) return out_of_memory();
  return output;
}

Result<std::string> inflate_raw(std::string_view bytes, std::size_t output_bytes_max) {
  Inflater inflater;
  if (!inflater.ready) return out_of_memory();
  if (Status input = set_input(inflater.stream, bytes); !input.ok()) return input.error();
  std::string output;
  int verdict = Z_OK;
  while (verdict == Z_OK) {
    // One byte more than allowed tells "exactly at the limit" from "over it".
    const std::size_t room = std::min(output_bytes_max - output.size(), kPieceBytes - 1) + 1;
    verdict = append_piece(output, room, inflater.stream,
                           [](z_stream& stream) { return inflate(&stream, Z_NO_FLUSH); });
    if (output.size() > output_bytes_max) {
      return make_error(ErrorCode::too_large, "unpacked it has more than the " +
                                                  std::to_string(output_bytes_max) +
                                                  " bytes that are allowed");
    }
  }
  if (verdict == Z_MEM_ERROR) return out_of_memory();
  if (verdict == Z_BUF_ERROR) {
    return make_error(ErrorCode::bad_value,
                      "the compressed data ends too early: a part is missing");
  }
  if (verdict != Z_STREAM_END) {
    return make_error(ErrorCode::bad_value, "the compressed data is damaged");
  }
  if (inflater.stream.avail_in > 0) {
    return make_error(ErrorCode::bad_value, "something follows the end of the compressed data");
  }
  return output;
}

}  // namespace srl
