// SPDX-License-Identifier: MIT
// The tables of the server's panel, one for each kind of thing that its database holds.
#pragma once

#include <string>

#include "app/service_state.h"
#include "ui/ui_context.h"
#include "ui/widgets/draw_text.h"

namespace srl::web::ui {

inline constexpr TextStyle kServiceText = kSmallText;

// What its clients write (service_data.cpp)
void draw_rows(const ServiceState& state, ImVec2 size);
void draw_ledger(const UiContext& context, const ServiceState& state, ImVec2 size);
void draw_sessions(const UiContext& context, const ServiceState& state, ImVec2 size);
void draw_conflicts(const ServiceState& state);
void draw_stamps(const UiContext& context, const ServiceState& state);
// Only a policy that keeps operation ids has anything to look a repeat up in.
bool has_ledger(const UiContext& context, const ServiceState& state);

// Background work (service_work.cpp)
void draw_jobs_summary(UiContext& context, const JobsState& state);  // in a line, with a way out
void draw_jobs(const UiContext& context, const JobsState& state);
void draw_slots(const UiContext& context, const JobsState& state);
void draw_deliveries(const UiContext& context, const JobsState& state);

}  // namespace srl::web::ui
