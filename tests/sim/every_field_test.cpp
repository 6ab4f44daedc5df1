// SPDX-License-Identifier: MIT
// Each field of task_fields.def, by itself, all the way: set on the phone, written down in a
// history, stored, pushed, pulled by the laptop, and read from its disk again.
#include <string>

#include "support/full_fields.h"
#include "support/runs.h"

namespace srl {
namespace {

constexpr TimeMs kSetMs = 2 * kSecondMs;
constexpr TimeMs kKilledMs = 20 * kSecondMs;

TaskPatch patch_of(TaskField field) {
  TaskPatch patch;
  patch.mark(field);
  copy_field(patch.values, test::full_fields(), field);
  return patch;
}

History history_with(TaskField field) {
  History history = test::quiet_history(kReliablePreset, true);
  history.gestures.push_back(create_gesture(1, kPhone, "Before"));
  history.gestures.push_back(update_gesture(kSetMs, kPhone, 1, patch_of(field)));
  return history;
}

const TaskFields& only_row(World& world, std::string_view device) {
  const DeviceView& view = world.find_device(device)->view();
  REQUIRE(view.rows.size() == 1);
  return view.rows.begin()->second.fields;
}

}  // namespace

TEST_CASE("sim: each field that a person sets reaches the other device") {
  for_each_field([&](TaskField field) {
    if ((kChosenFields & field_bit(field)) == 0) return;
    CAPTURE(field_name(field));
    const Result<History> history = parse_history(dump_history(history_with(field)));
    REQUIRE_MESSAGE(history.ok(), (history.ok() ? "" : history.error().detail));
    CHECK(history->gestures[1].patch.values == history_with(field).gestures[1].patch.values);
    const std::unique_ptr<World> world = test::run_world(*history);
    for (const std::string_view device : {kPhone, kLaptop}) {
      CHECK(field_equal(only_row(*world, device), test::full_fields(), field));
    }
  });
}

TEST_CASE("sim: each field is on the device's disk") {
  for_each_field([&](TaskField field) {
    if ((kChosenFields & field_bit(field)) == 0) return;
    CAPTURE(field_name(field));
    History history = history_with(field);
    history.faults.push_back(test::fault_between("offline", 0, history.duration_ms));
    history.faults.push_back(test::fault_between("kill_app", kKilledMs, kKilledMs + kSecondMs));
    const std::unique_ptr<World> world = test::open_world(history);
    world->run_until(kKilledMs + 5 * kSecondMs);
    CHECK(field_equal(only_row(*world, kPhone), test::full_fields(), field));
  });
}

}  // namespace srl
