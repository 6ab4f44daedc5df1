// SPDX-License-Identifier: MIT
#include "service/effect_store.h"

namespace srl {
namespace {

constexpr Sql kAppend{
    "INSERT INTO effects (account_id, seq, task_id, intent, what, changes) "
    "VALUES ($1, $2, $3, $4, $5, $6)"};
constexpr Sql kRead{
    "SELECT seq, task_id, intent, what, changes FROM effects WHERE account_id = $1 "
    "ORDER BY effect_id"};

// `changes` is a list of "field, old value, new value", put together with ASCII's own separators.
// No value holds one: validate() refuses control characters.
constexpr char kBetweenFields = '\x1e';
constexpr char kBetweenValues = '\x1f';

std::string changes_text(std::span<const Effect> fields) {
  std::string text;
  std::size_t length = 0;
  for (const Effect& effect : fields) {
    length += effect.field.size() + effect.old_value.size() + effect.new_value.size() + 3;
  }
  text.reserve(length);
  for (const Effect& effect : fields) {
    if (!text.empty()) text.push_back(kBetweenFields);
    text.append(effect.field).push_back(kBetweenValues);
    text.append(effect.old_value).push_back(kBetweenValues);
    text.append(effect.new_value);
  }
  return text;
}

// Takes the text before the separator off `text`; all of it when there is none.
std::string_view take_until(std::string_view& text, char separator) {
  const std::size_t end = text.find(separator);
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return taken;
}

void read_changes(std::string_view text, const Effect& of_row, std::vector<Effect>& effects) {
  while (!text.empty()) {
    std::string_view change = take_until(text, kBetweenFields);
    Effect effect = of_row;
    effect.field = take_until(change, kBetweenValues);
    effect.old_value = take_until(change, kBetweenValues);
    effect.new_value = change;
    effects.push_back(std::move(effect));
  }
}

}  // namespace

Status append_effects(Database& database, AccountId account, std::span<const Effect> effects) {
  const Effect& of_row = effects.front();
  const std::string changes = changes_text(effects.subspan(1));
  return execute(database, kAppend, account, of_row.seq, of_row.task, of_row.intent,
                 of_row.new_value, changes);
}

Result<std::vector<Effect>> read_effects(Database& database, AccountId account) {
  Query query(database, kRead, account);
  std::vector<Effect> effects;
  while (query.next()) {
    Effect of_row;
    of_row.seq = query.integer(0);
    of_row.task = query.id(1);
    of_row.intent = static_cast<Intent>(query.integer(2));
    of_row.field = kRowEffect;
    of_row.new_value = query.text(3);
    effects.push_back(of_row);
    read_changes(query.text(4), of_row, effects);
  }
  if (!query.status().ok()) return query.status().error();
  return effects;
}

}  // namespace srl
