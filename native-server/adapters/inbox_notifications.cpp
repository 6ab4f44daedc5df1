// SPDX-License-Identifier: MIT
#include "adapters/inbox_notifications.h"

#include "service/inbox_store.h"

namespace srl {

void InboxNotifications::send(NotificationId id, const Notification& message) {
  const Status written = database_.transact([&](Transaction& transaction) -> Result<Outcome> {
    SRL_TRY(write_notice(transaction.database(), message.account, message.device, message.notice,
                         clock_.now_ms()));
    return Outcome();
  });
  NotificationStatus status = NotificationStatus::accepted;
  if (!written.ok()) {
    const bool is_in_doubt = written.error().code == ErrorCode::commit_in_doubt;
    status = is_in_doubt ? NotificationStatus::timeout : NotificationStatus::failed;
  }
  answers_.add({id, {status}});
}

}  // namespace srl
