// SPDX-License-Identifier: MIT
// What a device is told over its event stream, as text (WHATWG HTML §9.2, server-sent events).
#pragma once

#include <string>

#include "service/inbox_store.h"

namespace srl {

// Of the first lines: how long to wait before coming again.
std::string stream_opening();
// A poke: the account's counter is there now. The data comes by pull.
std::string change_event(std::int64_t seq);
std::string reminder_event(const StoredNotice& stored);
// The last thing that a device hears of a session that has ended.
std::string revoked_event();
// Nothing: so that both ends notice when the other is gone.
std::string heartbeat();

}  // namespace srl
