// SPDX-License-Identifier: MIT
// Writing a history: short, because links carry it. What is as it would be anyway is left out.
#include <map>

#include "base/random.h"
#include "policies/catalog.h"
#include "protocol/task_json.h"
#include "sim/history.h"
#include "sim/promises/promise.h"

namespace srl {
namespace {

void put_integer(JsonWriter& json, const char* key, std::int64_t value, std::int64_t fallback) {
  if (value != fallback) json.member(key, value);
}

void put_text(JsonWriter& json, const char* key, std::string_view value) {
  if (!value.empty()) json.member(key, value);
}

void put_texts(JsonWriter& json, const char* key, const std::vector<std::string>& list) {
  if (list.empty()) return;
  json.key(key);
  json.list(list, [&](const std::string& text) { json.value(text); });
}

// `members(json)` writes them; none, and there is no object.
template <class Members>
void put_object(JsonWriter& json, const char* key, const Members& members) {
  std::string text;
  JsonWriter scratch(text);
  members(scratch);
  if (text.empty()) return;
  json.key(key);
  json.begin_object();
  members(json);
  json.end_object();
}

void put_mine(JsonWriter& json, const Gesture& gesture) {
  json.key("mine");
  json.begin_list();
  for_each_field([&](TaskField field) {
    if ((gesture.mine_fields & field_bit(field)) != 0) json.value(field_name(field));
  });
  json.end_list();
}

// The task's fields and the other arguments, in the order of their names.
void put_arguments(JsonWriter& json, const Gesture& gesture) {
  FieldWriter fields(json, gesture.patch.values, gesture.patch.present & kChosenFields);
  const auto put = [&](const char* key, bool is_there, auto value) {
    if (!is_there) return;
    fields.write_before(key);
    json.member(key, value);
  };
  const bool resolves = gesture.kind == GestureKind::resolve_conflict;
  const bool switches = gesture.kind == GestureKind::switch_policy;
  const std::string_view unsent = unsent_answer_name(gesture.unsent);
  put("code", !gesture.code.empty(), std::string_view(gesture.code));
  put("copy", gesture.copy != 1, std::int64_t{gesture.copy});
  put("decision", switches, decision_name(gesture.decision));
  put("device", !gesture.target.empty(), std::string_view(gesture.target));
  put("email", !gesture.email.empty(), std::string_view(gesture.email));
  put("keep", resolves, name_of(gesture.keep));
  if (resolves && gesture.mine_fields != 0) {
    fields.write_before("mine");
    put_mine(json, gesture);
  }
  put("policy", switches, std::string_view(gesture.policy));
  put("task", gesture.task != kNoIntent, std::string_view(gesture_name(gesture.task)));
  put("unsent", !unsent.empty(), unsent);
  fields.write_rest();
}

void write_json(JsonWriter& json, const Gesture& gesture) {
  json.begin_object();
  put_text(json, "actor", gesture.device);
  put_object(json, "args", [&](JsonWriter& args) { put_arguments(args, gesture); });
  json.member("at", gesture.at_ms);
  json.member("do", name_of(gesture.kind));
  json.end_object();
}

void write_json(JsonWriter& json, const FaultSpec& spec) {
  json.begin_object();
  put_integer(json, "amount", spec.amount, 0);
  put_integer(json, "count", spec.count, 0);
  put_integer(json, "delay_ms", spec.delay_ms, 0);
  put_text(json, "device", spec.device);
  json.member("fault", spec.fault);
  put_integer(json, "from", spec.from_ms, 0);
  put_integer(json, "nth", spec.nth, 0);
  if (spec.op != kNoIntent) json.member("op", gesture_name(spec.op));
  put_integer(json, "probability_ppm", static_cast<std::int64_t>(spec.probability_ppm),
              static_cast<std::int64_t>(kPpm));
  put_text(json, "route", spec.route);
  put_integer(json, "statement", spec.statement, 0);
  put_integer(json, "until", spec.until_ms, 0);
  json.end_object();
}

void write_json(JsonWriter& json, const Caption& caption) {
  json.begin_object();
  json.member("at", caption.at_ms);
  json.member("text", caption.text);
  json.end_object();
}

template <class List>
void put_list(JsonWriter& json, const char* key, const List& list) {
  if (list.empty()) return;
  json.key(key);
  json.list(list, [&](const auto& one) { write_json(json, one); });
}

void put_limits(JsonWriter& json, const Limits& limits) {
  const Limits standard;
  put_integer(json, "list_rows", limits.list_rows_max, standard.list_rows_max);
  put_integer(json, "pull_rows", limits.pull_rows_max, standard.pull_rows_max);
  put_integer(json, "push_operations", limits.push_operations_max, standard.push_operations_max);
  put_integer(json, "tombstones_kept_ms", limits.tombstones_kept_ms, standard.tombstones_kept_ms);
}

void put_narrative(JsonWriter& json, const Narrative& narrative) {
  put_texts(json, "broken_when_naive", narrative.broken_when_naive);
  put_list(json, "captions", narrative.captions);
  put_text(json, "failure_mode", narrative.failure_mode);
  put_text(json, "name", narrative.name);
  put_text(json, "summary", narrative.summary);
  put_text(json, "title", narrative.title);
}

// Those that differ from the preset's.
void put_safeguards(JsonWriter& json, const History& history) {
  const Result<Safeguards> standard = preset(history.preset);
  std::map<std::string_view, std::string_view> others;
  for (int i = 0; i < kCountOf<Decision>; ++i) {
    const auto decision = static_cast<Decision>(i);
    const bool same = standard.ok() && (*standard)[decision] == history.safeguards[decision];
    if (!same) others[decision_name(decision)] = history.safeguards[decision];
  }
  for (const auto& [decision, policy] : others) json.member(decision, policy);
}

}  // namespace

std::string dump_history(const History& history, int indent) {
  std::string text;
  JsonWriter json(text, indent);
  json.begin_object();
  put_texts(json, "devices", history.devices);
  put_integer(json, "duration", history.duration_ms, 0);
  put_list(json, "faults", history.faults);
  json.member("format", std::int64_t{kHistoryFormat});
  put_list(json, "gestures", history.gestures);
  put_object(json, "limits", [&](JsonWriter& limits) { put_limits(limits, history.limits); });
  put_object(json, "narrative",
             [&](JsonWriter& narrative) { put_narrative(narrative, history.narrative); });
  json.member("preset", history.preset);
  put_object(json, "safeguards", [&](JsonWriter& others) { put_safeguards(others, history); });
  json.member("seed", static_cast<std::int64_t>(history.seed));
  json.end_object();
  return text;
}

}  // namespace srl
