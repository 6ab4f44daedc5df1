// SPDX-License-Identifier: MIT
// Reminders and follow-ups: whom a job is to tell, and what came of telling them.
#pragma once

#include <string_view>
#include <vector>

#include "ports/notification_provider.h"
#include "service/job_step.h"

namespace srl {

// Looks at the task again and says what is to be sent to whom; nothing when the job has ended,
// since it is done, due at another time, worth nothing any more, or nobody is to be told.
Result<std::vector<Notification>> begin_reminder(const JobStep& step, Job& job);

// Writes down one answer.
Status record_reply(const JobStep& step, Job& job, std::string_view device,
                    const NotificationReply& reply);

// After the last answer of the attempt: done, again, or a dead letter.
Status settle_reminder(const JobStep& step, Job& job, DurationMs retry_after_ms);

}  // namespace srl
