// SPDX-License-Identifier: MIT
#include "app/device_text.h"

#include <doctest/doctest.h>

#include "app/time_text.h"

namespace srl::web {
namespace {

DeviceView claiming(SyncClaim claim, TimeMs next_attempt_ms = 0) {
  DeviceView view;
  view.claim = claim;
  view.next_attempt_ms = next_attempt_ms;
  return view;
}

}  // namespace

TEST_CASE("app/device_text: the claim is quoted, with the time to the next attempt") {
  CHECK(claim_text(claiming(SyncClaim::synced), 0) == "Synced");
  CHECK(claim_text(claiming(SyncClaim::offline), 0) == "Offline");
  CHECK(claim_text(claiming(SyncClaim::unsynced), 0) == "Unsynced");
  CHECK(claim_text(claiming(SyncClaim::syncing, 9'000), 0) == "Syncing");
  CHECK(claim_text(claiming(SyncClaim::waiting_retry, 9'000), 6'000) == "Waiting to retry in 3 s");
  CHECK(claim_text(claiming(SyncClaim::waiting_retry, 9'000), 8'999) == "Waiting to retry in 1 s");
  CHECK(claim_text(claiming(SyncClaim::waiting_retry, 9'000), 9'000) == "Waiting to retry");
  CHECK(claim_text(claiming(SyncClaim::waiting_retry, 125'000), 0) ==
        "Waiting to retry in 2 min 05 s");
}

TEST_CASE(
    "app/device_text: a proxy's answer and a change that is too large are told apart from spent "
    "attempts") {
  DeviceView view;
  CHECK(trouble_text(view).empty());
  view.trouble = ErrorCode::timeout;  // the claim says all that is known
  CHECK(trouble_text(view).empty());
  view.trouble = ErrorCode::foreign_answer;
  CHECK(trouble_text(view).find("sign-in page") != std::string::npos);
  view.parked = 2;
  CHECK(parked_text(view).find("attempts are spent") != std::string::npos);
  view.parked_for_size = 1;
  CHECK(parked_text(view).find("1 change is too large") != std::string::npos);
}

TEST_CASE("app/device_text: every row status has a word of its own") {
  CHECK(status_text(RowStatus::in_memory) == "In memory");
  CHECK(status_text(RowStatus::saved_on_device) == "Saved on device");
  CHECK(status_text(RowStatus::sending) == "Sending");
  CHECK(status_text(RowStatus::waiting_retry) == "Waiting to retry");
  CHECK(status_text(RowStatus::parked) == "Parked");
  CHECK(status_text(RowStatus::acknowledged) == "Synced");
}

TEST_CASE("app/device_text: the server's count stands there only where it is another one") {
  DeviceView view;
  view.open_count = 15;
  CHECK(count_text({15, 15, 0}, view) == "15 tasks");
  CHECK(count_text({1, 1, 0}, view) == "1 task · server counts 15 open");
  CHECK(count_text({20, 15, 0}, view) == "20 tasks, 15 open");
  view.open_count = 30;
  CHECK(count_text({20, 15, 0}, view) == "20 tasks, 15 open · server counts 30 open");
}

TEST_CASE("app/device_text: another count is an alarm only when the device believes to be synced") {
  DeviceView view = claiming(SyncClaim::offline);
  view.open_count = 0;
  CHECK_FALSE(is_count_wrong({15, 15, 0}, view));
  view.claim = SyncClaim::synced;
  CHECK(is_count_wrong({15, 15, 0}, view));
  view.open_count = 15;
  CHECK_FALSE(is_count_wrong({15, 15, 0}, view));
}

TEST_CASE("app/device_text: duplicates are counted and numbered in words") {
  CHECK(surplus_text({15, 15, 0}).empty());
  CHECK(surplus_text({16, 16, 1}) == "1 duplicate");
  CHECK(surplus_text({30, 30, 15}) == "15 duplicates");
  TaskLine line;
  CHECK(duplicate_text(line).empty());
  line.copy = 2;
  line.copies = 2;
  CHECK(duplicate_text(line) == "Duplicate, 2 of 2");
}

TEST_CASE("app/device_text: a refused write is named by what it was to do") {
  RejectedView rejected;
  rejected.title = "Buy milk";
  CHECK(rejected_text(rejected) == "New task “Buy milk”");
  rejected.kind = OpKind::update_task;
  CHECK(rejected_text(rejected) == "Change to “Buy milk”");
  rejected.kind = OpKind::delete_task;
  rejected.title.clear();
  CHECK(rejected_text(rejected) == "Deletion of a task");
}

TEST_CASE("app/device_text: a complaint is a sentence about what was typed") {
  CHECK(complaint_text(make_error(ErrorCode::bad_value, "a task needs a title")) ==
        "A task needs a title");
  CHECK(complaint_text(make_error(ErrorCode::bad_utf8, "title")) ==
        "The text is not valid UTF-8: title");
}

TEST_CASE("app/device_text: names of devices begin with a capital") {
  CHECK(device_title("phone") == "Phone");
  CHECK(device_title("2nd-tablet") == "2nd-tablet");
  CHECK(device_title("").empty());
}

TEST_CASE("app/device_text: who is signed in, what waits, and for what") {
  SessionView session;
  CHECK(user_text(session).empty());
  session.of_others = 2;
  CHECK(others_text(session) == "2 changes kept until its user signs in");
  session.account = 1;
  CHECK(user_text(session) == "Guest");
  session.email = "ada@example.test";
  session.state = SessionState::refreshing;
  session.blocked_auth = 3;
  session.blocked_review = 1;
  CHECK(user_text(session) == "ada@example.test");
  CHECK(blocked_text(session) == "3 changes wait for new tokens");
  CHECK(review_text(session) == "1 change from before signing in");
  CHECK(others_text(session) == "2 changes of another user kept here");
  session.state = SessionState::sign_in_needed;
  session.blocked_auth = 1;
  CHECK(blocked_text(session) == "1 change waits for you to sign in");
  CHECK(session_age_text(0, 60'000, 65'000) == "Signed in 1 min 05 s ago, used 5 s ago");
  CHECK(session_problem_text(ErrorCode::none).empty());
}

TEST_CASE("app/device_text: what the server has lost is told with when it was made") {
  CHECK(lost_text(LostWork{}, 0, utc()).empty());
  CHECK(lost_text(LostWork{1, 5 * kMinuteMs, 5 * kMinuteMs}, 0, utc()) ==
        "1 change from 05:00 is not on the server any more");
  CHECK(lost_text(LostWork{3, 5 * kMinuteMs, 20 * kMinuteMs}, 0, utc()) ==
        "3 changes from 05:00 to 20:00 are not on the server any more");
}

}  // namespace srl::web
