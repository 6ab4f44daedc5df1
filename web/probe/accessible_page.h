// SPDX-License-Identifier: MIT
// The way between the session and the page's accessible view: public/accessible.js calls the
// functions that accessible_page.cpp exports.
#pragma once

#include "app/lab_session.h"

namespace srl::web::probe {

// `session` must live as long as the page.
void show_session_to_page(LabSession& session);

}  // namespace srl::web::probe
