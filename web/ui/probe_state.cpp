// SPDX-License-Identifier: MIT
#include "ui/probe_state.h"

#include <cstdio>

#include "app/json_object.h"
#include "platform/live_outside.h"
#include "platform/platform.h"
#include "probe/bridge.h"

namespace srl::web::ui {

namespace {

Sandbox* shown_sandbox = nullptr;

void write_session(JsonObject& parent, const SessionView& sandbox) {
  JsonObject json(parent, "session");
  json.text("state", name_of(sandbox.state));
  json.text("email", sandbox.email);
  json.number("blocked_auth", static_cast<double>(sandbox.blocked_auth));
  json.number("blocked_review", static_cast<double>(sandbox.blocked_review));
  json.number("of_others", static_cast<double>(sandbox.of_others));
}

void write_device(JsonObject& parent, const DeviceHost& device) {
  JsonObject json(parent, device.name());
  const DeviceView& view = device.view();
  json.flag("online", device.is_online());
  json.flag("open", device.is_open());
  json.flag("running", device.is_running());
  json.number("rows", static_cast<double>(view.rows.size()));
  json.number("queued", static_cast<double>(view.queued));
  json.number("lost", static_cast<double>(view.lost.count));
  json.number("conflicts", static_cast<double>(view.conflicts.size()));
  json.text("claim", sync_claim_name(view.claim));
  write_session(json, view.session);
}

void write_service(JsonObject& parent, World& world) {
  JsonObject json(parent, "service");
  const Result<std::vector<Task>> rows = world.service_rows();
  json.number("rows", rows.ok() ? static_cast<double>(rows->size()) : -1);
  json.number("open_count", static_cast<double>(world.service().open_count()));
  json.number("idempotency_hits",
              static_cast<double>(world.metrics().total(Metric::idempotency_hits)));
}

void write_promises(JsonObject& parent, const World& world) {
  JsonObject json(parent, "promises");
  for (std::size_t i = 0; i < promises_in_order().size(); ++i) {
    json.text(promises_in_order()[i]->name,
              promise_status_name(world.oracle().verdicts()[i].status));
  }
}

void write_live_device(JsonObject& parent, const LiveDevice& device) {
  JsonObject json(parent, "device");
  const DeviceView& view = device.view();
  json.flag("online", view.online);
  json.text("claim", sync_claim_name(view.claim));
  json.number("queued", static_cast<double>(view.queued));
  json.number("conflicts", static_cast<double>(view.conflicts.size()));
  json.number("not_durable", static_cast<double>(view.not_durable));
  json.number("durable_batch", static_cast<double>(device.durable_batch()));
  write_session(json, view.session);
  {
    JsonObject notices(json, "notices");
    for (const ShownNotice& shown : device.notices().shown()) {
      notices.number(shown.notice.title, static_cast<double>(shown.times));
    }
  }
  JsonObject rows(json, "rows");
  for (const auto& [handle, row] : view.rows) {
    rows.text(row.fields.title, row_status_name(row.status));
  }
}

void write_live(JsonObject& parent) {
  const LiveMode& live = platform::live_mode();
  JsonObject json(parent, "live");
  json.text("stage", name_of(live.stage()));
  json.text("id", live.device_id());
  json.text("storage_refusal", live.storage_refusal());
  json.text("write_refusal", live.write_refusal());
  json.flag("server_answers", live.server().state() == ServerWatch::State::reachable);
  if (live.device() != nullptr) write_live_device(json, *live.device());
}

std::string state_json() {
  Sandbox& sandbox = *shown_sandbox;
  World& world = sandbox.world();
  char digest[20];
  std::snprintf(digest, sizeof digest, "%016llx", static_cast<unsigned long long>(world.digest()));
  std::string out;
  {
    JsonObject json(out);
    json.number("now_ms", static_cast<double>(sandbox.now_ms()));
    json.flag("playing", sandbox.is_playing());
    json.text("speed", speed_name(sandbox.speed()));
    json.text("preset", sandbox.preset());
    json.text("scenario", sandbox.narrative().name);
    json.text("link", sandbox.link());
    json.text("end", name_of(world.end()));
    json.text("digest", digest);
    json.number("frames", static_cast<double>(platform::frames_drawn()));
    {
      JsonObject devices(json, "devices");
      for (std::size_t i = 0; i < world.device_count(); ++i) write_device(devices, world.device(i));
    }
    write_service(json, world);
    if (platform::is_live_offered()) write_live(json);
    write_promises(json, world);
  }
  return out;
}

}  // namespace

void show_sandbox_to_probe(Sandbox& sandbox) {
  shown_sandbox = &sandbox;
  probe::set_state_source(state_json);
}

}  // namespace srl::web::ui
