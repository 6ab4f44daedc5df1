// SPDX-License-Identifier: MIT
#include "sim/history.h"

#include <algorithm>
#include <set>

#include "policies/catalog.h"
#include "protocol/json_value.h"
#include "sim/faults/fault.h"
#include "sim/promises/promise.h"

namespace srl {
namespace {

constexpr std::string_view kKindNames[] = {"create_task",  "update_task",      "delete_task",
                                           "sync_now",     "retry_parked",     "discard_rejected",
                                           "open_device",  "close_device",     "switch_policy"};

constexpr std::size_t kDevicesMax = 8;
constexpr std::size_t kNameBytesMax = 40;
constexpr std::int64_t kIntegerMax = 1'000'000'000'000;
constexpr std::int64_t kCopyMax = 1'000;

// Reads the members of one object and keeps the first complaint, with its place. Members that
// nobody asked for are complaints too: a misspelt name must not be passed over.
class ObjectReader {
 public:
  ObjectReader(const Json& json, std::string place, Status& complaint)
      : place_(std::move(place)), complaint_(complaint) {
    if (json.object() != nullptr) {
      object_ = json.object();
    } else {
      complain("", "an object is expected here");
    }
  }

  // The member, nullptr when it is absent.
  const Json* member(std::string_view key) {
    if (object_ == nullptr) return nullptr;
    known_.insert(key);
    const auto found = object_->find(key);
    return found == object_->end() ? nullptr : &found->second;
  }

  std::int64_t integer(std::string_view key, std::int64_t fallback, std::int64_t low,
                       std::int64_t high) {
    const Json* json = member(key);
    if (json == nullptr) return fallback;
    const std::int64_t* value = json->integer();
    if (value != nullptr && *value >= low && *value <= high) return *value;
    complain(key, "a whole number from " + std::to_string(low) + " to " + std::to_string(high) +
                      " is expected");
    return fallback;
  }

  std::string text(std::string_view key, std::size_t bytes_max) {
    const Json* json = member(key);
    if (json == nullptr) return {};
    const std::string* value = json->text();
    if (value != nullptr && value->size() <= bytes_max) return *value;
    complain(key, "a text of at most " + std::to_string(bytes_max) + " bytes is expected");
    return {};
  }

  bool boolean(std::string_view key) {
    const Json* json = member(key);
    if (json == nullptr) return false;
    if (const bool* value = json->boolean()) return *value;
    complain(key, "true or false is expected");
    return false;
  }

  // "g3" → 3.
  Intent gesture(std::string_view key) {
    const std::string name = text(key, kNameBytesMax);
    if (name.empty()) return kNoIntent;
    std::int64_t number = 0;
    bool digits = name.size() > 1 && name.size() < 8 && name[0] == 'g';
    for (std::size_t i = 1; digits && i < name.size(); ++i) {
      digits = name[i] >= '0' && name[i] <= '9';
      number = number * 10 + (name[i] - '0');
    }
    if (digits && number >= 1) return static_cast<Intent>(number);
    complain(key, "a gesture is named like \"g3\", this says \"" + name + "\"");
    return kNoIntent;
  }

  // Calls `visit(element, place)` for each element of an array.
  template <class Visit>
  void each(std::string_view key, std::size_t count_max, Visit visit) {
    const Json* json = member(key);
    if (json == nullptr) return;
    const Json::Array* array = json->array();
    if (array == nullptr) return complain(key, "a list is expected");
    if (array->size() > count_max) {
      return complain(key, std::to_string(array->size()) + " entries, at most " +
                               std::to_string(count_max) + " are allowed");
    }
    for (std::size_t i = 0; i < array->size(); ++i) {
      visit((*array)[i], place_ + "/" + std::string(key) + "/" + std::to_string(i));
    }
  }

  void complain(std::string_view key, const std::string& what,
                ErrorCode code = ErrorCode::bad_value) {
    if (!complaint_.ok()) return;
    std::string place = place_;
    if (!key.empty()) place.append("/").append(key);
    complaint_ = make_error(code, (place.empty() ? "/" : place) + ": " + what);
  }

  void finish() {
    if (object_ == nullptr) return;
    for (const auto& [key, value] : *object_) {
      if (known_.count(key) != 0) continue;
      std::string names;
      for (const std::string_view name : known_) {
        names.append(names.empty() ? "" : ", ").append(name);
      }
      complain(key, "there is no such member; there are: " + names, ErrorCode::unknown_name);
    }
  }

  const std::string& place() const { return place_; }

 private:
  const Json::Object* object_ = nullptr;
  std::string place_;
  Status& complaint_;
  std::set<std::string_view> known_;
};

// ----------------------------------------------------------------------------------------- reading

void read_patch(ObjectReader& reader, TaskPatch& patch) {
  TaskFields& values = patch.values;
  const auto has = [&](TaskField field) {
    if (reader.member(field_name(field)) == nullptr) return false;
    patch.mark(field);
    return true;
  };
  if (has(TaskField::title)) values.title = reader.text("title", kTitleBytesMax);
  if (has(TaskField::description)) {
    values.description = reader.text("description", kDescriptionBytesMax);
  }
  if (has(TaskField::begins_at)) values.begins_at = reader.integer("begins_at", 0, 0, kIntegerMax);
  if (has(TaskField::duration_min)) {
    values.duration_min = reader.integer("duration_min", 0, 0, kDurationMinutesMax);
  }
  if (has(TaskField::priority)) {
    const Result<Priority> priority = parse_priority(reader.text("priority", kNameBytesMax));
    if (priority.ok()) {
      values.priority = *priority;
    } else {
      reader.complain("priority", priority.error().detail);
    }
  }
  if (has(TaskField::tags)) {
    reader.each("tags", kTagsMax, [&](const Json& tag, const std::string&) {
      if (tag.text() != nullptr) values.tags.push_back(*tag.text());
      else reader.complain("tags", "a tag is a text");
    });
    normalize_tags(values.tags);
  }
  if (has(TaskField::completed)) values.completed = reader.boolean("completed");
  if (has(TaskField::remind_at)) values.remind_at = reader.integer("remind_at", 0, 0, kIntegerMax);
}

void check_device(ObjectReader& reader, std::string_view key, const std::string& name) {
  if (name.empty()) return reader.complain(key, "the device's name is missing");
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
  if (!plain) reader.complain(key, "a device's name has small letters, digits, - and _ only");
}

void read_gesture_args(ObjectReader& args, Gesture& gesture) {
  const bool names_task = gesture.kind == GestureKind::update_task ||
                          gesture.kind == GestureKind::delete_task;
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
  if (gesture.kind == GestureKind::switch_policy) {
    const Result<Decision> decision = parse_decision(args.text("decision", kNameBytesMax));
    gesture.policy = args.text("policy", kNameBytesMax);
    if (!decision.ok()) return args.complain("decision", decision.error().detail);
    gesture.decision = *decision;
    Safeguards probe = preset(kReliablePreset).value();
    probe[gesture.decision] = gesture.policy;
    const Result<Policies> known = resolve(probe);
    if (!known.ok()) args.complain("policy", known.error().detail, ErrorCode::unknown_name);
  }
}

Gesture read_gesture(const Json& json, const std::string& place, Status& complaint) {
  ObjectReader reader(json, place, complaint);
  Gesture gesture;
  gesture.at_ms = reader.integer("at", 0, 0, kRunTimeMax);
  gesture.device = reader.text("actor", kNameBytesMax);
  const std::string kind = reader.text("do", kNameBytesMax);
  const auto found = std::find(std::begin(kKindNames), std::end(kKindNames), kind);
  if (found == std::end(kKindNames)) {
    reader.complain("do", "there is no gesture \"" + kind + "\"", ErrorCode::unknown_name);
  } else {
    gesture.kind = static_cast<GestureKind>(found - std::begin(kKindNames));
  }
  if (gesture.kind != GestureKind::switch_policy) check_device(reader, "actor", gesture.device);
  const Json empty{Json::Object{}};
  const Json* args_json = reader.member("args");
  ObjectReader args(args_json != nullptr ? *args_json : empty, place + "/args", complaint);
  read_gesture_args(args, gesture);
  args.finish();
  reader.finish();
  return gesture;
}

FaultSpec read_fault(const Json& json, const std::string& place, Status& complaint) {
  ObjectReader reader(json, place, complaint);
  FaultSpec spec;
  spec.fault = reader.text("fault", kNameBytesMax);
  if (find_fault(spec.fault) == nullptr) {
    std::string names;
    for (const Fault* fault : faults_in_order()) {
      names.append(names.empty() ? "" : ", ").append(fault->name);
    }
    reader.complain("fault", "there is no fault \"" + spec.fault + "\"; there are: " + names,
                    ErrorCode::unknown_name);
  }
  spec.device = reader.text("device", kNameBytesMax);
  spec.route = reader.text("route", kNameBytesMax);
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
  spec.statement = reader.integer("statement", 0, 0, kIntegerMax);
  reader.finish();
  return spec;
}

void read_safeguards(ObjectReader& reader, History& history, Status& complaint) {
  history.preset = reader.text("preset", kNameBytesMax);
  if (history.preset.empty()) history.preset = kNaivePreset;
  if (const Status known = apply_preset(history, history.preset); !known.ok()) {
    reader.complain("preset", known.error().detail, known.error().code);
    return;
  }
  const Json* overrides = reader.member("safeguards");
  if (overrides == nullptr) return;
  ObjectReader safeguards(*overrides, reader.place() + "/safeguards", complaint);
  for (int i = 0; i < kDecisionCount; ++i) {
    const auto decision = static_cast<Decision>(i);
    const std::string policy = safeguards.text(decision_name(decision), kNameBytesMax);
    if (!policy.empty()) history.safeguards[decision] = policy;
  }
  safeguards.finish();
  const Result<Policies> known = resolve(history.safeguards);
  if (!known.ok()) safeguards.complain("", known.error().detail, known.error().code);
}

void read_limits(ObjectReader& reader, Limits& limits, Status& complaint) {
  const Json* json = reader.member("limits");
  if (json == nullptr) return;
  ObjectReader inner(*json, reader.place() + "/limits", complaint);
  const Limits most;
  limits.push_operations_max =
      inner.integer("push_operations", most.push_operations_max, 1, most.push_operations_max);
  limits.pull_rows_max = inner.integer("pull_rows", most.pull_rows_max, 1, most.pull_rows_max);
  limits.list_rows_max = inner.integer("list_rows", most.list_rows_max, 1, most.list_rows_max);
  inner.finish();
}

void read_narrative(ObjectReader& reader, Narrative& narrative, Status& complaint) {
  const Json* json = reader.member("narrative");
  if (json == nullptr) return;
  ObjectReader inner(*json, reader.place() + "/narrative", complaint);
  narrative.name = inner.text("name", kNameBytesMax);
  narrative.title = inner.text("title", kTitleBytesMax);
  narrative.failure_mode = inner.text("failure_mode", kNameBytesMax);
  narrative.summary = inner.text("summary", kDescriptionBytesMax);
  inner.each("captions", kCaptionsMax, [&](const Json& caption, const std::string& place) {
    ObjectReader one(caption, place, complaint);
    narrative.captions.push_back({one.integer("at", 0, 0, kRunTimeMax),
                                  one.text("text", kDescriptionBytesMax)});
    one.finish();
  });
  const std::vector<const Promise*>& promises = promises_in_order();
  inner.each("broken_when_naive", promises.size(), [&](const Json& name, const std::string&) {
    const std::string text = name.text() != nullptr ? *name.text() : "";
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
                                                     " is no gesture that creates a task");
  }
}

// ----------------------------------------------------------------------------------------- writing

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

std::string_view gesture_kind_name(GestureKind kind) {
  return kKindNames[static_cast<std::size_t>(kind)];
}

Status apply_preset(History& history, std::string_view name) {
  Result<Safeguards> safeguards = preset(name);
  if (!safeguards.ok()) return safeguards.error();
  history.preset = name;
  history.safeguards = std::move(safeguards.value());
  return {};
}

Result<History> parse_history(std::string_view json_text) {
  Result<Json> json = parse_json(json_text, kHistoryBytesMax);
  if (!json.ok()) return json.error();
  Status complaint;
  ObjectReader reader(*json, "", complaint);
  History history;
  if (reader.integer("format", 0, 0, kIntegerMax) != kHistoryFormat) {
    reader.complain("format", "this build reads format 1 only");
  }
  history.seed = static_cast<std::uint64_t>(reader.integer("seed", 1, 0, INT64_MAX));
  read_safeguards(reader, history, complaint);
  read_limits(reader, history.limits, complaint);
  reader.each("devices", kDevicesMax, [&](const Json& name, const std::string&) {
    history.devices.push_back(name.text() != nullptr ? *name.text() : "");
    check_device(reader, "devices", history.devices.back());
  });
  if (history.devices.empty()) history.devices.emplace_back(kPhone);
  history.duration_ms = reader.integer("duration", 0, 0, kRunTimeMax);
  reader.each("gestures", kGesturesMax, [&](const Json& gesture, const std::string& place) {
    history.gestures.push_back(read_gesture(gesture, place, complaint));
  });
  reader.each("faults", kFaultsMax, [&](const Json& fault, const std::string& place) {
    history.faults.push_back(read_fault(fault, place, complaint));
  });
  read_narrative(reader, history.narrative, complaint);
  reader.finish();
  check_references(history, complaint);
  if (!complaint.ok()) return complaint.error();
  return history;
}

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
