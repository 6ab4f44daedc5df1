// SPDX-License-Identifier: MIT
#include "app/accessible_view.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "app/accessible_device.h"
#include "app/json_object.h"
#include "app/promise_board.h"
#include "app/sim_device.h"
#include "app/verdict.h"
#include "app/wording.h"
#include "policies/catalog.h"

namespace srl::web {
namespace {

// ---------------------------------------------------------------------------------------- what it
// says

void write_device(JsonArray& devices, Sandbox& sandbox, std::string_view name) {
  JsonObject json(devices);
  json.text("name", name);
  json.text("title", device_title(name));
  json.flag("is_second", name == kLaptop);
  const DeviceHost* device = sandbox.world().find_device(name);
  const bool is_open = device != nullptr && device->is_open();
  json.flag("open", is_open);
  if (device != nullptr) write_reminders(json, SimDevice(sandbox, std::string(name)));
  if (!is_open) return;
  json.flag("running", device->is_running());
  json.flag("offline", sandbox.is_offline(name));
  write_task_app(json, SimDevice(sandbox, std::string(name)));
}

void write_devices(JsonObject& parent, Sandbox& sandbox) {
  JsonArray devices(parent, "devices");
  write_device(devices, sandbox, kPhone);
  write_device(devices, sandbox, kLaptop);
  const World& world = sandbox.world();
  for (std::size_t i = 0; i < world.device_count(); ++i) {
    const std::string& name = world.device(i).name();
    if (name != kPhone && name != kLaptop) write_device(devices, sandbox, name);
  }
}

void write_promises(JsonObject& parent, const World& world) {
  const std::vector<PromiseVerdict>& verdicts = world.oracle().verdicts();
  parent.text("promise_summary", promise_summary(count_promises(verdicts)));
  JsonArray promises(parent, "promises");
  for (std::size_t i = 0; i < promises_in_order().size(); ++i) {
    const bool broken = verdicts[i].status == PromiseStatus::broken;
    JsonObject json(promises);
    json.text("sentence", promises_in_order()[i]->sentence);
    json.text("word", promise_word(verdicts[i].status));
    json.flag("broken", broken);
    json.text("finding", broken ? verdicts[i].finding.text : "");
  }
}

void write_presets(JsonObject& parent, const Sandbox& sandbox) {
  JsonArray presets(parent, "presets");
  for (const std::string_view name : preset_names()) {
    JsonObject json(presets);
    json.text("name", name);
    json.text("title", preset_title(name));
    json.flag("chosen", name == sandbox.preset());
  }
}

// ---------------------------------------------------------------------------------------- what it
// does

using Act = Status (*)(Sandbox&, const AccessibleCommand&);

struct AccessibleAct {
  std::string_view name;
  Act act;
};

constexpr AccessibleAct kAccessibleActs[] = {
    {"play",
     [](Sandbox& sandbox, const AccessibleCommand&) {
       sandbox.play_or_pause();
       return Status();
     }},
    {"restart",
     [](Sandbox& sandbox, const AccessibleCommand&) {
       sandbox.restart();
       return Status();
     }},
    {"preset", [](Sandbox& sandbox,
                  const AccessibleCommand& command) { return sandbox.set_preset(command.value); }},
    {"second_device",
     [](Sandbox& sandbox, const AccessibleCommand& command) {
       sandbox.set_second_device(command.value == "on");
       return Status();
     }},
    {"expiry", [](Sandbox& sandbox, const AccessibleCommand& command) {
       sandbox.set_fault("expire_token", "", command.value == "on");
       return Status();
     }}};

}  // namespace

std::string accessible_view(Sandbox& sandbox) {
  const Verdict verdict = verdict_of(sandbox.world());
  std::string out;
  {
    JsonObject json(out);
    json.text("mode", "sandbox");
    json.text("scenario", sandbox.narrative().title);
    json.text("caption", sandbox.caption());
    json.text("clock", format_clock(sandbox.now_ms()));
    json.flag("playing", sandbox.is_playing());
    json.text("verdict", verdict.title);
    json.text("verdict_text", verdict.text);
    json.flag("broken", verdict.kind == VerdictKind::broken);
    json.flag("expiry", sandbox.is_fault_on("expire_token", ""));
    write_presets(json, sandbox);
    write_devices(json, sandbox);
    write_promises(json, sandbox.world());
  }
  return out;
}

Status perform(Sandbox& sandbox, const AccessibleCommand& command) {
  const auto found =
      std::find_if(std::begin(kAccessibleActs), std::end(kAccessibleActs),
                   [&](const AccessibleAct& act) { return act.name == command.name; });
  if (found != std::end(kAccessibleActs)) return found->act(sandbox, command);
  SimDevice device(sandbox, std::string(command.device));
  return perform_on_device(device, command);
}

}  // namespace srl::web
