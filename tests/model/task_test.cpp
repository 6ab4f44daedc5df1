// SPDX-License-Identifier: MIT
#include "model/task.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "base/enum_names.h"
#include "base/limits.h"
#include "support/full_fields.h"

namespace srl {
namespace {

using test::full_fields;

TaskPatch title_patch(std::string title) {
  TaskPatch patch;
  patch.mark(TaskField::title);
  patch.values.title = std::move(title);
  return patch;
}

ErrorCode code_of(const TaskPatch& patch) { return validate(patch).error().code; }

}  // namespace

TEST_CASE("task: a patch changes the fields that it sets and no other") {
  for_each_field([&](TaskField field) {
    CAPTURE(field_name(field));
    TaskPatch patch;
    patch.values = full_fields();
    patch.mark(field);
    TaskFields fields;
    patch.apply_to(fields);
    for_each_field([&](TaskField other) {
      CHECK(field_equal(fields, other == field ? full_fields() : TaskFields(), other));
    });
  });
}

TEST_CASE("task: a whole patch makes an equal task, an empty one changes nothing") {
  TaskFields fields;
  CHECK(TaskPatch().empty());
  TaskPatch().apply_to(fields);
  CHECK(fields == TaskFields());
  TaskPatch::whole(full_fields()).apply_to(fields);
  CHECK(fields == full_fields());
}

TEST_CASE("task: equality and text tell every single field apart") {
  TaskFields fields;
  for_each_field([&](TaskField field) {
    CAPTURE(field_name(field));
    CHECK_FALSE(field_equal(fields, full_fields(), field));
    CHECK(field_text(fields, field) != field_text(full_fields(), field));
    copy_field(fields, full_fields(), field);
    CHECK(field_equal(fields, full_fields(), field));
    CHECK(field_text(fields, field) == field_text(full_fields(), field));
    TaskFields read;
    set_field_text(read, field, field_text(fields, field));
    CHECK(read == fields);
    set_field_text(read, field, field_text(TaskFields(), field));
    CHECK(read == TaskFields());
    copy_field(fields, TaskFields(), field);
  });
}

TEST_CASE("task: every field has a name of its own, priorities are found by theirs") {
  std::set<std::string> names;
  for_each_field([&](TaskField field) { CHECK(names.emplace(field_name(field)).second); });
  for (const std::string_view name : kNamesOf<Priority>) {
    CHECK(name_of(parse_priority(name).value()) == name);
  }
  CHECK_FALSE(parse_priority("hight").ok());
  CHECK_FALSE(parse_priority("").ok());
}

TEST_CASE("task: tags are a set") {
  // What cannot be seen does not make another tag.
  std::vector<std::string> tags = {"b", "a", " b", "a\xC2\xA0"};
  normalize_tags(tags);
  CHECK(tags == std::vector<std::string>{"a", "b"});
}

TEST_CASE("task: a title must be there and stay within its limit") {
  CHECK(validate(title_patch("x")).ok());
  CHECK(validate(title_patch(std::string(kTitleBytesMax, 'x'))).ok());
  CHECK(code_of(title_patch(std::string(kTitleBytesMax + 1, 'x'))) == ErrorCode::too_large);
  CHECK(code_of(title_patch("")) == ErrorCode::bad_value);
  CHECK(code_of(title_patch("  \xC2\xA0\xE2\x80\x8B")) ==
        ErrorCode::bad_value);  // nothing to be seen
  CHECK(code_of(title_patch("two\nlines")) == ErrorCode::bad_value);
  CHECK(code_of(title_patch("\xC0\x80")) == ErrorCode::bad_utf8);
}

TEST_CASE("task: a patch that leaves the title alone needs none") {
  TaskPatch patch;
  patch.mark(TaskField::completed);
  patch.values.completed = true;
  CHECK(validate(patch).ok());
}

TEST_CASE("task: a description may have lines, but no other control characters") {
  TaskPatch patch;
  patch.mark(TaskField::description);
  patch.values.description = "one\ntwo";
  CHECK(validate(patch).ok());
  patch.values.description = "one\rtwo";
  CHECK(code_of(patch) == ErrorCode::bad_value);
  patch.values.description = std::string(kDescriptionBytesMax + 1, 'x');
  CHECK(code_of(patch) == ErrorCode::too_large);
}

TEST_CASE("task: tags are checked for number, size and commas") {
  TaskPatch patch;
  patch.mark(TaskField::tags);
  patch.values.tags = std::vector<std::string>(kTagsMax, "tag");
  CHECK(validate(patch).ok());
  patch.values.tags.emplace_back("one more");
  CHECK(code_of(patch) == ErrorCode::too_large);
  for (const char* tag : {"", " ", "\xC2\xA0", "\xE2\x80\x8B", "a,b", "a\nb"}) {
    patch.values.tags = {tag};
    CHECK(code_of(patch) == ErrorCode::bad_value);
  }
  patch.values.tags = {std::string(kTagBytesMax + 1, 'x')};
  CHECK(code_of(patch) == ErrorCode::too_large);
}

TEST_CASE("task: times and durations stay between 0 and their end") {
  TaskPatch patch = TaskPatch::whole(full_fields());
  CHECK(validate(patch).ok());
  patch.values.duration_min = kDurationMinutesMax;
  CHECK(validate(patch).ok());
  patch.values.duration_min = kDurationMinutesMax + 1;
  CHECK(code_of(patch) == ErrorCode::bad_value);
  patch.values.duration_min = -1;
  CHECK(code_of(patch) == ErrorCode::bad_value);
  for (TimeMs TaskFields::*time :
       {&TaskFields::begins_at, &TaskFields::completed_at, &TaskFields::remind_at}) {
    patch = TaskPatch::whole(full_fields());
    patch.values.*time = -1;
    CHECK(code_of(patch) == ErrorCode::bad_value);
    patch.values.*time = INT64_MAX;
    CHECK(code_of(patch) == ErrorCode::bad_value);
  }
}

}  // namespace srl
