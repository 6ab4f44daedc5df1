// SPDX-License-Identifier: MIT
#include "ui/run_view.h"

namespace srl::web::ui {

const RunView& run_view(const Sandbox& sandbox) {
  static RunView view;
  static std::uint64_t seen_revision = 0;
  if (seen_revision != sandbox.revision()) {
    seen_revision = sandbox.revision();
    view.record.follow(sandbox.world().log(), sandbox.future());
    view.trace.follow(view.record);
  }
  return view;
}

}  // namespace srl::web::ui
