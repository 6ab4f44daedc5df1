// SPDX-License-Identifier: MIT
#include "service/effect_store.h"

namespace srl {
namespace {

constexpr Sql kAppend{
    "INSERT INTO effects (account_id, seq, task_id, intent, what, changes) "
    "VALUES ($1, $2, $3, $4, $5, $6)"};
constexpr Sql kReadEffects{
    "SELECT seq, task_id, intent, what, changes FROM effects WHERE account_id = $1 "
    "ORDER BY effect_id"};

// A list is put together with ASCII's own separators. No value holds one: validate() refuses
// control characters.
constexpr char kBetweenFields = '\x1e';
constexpr char kBetweenValues = '\x1f';

// Takes the text before the separator off `text`; all of it when there is none.
std::string_view take_until(std::string_view& text, char separator) {
  const std::size_t end = text.find(separator);
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return taken;
}

}  // namespace

std::string changes_text(const TaskFields& before, const TaskFields& after) {
  std::string text;
  std::string old_scratch;
  std::string new_scratch;
  for_each_field([&](TaskField field) {
    if (field_equal(before, after, field)) return;
    if (!text.empty()) text.push_back(kBetweenFields);
    text.append(field_name(field)).push_back(kBetweenValues);
    text.append(field_view(before, field, old_scratch)).push_back(kBetweenValues);
    text.append(field_view(after, field, new_scratch));
  });
  return text;
}

void append_effects_of(const EffectRow& row, std::vector<Effect>& effects) {
  effects.push_back({row.seq, row.task, kRowEffect, "", row.what, row.intent});
  for (std::string_view left = row.changes; !left.empty();) {
    std::string_view change = take_until(left, kBetweenFields);
    Effect effect{row.seq, row.task, "", "", "", row.intent};
    effect.field = take_until(change, kBetweenValues);
    effect.old_value = take_until(change, kBetweenValues);
    effect.new_value = change;
    effects.push_back(std::move(effect));
  }
}

Status append_effects(Database& database, AccountId account, const EffectRow& row) {
  return execute(database, kAppend, account, row.seq, row.task, row.intent, row.what, row.changes);
}

Result<std::vector<Effect>> read_effects(Database& database, AccountId account) {
  Query query(database, kReadEffects, account);
  std::vector<Effect> effects;
  while (query.next()) {
    append_effects_of({query.integer(0), query.id(1), static_cast<Intent>(query.integer(2)),
                       std::string(query.text(3)), std::string(query.text(4))},
                      effects);
  }
  if (!query.status().ok()) return query.status().error();
  return effects;
}

}  // namespace srl
