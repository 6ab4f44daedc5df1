// SPDX-License-Identifier: MIT
// Writing a history: short, because links carry it. What is as it would be anyway is left out.
#include "base/random.h"
#include "policies/catalog.h"
#include "protocol/json_value.h"
#include "sim/history.h"
#include "sim/promises/promise.h"

namespace srl {
namespace {

void put_integer(Json::Object& object, const char* key, std::int64_t value, std::int64_t fallback) {
  if (value != fallback) object[key] = Json(value);
}
void put_text(Json::Object& object, const char* key, const std::string& value) {
  if (!value.empty()) object[key] = Json(value);
}
void put_list(Json::Object& object, const char* key, Json::Array list) {
  if (!list.empty()) object[key] = Json(std::move(list));
}

Json::Object patch_to_json(const TaskPatch& patch) {
  Json::Object object;
  const TaskFields& values = patch.values;
  if (patch.has(TaskField::title)) object["title"] = Json(values.title);
  if (patch.has(TaskField::description)) object["description"] = Json(values.description);
  if (patch.has(TaskField::begins_at)) object["begins_at"] = Json(values.begins_at);
  if (patch.has(TaskField::duration_min)) object["duration_min"] = Json(values.duration_min);
  if (patch.has(TaskField::priority)) object["priority"] = Json(priority_name(values.priority));
  if (patch.has(TaskField::tags)) {
    object["tags"] = Json(Json::Array(values.tags.begin(), values.tags.end()));
  }
  if (patch.has(TaskField::completed)) object["completed"] = Json(values.completed);
  if (patch.has(TaskField::remind_at)) object["remind_at"] = Json(values.remind_at);
  return object;
}

Json gesture_to_json(const Gesture& gesture) {
  Json::Object object;
  object["at"] = Json(gesture.at_ms);
  put_text(object, "actor", gesture.device);
  object["do"] = Json(gesture_kind_name(gesture.kind));
  Json::Object args = patch_to_json(gesture.patch);
  if (gesture.task != kNoIntent) args["task"] = Json(gesture_name(gesture.task));
  put_integer(args, "copy", gesture.copy, 1);
  put_text(args, "email", gesture.email);
  put_text(args, "code", gesture.code);
  put_text(args, "device", gesture.target);
  put_text(args, "unsent", std::string(unsent_answer_name(gesture.unsent)));
  if (gesture.kind == GestureKind::resolve_conflict) {
    args["keep"] = Json(conflict_side_name(gesture.keep));
    Json::Array fields;
    for_each_field([&](TaskField field) {
      if ((gesture.mine_fields & field_bit(field)) != 0) fields.push_back(Json(field_name(field)));
    });
    put_list(args, "mine", std::move(fields));
  }
  if (gesture.kind == GestureKind::switch_policy) {
    args["decision"] = Json(decision_name(gesture.decision));
    args["policy"] = Json(gesture.policy);
  }
  if (!args.empty()) object["args"] = Json(std::move(args));
  return Json(std::move(object));
}

Json fault_to_json(const FaultSpec& spec) {
  Json::Object object;
  object["fault"] = Json(spec.fault);
  put_text(object, "device", spec.device);
  put_text(object, "route", spec.route);
  if (spec.op != kNoIntent) object["op"] = Json(gesture_name(spec.op));
  put_integer(object, "from", spec.from_ms, 0);
  put_integer(object, "until", spec.until_ms, 0);
  put_integer(object, "nth", spec.nth, 0);
  put_integer(object, "count", spec.count, 0);
  put_integer(object, "probability_ppm", static_cast<std::int64_t>(spec.probability_ppm),
              static_cast<std::int64_t>(kPpm));
  put_integer(object, "delay_ms", spec.delay_ms, 0);
  put_integer(object, "amount", spec.amount, 0);
  put_integer(object, "statement", spec.statement, 0);
  return Json(std::move(object));
}

Json::Object narrative_to_json(const Narrative& narrative) {
  Json::Object object;
  put_text(object, "name", narrative.name);
  put_text(object, "title", narrative.title);
  put_text(object, "failure_mode", narrative.failure_mode);
  put_text(object, "summary", narrative.summary);
  Json::Array captions;
  for (const Caption& caption : narrative.captions) {
    Json::Object one;
    one["at"] = Json(caption.at_ms);
    one["text"] = Json(caption.text);
    captions.push_back(Json(std::move(one)));
  }
  put_list(object, "captions", std::move(captions));
  put_list(object, "broken_when_naive",
           Json::Array(narrative.broken_when_naive.begin(), narrative.broken_when_naive.end()));
  return object;
}

Json::Object safeguards_to_json(const History& history) {
  Json::Object object;
  const Result<Safeguards> standard = preset(history.preset);
  for (int i = 0; i < kDecisionCount; ++i) {
    const auto decision = static_cast<Decision>(i);
    const bool same = standard.ok() && (*standard)[decision] == history.safeguards[decision];
    if (!same) object[std::string(decision_name(decision))] = Json(history.safeguards[decision]);
  }
  return object;
}

}  // namespace

std::string dump_history(const History& history, int indent) {
  Json::Object object;
  object["format"] = Json(kHistoryFormat);
  object["seed"] = Json(static_cast<std::int64_t>(history.seed));
  object["preset"] = Json(history.preset);
  if (Json::Object safeguards = safeguards_to_json(history); !safeguards.empty()) {
    object["safeguards"] = Json(std::move(safeguards));
  }
  const Limits standard;
  Json::Object limits;
  put_integer(limits, "push_operations", history.limits.push_operations_max,
              standard.push_operations_max);
  put_integer(limits, "pull_rows", history.limits.pull_rows_max, standard.pull_rows_max);
  put_integer(limits, "tombstones_kept_ms", history.limits.tombstones_kept_ms,
              standard.tombstones_kept_ms);
  put_integer(limits, "list_rows", history.limits.list_rows_max, standard.list_rows_max);
  if (!limits.empty()) object["limits"] = Json(std::move(limits));
  put_list(object, "devices", Json::Array(history.devices.begin(), history.devices.end()));
  put_integer(object, "duration", history.duration_ms, 0);
  Json::Array gestures;
  for (const Gesture& gesture : history.gestures) gestures.push_back(gesture_to_json(gesture));
  put_list(object, "gestures", std::move(gestures));
  Json::Array faults;
  for (const FaultSpec& fault : history.faults) faults.push_back(fault_to_json(fault));
  put_list(object, "faults", std::move(faults));
  if (Json::Object narrative = narrative_to_json(history.narrative); !narrative.empty()) {
    object["narrative"] = Json(std::move(narrative));
  }
  return dump_json(Json(std::move(object)), indent);
}

}  // namespace srl
