// SPDX-License-Identifier: MIT
// Reading a history: a stranger's link as well as our own file, so everything is checked here and
// nothing later.
#include <algorithm>

#include "base/limits.h"
#include "base/random.h"
#include "policies/catalog.h"
#include "protocol/json_document.h"
#include "sim/faults/fault.h"
#include "sim/history.h"
#include "sim/object_reader.h"
#include "sim/promises/promise.h"

namespace srl {
namespace {

constexpr std::size_t kDevicesMax = 8;
constexpr std::int64_t kIntegerMax = 1'000'000'000'000;
constexpr std::int64_t kCopyMax = 1'000;

// A field's value. One function for each type of field.
void read_value(ObjectReader& reader, const TaskFieldInfo& field, std::string& value) {
  value = reader.text(field.name, static_cast<std::size_t>(field.max));
}
void read_value(ObjectReader& reader, const TaskFieldInfo& field, std::int64_t& value) {
  value = reader.integer(field.name, 0, 0, std::min(field.max, kIntegerMax));
}
void read_value(ObjectReader& reader, const TaskFieldInfo& field, bool& value) {
  value = reader.boolean(field.name);
}
void read_value(ObjectReader& reader, const TaskFieldInfo& field, Priority& value) {
  const Result<Priority> priority = parse_priority(reader.text(field.name, kHistoryNameBytesMax));
  if (!priority.ok()) return reader.complain(field.name, priority.error().detail);
  value = *priority;
}
void read_value(ObjectReader& reader, const TaskFieldInfo& field, std::vector<std::string>& value) {
  const auto count_max = static_cast<std::size_t>(field.max);
  reader.each(field.name, count_max, [&](const JsonNode& tag, const std::string&) {
    if (!tag.text()) return reader.complain(field.name, "a tag is a text");
    value.emplace_back(*tag.text());
  });
  normalize_tags(value);
}

void read_patch(ObjectReader& reader, TaskPatch& patch) {
  for_each_field([&](TaskField field) {
    const TaskFieldInfo& info = info_of(field);
    const bool is_chosen = (kChosenFields & field_bit(field)) != 0;
    if (!is_chosen || reader.member(info.name) == nullptr) return;
    patch.mark(field);
    visit_field(field, [&](auto member) { read_value(reader, info, patch.values.*member); });
  });
}

void check_device(ObjectReader& reader, std::string_view key, const std::string& name) {
  if (name.empty()) return reader.complain(key, "the device's name is missing");
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
  if (!plain) reader.complain(key, "a device's name has small letters, digits, - and _ only");
}

void read_choice(ObjectReader& args, Gesture& gesture) {
  const Result<ConflictSide> side = parse_conflict_side(args.text("keep", kHistoryNameBytesMax));
  if (!side.ok()) return args.complain("keep", side.error().detail, side.error().code);
  gesture.keep = *side;
  args.each("mine", kTaskFieldCount, [&](const JsonNode& name, const std::string&) {
    const std::string text(name.text().value_or(""));
    const std::optional<TaskField> field = find_task_field(text);
    if (!field) return args.complain("mine", "a task has no field \"" + text + "\"");
    gesture.mine_fields |= field_bit(*field);
  });
}

void read_session_args(ObjectReader& args, Gesture& gesture) {
  if (gesture.kind == GestureKind::request_code) {
    gesture.email = args.text("email", kEmailBytesMax);
    if (gesture.email.empty()) args.complain("email", "whom does the code go to?");
  }
  if (gesture.kind == GestureKind::enter_code) gesture.code = args.text("code", kCodeBytesMax);
  if (gesture.kind == GestureKind::revoke_session) {
    gesture.target = args.text("device", kHistoryNameBytesMax);
    check_device(args, "device", gesture.target);
  }
  if (gesture.kind == GestureKind::sign_out) {
    const std::string answer = args.text("unsent", kHistoryNameBytesMax);
    if (answer == unsent_answer_name(UnsentAnswer::keep)) {
      gesture.unsent = UnsentAnswer::keep;
    } else if (answer == unsent_answer_name(UnsentAnswer::discard)) {
      gesture.unsent = UnsentAnswer::discard;
    } else if (!answer.empty()) {
      args.complain("unsent", "unsent work is kept (keep) or goes (discard)");
    }
  }
}

void read_gesture_args(ObjectReader& args, Gesture& gesture) {
  const bool names_task =
      gesture.kind == GestureKind::update_task || gesture.kind == GestureKind::delete_task ||
      gesture.kind == GestureKind::remind_tomorrow || gesture.kind == GestureKind::resolve_conflict;
  if (names_task) {
    gesture.task = args.gesture("task");
    if (gesture.task == kNoIntent) args.complain("task", "which task? Write \"g\" and a number");
    gesture.copy = static_cast<int>(args.integer("copy", 1, 1, kCopyMax));
  }
  if (gesture.kind == GestureKind::create_task || gesture.kind == GestureKind::update_task) {
    read_patch(args, gesture.patch);
    if (gesture.kind == GestureKind::create_task) gesture.patch.mark(TaskField::title);
    if (gesture.patch.empty()) args.complain("", "the gesture changes no field");
    if (const Status valid = validate(gesture.patch); !valid.ok()) {
      args.complain("", valid.error().detail, valid.error().code);
    }
  }
  read_session_args(args, gesture);
  if (gesture.kind == GestureKind::resolve_conflict) read_choice(args, gesture);
  if (gesture.kind == GestureKind::switch_policy) {
    const Result<Decision> decision = parse_decision(args.text("decision", kHistoryNameBytesMax));
    gesture.policy = args.text("policy", kHistoryNameBytesMax);
    if (!decision.ok()) return args.complain("decision", decision.error().detail);
    gesture.decision = *decision;
    Safeguards probe = preset(kReliablePreset).value();
    probe[gesture.decision] = gesture.policy;
    const Result<Policies> known = resolve(probe);
    if (!known.ok()) args.complain("policy", known.error().detail, ErrorCode::unknown_name);
  }
}

Gesture read_gesture(const JsonNode& json, const std::string& place, Status& complaint) {
  ObjectReader reader(json, place, complaint);
  Gesture gesture;
  gesture.at_ms = reader.integer("at", 0, 0, kRunTimeMax);
  gesture.device = reader.text("actor", kHistoryNameBytesMax);
  const Result<GestureKind> kind = parse_gesture_kind(reader.text("do", kHistoryNameBytesMax));
  if (kind.ok()) {
    gesture.kind = *kind;
  } else {
    reader.complain("do", kind.error().detail, kind.error().code);
  }
  const bool is_on_a_device =
      gesture.kind != GestureKind::switch_policy && gesture.kind != GestureKind::redrive;
  if (is_on_a_device) check_device(reader, "actor", gesture.device);
  const JsonNode* args_json = reader.member("args");
  const std::string args_place = place + "/args";
  ObjectReader args = args_json != nullptr ? ObjectReader(*args_json, args_place, complaint)
                                           : ObjectReader(args_place, complaint);
  read_gesture_args(args, gesture);
  args.finish();
  reader.finish();
  return gesture;
}

FaultSpec read_fault(const JsonNode& json, const std::string& place, Status& complaint) {
  ObjectReader reader(json, place, complaint);
  FaultSpec spec;
  spec.fault = reader.text("fault", kHistoryNameBytesMax);
  const Fault* kind = find_fault(spec.fault);
  if (kind == nullptr) {
    std::string names;
    for (const Fault* fault : faults_in_order()) {
      names.append(names.empty() ? "" : ", ").append(fault->name);
    }
    reader.complain("fault", "there is no fault \"" + spec.fault + "\"; there are: " + names,
                    ErrorCode::unknown_name);
  }
  spec.device = reader.text("device", kHistoryNameBytesMax);
  spec.route = reader.text("route", kHistoryNameBytesMax);
  spec.op = reader.gesture("op");
  spec.from_ms = reader.integer("from", 0, 0, kRunTimeMax);
  spec.until_ms = reader.integer("until", 0, 0, kRunTimeMax);
  if (spec.until_ms != 0 && spec.until_ms < spec.from_ms) {
    reader.complain("until", "the fault ends before it begins");
  }
  spec.nth = reader.integer("nth", 0, 0, kIntegerMax);
  spec.count = reader.integer("count", 0, 0, kIntegerMax);
  spec.probability_ppm = static_cast<std::uint64_t>(
      reader.integer("probability_ppm", kPpm, 0, static_cast<std::int64_t>(kPpm)));
  spec.delay_ms = reader.integer("delay_ms", 0, 0, kDayMs);
  spec.amount = reader.integer("amount", 0, 0, kind == nullptr ? 0 : kind->amount_max);
  spec.statement = reader.integer("statement", 0, 0, kIntegerMax);
  reader.finish();
  return spec;
}

void read_safeguards(ObjectReader& reader, History& history, Status& complaint) {
  history.preset = reader.text("preset", kHistoryNameBytesMax);
  if (history.preset.empty()) history.preset = kNaivePreset;
  if (const Status known = apply_preset(history, history.preset); !known.ok()) {
    reader.complain("preset", known.error().detail, known.error().code);
    return;
  }
  const JsonNode* overrides = reader.member("safeguards");
  if (overrides == nullptr) return;
  ObjectReader safeguards(*overrides, reader.place() + "/safeguards", complaint);
  for (int i = 0; i < kCountOf<Decision>; ++i) {
    const auto decision = static_cast<Decision>(i);
    const std::string policy = safeguards.text(decision_name(decision), kHistoryNameBytesMax);
    if (!policy.empty()) history.safeguards[decision] = policy;
  }
  safeguards.finish();
  const Result<Policies> known = resolve(history.safeguards);
  if (!known.ok()) safeguards.complain("", known.error().detail, known.error().code);
}

void read_limits(ObjectReader& reader, Limits& limits, Status& complaint) {
  const JsonNode* json = reader.member("limits");
  if (json == nullptr) return;
  ObjectReader inner(*json, reader.place() + "/limits", complaint);
  const Limits most;
  limits.push_operations_max =
      inner.integer("push_operations", most.push_operations_max, 1, most.push_operations_max);
  limits.pull_rows_max = inner.integer("pull_rows", most.pull_rows_max, 1, most.pull_rows_max);
  limits.list_rows_max = inner.integer("list_rows", most.list_rows_max, 1, most.list_rows_max);
  limits.tombstones_kept_ms =
      inner.integer("tombstones_kept_ms", most.tombstones_kept_ms, 1, most.tombstones_kept_ms);
  inner.finish();
}

void read_narrative(ObjectReader& reader, Narrative& narrative, Status& complaint) {
  const JsonNode* json = reader.member("narrative");
  if (json == nullptr) return;
  ObjectReader inner(*json, reader.place() + "/narrative", complaint);
  narrative.name = inner.text("name", kHistoryNameBytesMax);
  narrative.title = inner.text("title", kTitleBytesMax);
  narrative.failure_mode = inner.text("failure_mode", kHistoryNameBytesMax);
  narrative.summary = inner.text("summary", kDescriptionBytesMax);
  inner.each("captions", kCaptionsMax, [&](const JsonNode& caption, const std::string& place) {
    ObjectReader one(caption, place, complaint);
    narrative.captions.push_back(
        {one.integer("at", 0, 0, kRunTimeMax), one.text("text", kDescriptionBytesMax)});
    one.finish();
  });
  const std::vector<const Promise*>& promises = promises_in_order();
  inner.each("broken_when_naive", promises.size(), [&](const JsonNode& name, const std::string&) {
    const std::string text(name.text().value_or(""));
    const bool known = std::any_of(promises.begin(), promises.end(),
                                   [&](const Promise* promise) { return promise->name == text; });
    if (!known) inner.complain("broken_when_naive", "there is no promise \"" + text + "\"");
    narrative.broken_when_naive.push_back(text);
  });
  inner.finish();
}

// A gesture names a task by a gesture that exists, and that creates one.
void check_references(const History& history, Status& complaint) {
  for (std::size_t i = 0; i < history.gestures.size() && complaint.ok(); ++i) {
    const Intent task = history.gestures[i].task;
    if (task == kNoIntent) continue;
    const bool creates = task <= history.gestures.size() &&
                         history.gestures[task - 1].kind == GestureKind::create_task;
    if (creates) continue;
    complaint = make_error(ErrorCode::bad_value, "/gestures/" + std::to_string(i) +
                                                     "/args/task: " + gesture_name(task) +
                                                     " is not a gesture that creates a task");
  }
}

}  // namespace

Result<History> parse_history(std::string_view json_text) {
  Result<JsonDocument> json = parse_json(json_text, kHistoryBytesMax);
  if (!json.ok()) return json.error();
  Status complaint;
  ObjectReader reader(json->root(), "", complaint);
  History history;
  if (reader.integer("format", 0, 0, kIntegerMax) != kHistoryFormat) {
    reader.complain("format", "this build reads format 1 only");
  }
  history.seed = static_cast<std::uint64_t>(reader.integer("seed", 1, 0, INT64_MAX));
  read_safeguards(reader, history, complaint);
  read_limits(reader, history.limits, complaint);
  reader.each("devices", kDevicesMax, [&](const JsonNode& name, const std::string&) {
    history.devices.emplace_back(name.text().value_or(""));
    check_device(reader, "devices", history.devices.back());
  });
  if (history.devices.empty()) history.devices.emplace_back(kPhone);
  history.duration_ms = reader.integer("duration", 0, 0, kRunTimeMax);
  reader.each("gestures", kGesturesMax, [&](const JsonNode& gesture, const std::string& place) {
    history.gestures.push_back(read_gesture(gesture, place, complaint));
  });
  reader.each("faults", kFaultsMax, [&](const JsonNode& fault, const std::string& place) {
    history.faults.push_back(read_fault(fault, place, complaint));
  });
  read_narrative(reader, history.narrative, complaint);
  reader.finish();
  check_references(history, complaint);
  if (!complaint.ok()) return complaint.error();
  return history;
}

}  // namespace srl
