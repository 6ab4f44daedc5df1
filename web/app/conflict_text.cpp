// SPDX-License-Identifier: MIT
#include "app/conflict_text.h"

#include <utility>

#include "app/task_words.h"
#include "app/wording.h"
#include "policies/catalog.h"

namespace srl::web {
namespace {

constexpr std::pair<std::string_view, std::string_view> kOutcomes[] = {
    {"merged", "merged"},
    {"server", "kept the server's"},
    {"client", "took the writer's"},
    {"user", "decided by a person"},
    {"superseded", "written again"}};
constexpr std::string_view kKeep = "Keep ";
constexpr const char* kDeleted = "Deleted";
constexpr const char* kNothing = "(nothing)";

std::string shown_value(const TaskFields& fields, TaskField field, const TimeZone& zone) {
  std::string text = field_words(fields, field, zone);
  return text.empty() ? kNothing : text;
}

// When it was completed follows whether: nobody chooses it apart.
std::uint32_t fields_of(const Conflict& conflict) {
  const std::uint32_t fields = conflict.mine.present;
  const bool follows = (fields & field_bit(TaskField::completed)) != 0;
  return follows ? fields & ~field_bit(TaskField::completed_at) : fields;
}

std::string author_of(const Conflict& conflict) {
  return conflict.device.empty() ? "A program" : device_title(conflict.device);
}

std::string story_of(const Conflict& conflict) {
  std::string story = author_of(conflict);
  if (conflict.mine_deletes) {
    return story +
           " deleted the task without having seen that it was changed. It stays until "
           "a person decides.";
  }
  if (conflict.theirs_deleted) {
    return story +
           " changed the task without having seen that it was deleted. It stays deleted "
           "until a person decides; the change is kept.";
  }
  return story +
         " wrote this without having seen that it was changed elsewhere. The task stays "
         "as it is until a person decides; both values are kept.";
}

}  // namespace

std::vector<ConflictLine> conflict_lines(const Conflict& conflict, const TimeZone& zone) {
  std::vector<ConflictLine> lines;
  if (conflict.mine_deletes) {
    lines.push_back(
        {0, "Task", "", kDeleted, conflict.theirs_deleted ? kDeleted : conflict.theirs.title});
    return lines;
  }
  for_each_field([&](TaskField field) {
    if ((fields_of(conflict) & field_bit(field)) == 0) return;
    ConflictLine line;
    line.field = field_bit(field);
    if (field == TaskField::completed) line.field |= field_bit(TaskField::completed_at);
    line.name = field_title(field);
    if (conflict.base.has(field)) line.base = shown_value(conflict.base.values, field, zone);
    line.mine = shown_value(conflict.mine.values, field, zone);
    line.theirs = conflict.theirs_deleted ? kDeleted : shown_value(conflict.theirs, field, zone);
    lines.push_back(std::move(line));
  });
  return lines;
}

bool can_merge(const Conflict& conflict) {
  const std::uint32_t fields = fields_of(conflict);
  const bool has_several = (fields & (fields - 1)) != 0;
  return has_several && !conflict.mine_deletes && !conflict.theirs_deleted;
}

std::string conflict_about(const Conflict& conflict) {
  if (conflict.mine_deletes || conflict.theirs_deleted) return "Deleted and changed";
  std::string names;
  for (const ConflictLine& line : conflict_lines(conflict)) {
    if (!names.empty()) names += ", ";
    names += line.name;
  }
  return names;
}

ConflictWords conflict_words(const Conflict& conflict, std::string_view device) {
  ConflictWords words;
  words.story = story_of(conflict);
  if (conflict.device == device) {
    words.mine = "Mine";
    words.theirs = "Theirs";
    words.keep_mine = std::string(kKeep) + "mine";
    words.keep_theirs = std::string(kKeep) + "theirs";
    return words;
  }
  words.mine = author_of(conflict) + "'s";
  words.theirs = "The server's";
  words.keep_mine = std::string(kKeep) + words.mine;
  words.keep_theirs = std::string(kKeep) + "the server's";
  return words;
}

std::string conflict_rule(std::string_view policy) {
  for (const PolicyInfo& info : policies_of(Decision::conflict)) {
    if (info.name == policy) return std::string(info.title);
  }
  return std::string(policy);
}

std::string decided_text(const Conflict& conflict, std::string_view device, const RowView* row) {
  std::string text = "\xE2\x80\x9C" + conflict.theirs.title + "\xE2\x80\x9D decided: ";
  if (row == nullptr) return text + "it is deleted";
  if (conflict.mine_deletes) return text + "it stays";
  if (conflict.theirs_deleted) return text + "it is back, with the change";
  const std::uint32_t fields = fields_of(conflict);
  const bool mine = (differing(conflict.mine, row->fields) & fields) == 0;
  const bool theirs =
      (differing(only(TaskPatch::whole(conflict.theirs), fields), row->fields)) == 0;
  if (mine == theirs) return text + "field by field";
  const ConflictWords words = conflict_words(conflict, device);
  std::string side = mine ? words.keep_mine : words.keep_theirs;
  return text + side.substr(kKeep.size()) + " is kept";
}

std::string reconciled_text(const Metrics& metrics) {
  std::string text;
  for (const PolicyInfo& policy : policies_of(Decision::conflict)) {
    std::string counts;
    for (const auto& [outcome, words] : kOutcomes) {
      const std::int64_t count = metrics.value(Metric::conflict_resolutions, policy.name, outcome);
      if (count == 0) continue;
      counts.append(counts.empty() ? ": " : ", ").append(std::to_string(count));
      counts.append(" ").append(words);
    }
    if (!counts.empty()) text.append(text.empty() ? "" : ". ").append(policy.title).append(counts);
  }
  return text;
}

const char* conflict_badge(const ConflictView& shown) {
  return shown.deciding ? "Deciding" : "Conflict";
}

int decisions_waiting(const DeviceView& view) {
  int count = 0;
  for (const auto& [id, shown] : view.conflicts) count += shown.deciding ? 0 : 1;
  return count;
}

std::string decisions_text(const DeviceView& view) {
  const int count = decisions_waiting(view);
  return count == 0 ? "" : counted(count, "decision waits", "decisions wait");
}

const ConflictView* conflict_of(const DeviceView& view, const TaskId& row) {
  const ConflictView* deciding = nullptr;
  for (const auto& [id, shown] : view.conflicts) {
    if (shown.row != row) continue;
    if (!shown.deciding) return &shown;
    deciding = &shown;
  }
  return deciding;
}

std::vector<const ConflictView*> conflicts_without_row(const DeviceView& view) {
  std::vector<const ConflictView*> found;
  for (const auto& [id, shown] : view.conflicts) {
    if (view.rows.count(shown.row) == 0) found.push_back(&shown);
  }
  return found;
}

}  // namespace srl::web
