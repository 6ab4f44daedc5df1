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
  answers_.add({id, {written.ok() ? PushStatus::accepted : PushStatus::failed}});
}

}  // namespace srl
