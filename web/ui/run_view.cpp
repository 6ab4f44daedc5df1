// SPDX-License-Identifier: MIT
#include "ui/run_view.h"

namespace srl::web::ui {

const RunView& run_view(const LabSession& session) {
  static RunView view;
  static std::uint64_t seen_revision = 0;
  if (seen_revision != session.revision()) {
    seen_revision = session.revision();
    view.record.follow(session.world().log(), session.future());
    view.trace.follow(view.record);
  }
  return view;
}

}  // namespace srl::web::ui
