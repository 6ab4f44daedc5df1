// SPDX-License-Identifier: MIT
// Who changed which field of a row last, and when by every clock that a conflict policy may look
// at. The service keeps them with each row whatever the policy is, so that the policy can be
// switched. Fields that were written together share a stamp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/operation.h"
#include "model/task.h"

namespace srl {

struct FieldStamp {
  std::int64_t seq = 0;  // the account's sequence number of the change; 0: never changed
  std::string device;    // empty: a program without a device id, or several devices together
  Hlc hlc = 0;
  TimeMs wall_ms = 0;  // by the writer's own clock

  friend bool operator==(const FieldStamp&, const FieldStamp&) = default;
};

class FieldStamps {
 public:
  // The last change of one field.
  const FieldStamp& of(TaskField field) const;

  // The fields in `mask` (bits as in TaskPatch::present) were changed together.
  void set(std::uint32_t mask, const FieldStamp& stamp);

  // The fields that another than `device` has changed after `base_version`: what a write of
  // that device, based on that version, has not seen. No device ("") has written nothing before.
  std::uint32_t unseen(std::int64_t base_version, std::string_view device) const;

  // The form in which a row stores them. Errors: storage_corrupt.
  std::string to_text() const;
  static Result<FieldStamps> parse(std::string_view text);

  friend bool operator==(const FieldStamps&, const FieldStamps&) = default;

 private:
  struct Group {
    std::uint32_t mask = 0;
    FieldStamp stamp;
    friend bool operator==(const Group&, const Group&) = default;
  };
  std::vector<Group> groups_;  // in the order of their first change; no field is in two
};

// A row as the service stores it.
struct StampedTask {
  Task task;
  FieldStamps stamps;
};

}  // namespace srl
