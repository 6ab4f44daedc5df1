// SPDX-License-Identifier: MIT
#include "adapters/inbox_push.h"

#include "service/inbox_store.h"

namespace srl {

void InboxPush::send(PushId id, const PushMessage& message) {
  const Status written = database_.transact([&](Transaction& transaction) -> Result<Outcome> {
    SRL_TRY(write_notice(transaction.database(), message.account, message.device, message.notice,
                         clock_.now_ms()));
    return Outcome();
  });
  PushStatus status = PushStatus::accepted;
  if (!written.ok()) {
    const bool is_in_doubt = written.error().code == ErrorCode::commit_in_doubt;
    status = is_in_doubt ? PushStatus::timeout : PushStatus::failed;
  }
  answers_.add({id, {status}});
}

}  // namespace srl
