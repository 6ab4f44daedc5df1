// SPDX-License-Identifier: MIT
// When the faults are over, every device shows exactly the rows that the service holds for the user
// who is signed in.
#include <algorithm>
#include <set>

#include "sim/promises/promise.h"

namespace srl {
namespace {

// Rows are compared by the gesture that created them and by what they show, not by id: a device
// may know a row under a handle of its own.
using Shape = std::multiset<std::pair<Intent, std::string>>;

std::pair<Intent, std::string> shape_of(Intent created_by, const TaskFields& fields) {
  std::string text;
  for_each_field([&](TaskField field) { text.append(field_text(fields, field)).append("\n"); });
  return {created_by, text};
}

Shape shape_of(const std::vector<Task>& rows) {
  Shape shape;
  for (const Task& task : rows) shape.insert(shape_of(task.created_by, task.fields));
  return shape;
}

// The quick way: the device has each row under the service's id, and nothing else. False proves
// nothing.
bool agrees_row_by_row(const DeviceView& view, const std::vector<Task>& service_rows) {
  return view.rows.size() == service_rows.size() &&
         std::equal(view.rows.begin(), view.rows.end(), service_rows.begin(),
                    [](const auto& shown, const Task& task) {
                      return shown.first == task.id && shown.second.created_by == task.created_by &&
                             shown.second.fields == task.fields;
                    });
}

std::optional<Finding> check_devices_agree(const OracleModel&, const OracleRest& rest) {
  for (const OracleRest::Shown& shown : rest.devices) {
    if (!shown.view->session.is_signed_in()) continue;
    const auto account = rest.accounts.find(shown.view->session.account);
    if (account == rest.accounts.end()) continue;
    const std::vector<Task>& rows = account->second.rows;
    if (agrees_row_by_row(*shown.view, rows)) continue;
    const Shape service = shape_of(rows);
    Shape device;
    for (const auto& [handle, row] : shown.view->rows) {
      device.insert(shape_of(row.created_by, row.fields));
    }
    if (device == service) continue;
    return Finding{kNoIntent, shown.device,
                   "the device shows " + std::to_string(device.size()) + " tasks, the server has " +
                       std::to_string(service.size()) +
                       (device.size() == service.size() ? ", and they differ" : "")};
  }
  return std::nullopt;
}

}  // namespace

const Promise& promise_devices_agree() {
  static const Promise kPromise = [] {
    Promise promise;
    promise.name = "devices_agree";
    promise.sentence = "In the end all devices show the same.";
    promise.failure_mode = "conflict";
    promise.kind = PromiseKind::liveness;
    promise.order = 8;
    promise.at_rest = check_devices_agree;
    return promise;
  }();
  return kPromise;
}

}  // namespace srl
