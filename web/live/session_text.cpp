// SPDX-License-Identifier: MIT
#include "live/session_text.h"

#include "base/limits.h"
#include "protocol/auth_json.h"

namespace srl::web {

std::string session_text(const Session& session) {
  return dump_json(to_json(SessionResponse{session}));
}

Session parse_session(std::string_view text) {
  const Result<Json> json = parse_json(text, kRequestBytesMax);
  if (!json.ok()) return {};
  Status complaint;
  const JsonReader reader(*json, complaint);
  Session session = read_session_response(reader).session;
  return complaint.ok() ? session : Session{};
}

}  // namespace srl::web
