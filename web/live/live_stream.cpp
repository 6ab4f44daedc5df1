// SPDX-License-Identifier: MIT
#include "live/live_stream.h"

#include <algorithm>

#include "live/live_settings.h"
#include "protocol/http_auth.h"

namespace srl::web {

Status LiveStream::start() {
  Result<std::string> last = load_last_notice(database_);
  if (!last.ok()) return last.error();
  last_id_ = std::move(*last);
  return {};
}

void LiveStream::open(const std::string& access_token) {
  state_ = State::open;
  reader_.clear();
  ports_.stream.open_stream(format_authorization(access_token), last_id_);
  ports_.alarms.set(Alarm::stream, kStreamSilenceMaxMs);
}

void LiveStream::close() {
  if (state_ == State::open) ports_.stream.close_stream();
  if (state_ != State::idle) ports_.alarms.cancel(Alarm::stream);
  state_ = State::idle;
}

std::vector<StreamEvent> LiveStream::on_text(std::string_view text) {
  if (state_ != State::open) return {};
  retry_ms_ = kStreamRetryMs;
  ports_.alarms.set(Alarm::stream, kStreamSilenceMaxMs);
  return reader_.take(text);
}

// Half of the delay is drawn: a server that comes back is not met by all its devices at once.
void LiveStream::on_end() {
  if (state_ != State::open) return;
  state_ = State::waiting;
  const auto half = static_cast<std::uint64_t>(retry_ms_ / 2);
  const std::uint64_t drawn = ports_.random.next(RandomPurpose::jitter) % (half + 1);
  ports_.alarms.set(Alarm::stream, retry_ms_ / 2 + static_cast<DurationMs>(drawn));
  retry_ms_ = std::min(2 * retry_ms_, kStreamRetryMaxMs);
}

void LiveStream::on_alarm() {
  if (state_ == State::open) ports_.stream.close_stream();
  state_ = State::idle;
}

void LiveStream::note_seen(const std::string& id) {
  last_id_ = id;
  (void)save_last_notice(database_, id);  // what cannot be kept holds for as long as the page
}

}  // namespace srl::web
