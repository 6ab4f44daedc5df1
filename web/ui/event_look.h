// SPDX-License-Identifier: MIT
// How events, actors and outcomes look, the same in every panel.
#pragma once

#include <string_view>

#include "observe/event_log.h"
#include "sim/oracle.h"
#include "ui/theme.h"
#include "ui/widgets/icons.h"

namespace srl::web::ui {

Tone event_tone(const Event& event);
Icon actor_icon(std::string_view actor_name);

Tone outcome_tone(IntentOutcome outcome);
Icon outcome_icon(IntentOutcome outcome);

Tone promise_tone(PromiseStatus status);

}  // namespace srl::web::ui
