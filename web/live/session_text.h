// SPDX-License-Identifier: MIT
// A session as the text that a browser keeps: the JSON of the answer that brought it.
#pragma once

#include <string>
#include <string_view>

#include "model/session.h"

namespace srl::web {

std::string session_text(const Session& session);

// Nobody's, when the text is none of ours.
Session parse_session(std::string_view text);

}  // namespace srl::web
