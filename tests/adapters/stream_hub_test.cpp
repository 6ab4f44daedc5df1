// SPDX-License-Identifier: MIT
// Event streams over a pair of sockets, from a service with a database in memory. What is waited
// for is something that the hub does; the bound of a wait is for a hub that does not.
#include "http/stream_hub.h"

#include <doctest/doctest.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <utility>

#include "adapters/database_service.h"
#include "adapters/log_mailer.h"
#include "base/http_status.h"
#include "http/stream_events.h"
#include "net/socket.h"
#include "service/account_counter.h"
#include "service/inbox_store.h"
#include "service/session_store.h"
#include "service/task_store.h"
#include "threads/mutex.h"

namespace srl {
namespace {

constexpr std::chrono::seconds kPatience{20};
constexpr std::string_view kHead = "HTTP/1.1 200 OK\r\n\r\n";
constexpr int kChanges = 10;
constexpr TimeMs kRemindAt = 1'000'000;
constexpr int kSmallBufferBytes = 4 * 1024;  // of the system's, so that it does not hide a backlog
constexpr std::size_t kLongTitleBytes = 8 * 1024;

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// The device's end of a stream.
class StreamListener {
 public:
  explicit StreamListener(Socket connection) : connection_(std::move(connection)) {}

  // All that has come, as soon as `part` is in it.
  const std::string& hear(std::string_view part) {
    while (!contains(heard_, part)) {
      if (!receive()) FAIL("the stream has ended before it said " << part);
    }
    return heard_;
  }
  // All that has come, as soon as the stream has ended.
  const std::string& hear_end() {
    while (receive()) {
    }
    return heard_;
  }
  void leave() { connection_.reset(); }

 private:
  bool receive() {
    pollfd waited{connection_.fd(), POLLIN, 0};
    const auto patience_ms = std::chrono::milliseconds(kPatience).count();
    if (::poll(&waited, 1, static_cast<int>(patience_ms)) != 1) FAIL("the stream says nothing");
    std::array<char, 4096> bytes;
    const ssize_t size = ::recv(connection_.fd(), bytes.data(), bytes.size(), 0);
    if (size > 0) heard_.append(bytes.data(), static_cast<std::size_t>(size));
    return size > 0;
  }

  Socket connection_;
  std::string heard_;
};

// How many streams the hub has counted last.
class StreamCount {
 public:
  void set(std::int64_t streams) EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    streams_ = streams;
    changed_.notify_all();
  }
  // False when it takes too long.
  bool becomes(std::int64_t streams) EXCLUDES(mutex_) {
    const auto until = std::chrono::steady_clock::now() + kPatience;
    const MutexLock lock(mutex_);
    while (streams_ != streams && changed_.wait_until(mutex_, until)) {
    }
    return streams_ == streams;
  }

 private:
  Mutex mutex_;
  ConditionVariable changed_;
  std::int64_t streams_ GUARDED_BY(mutex_) = 0;
};

class StreamBench {
 public:
  explicit StreamBench(const StreamRules& rules = {.heartbeat_ms = kHourMs})
      : hub(*service, rules, [this](std::int64_t streams) {
          const bool fails = has_no_memory.exchange(false);
          count.set(streams);
          if (fails) throw std::bad_alloc();
        }) {}

  // A session of a device, and its place in front of all that there is.
  StreamPlace sign_in(const std::string& device, AccountId account = kFirstAccount) {
    StoredSession session;
    session.id = next_id();
    session.account = account;
    session.device_id = device;
    session.created_at = session.refreshed_at = service->clock().now_ms();
    write([&](Database& database) { return insert_session(database, session); });
    StreamPlace place;
    place.account = account;
    place.session = session.id;
    place.device = device;
    return place;
  }

  StreamListener listen(const StreamPlace& place, int buffer_bytes = 0) {
    int ends[2] = {-1, -1};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
    if (buffer_bytes > 0) {
      REQUIRE(::setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &buffer_bytes, sizeof buffer_bytes) ==
              0);
    }
    hub.add(Socket(ends[0]), place, std::string(kHead));
    return StreamListener(Socket(ends[1]));
  }

  void add_account(AccountId account) {
    write([&](Database& database) { return create_account(database, account); });
  }

  // Commits a change of the account's data.
  void change(AccountId account = kFirstAccount) {
    write([&](Database& database) -> Status {
      Result<AccountCounter> counter = AccountCounter::read(database, account);
      if (!counter.ok()) return counter.error();
      counter->next(0);
      return counter->write(database, "epoch");
    });
  }

  // Commits reminders for the device, all with this title.
  void remind(const std::string& device, const std::string& title, int reminders = 1) {
    write([&](Database& database) -> Status {
      for (int i = 0; i < reminders; ++i) {
        StampedTask row;
        row.task.id = next_id();
        row.task.fields.title = "Tea";
        row.task.fields.remind_at = kRemindAt;
        const Result<bool> inserted = insert_task(database, kFirstAccount, row);
        if (!inserted.ok()) return inserted.error();
        Notice notice;
        notice.task = row.task.id;
        notice.due_at = kRemindAt;
        notice.title = title;
        SRL_TRY(write_notice(database, kFirstAccount, device, notice, service->clock().now_ms()));
      }
      return {};
    });
  }

  NoticeId newest() {
    NoticeId newest = 0;
    service->read([&](Transaction& transaction) -> Result<Outcome> {
      newest = newest_notice(transaction.database()).value();
      return Outcome();
    });
    return newest;
  }

  SharedMetrics metrics;
  NoMailer mailer;
  std::unique_ptr<JsonLog> log = std::move(JsonLog::open(std::string(JsonLog::kOff)).value());
  std::unique_ptr<DatabaseService> service =
      std::move(DatabaseService::open(kMemoryPath, {}, metrics, mailer, *log).value());
  StreamCount count;
  std::atomic<bool> has_no_memory{false};  // the next time that streams are counted
  StreamHub hub;                           // last: its thread uses all of the above

 private:
  Uuid next_id() { return make_uuid_v7(1, 1, ++ids_); }

  template <class Change>
  void write(const Change& change) {
    const Response done = service->write([&](Transaction& transaction) -> Result<Outcome> {
      SRL_TRY(change(transaction.database()));
      return Outcome();
    });
    REQUIRE(done.status == http::kOk);
  }

  std::uint64_t ids_ = 0;
};

}  // namespace

TEST_CASE("stream hub: a stream begins with where its account is") {
  StreamBench bench;
  bench.change();
  StreamListener phone = bench.listen(bench.sign_in("phone"));
  CHECK(phone.hear(change_event(1)) == std::string(kHead) + stream_opening() + change_event(1));
  CHECK(bench.count.becomes(1));
}

TEST_CASE("stream hub: a stream is told of each change that is committed after it came, at once") {
  StreamBench bench;
  StreamListener phone = bench.listen(bench.sign_in("phone"));
  std::string expected = std::string(kHead) + stream_opening() + change_event(0);
  CHECK(phone.hear(change_event(0)) == expected);
  const auto began = std::chrono::steady_clock::now();
  for (int seq = 1; seq <= kChanges; ++seq) {
    bench.change();
    expected += change_event(seq);
    CHECK(phone.hear(change_event(seq)) == expected);
  }
  // What others commit it would find within a second: for so many changes that is too late.
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(kChanges) / 2);
}

TEST_CASE("stream hub: every device of an account is told of a change, and no other account's") {
  constexpr AccountId kOther = 2;
  StreamBench bench;
  bench.add_account(kOther);
  StreamListener phone = bench.listen(bench.sign_in("phone"));
  StreamListener laptop = bench.listen(bench.sign_in("laptop"));
  StreamListener other = bench.listen(bench.sign_in("tablet", kOther));
  phone.hear(change_event(0));
  laptop.hear(change_event(0));
  other.hear(change_event(0));
  for (int seq = 1; seq <= 2; ++seq) {
    bench.change();
    phone.hear(change_event(seq));
    laptop.hear(change_event(seq));
  }
  bench.change(kOther);
  const std::string begun = std::string(kHead) + stream_opening() + change_event(0);
  CHECK(other.hear(change_event(1)) == begun + change_event(1));
  bench.change();
  CHECK(phone.hear(change_event(3)) == begun + change_event(1) + change_event(2) + change_event(3));
}

TEST_CASE("stream hub: a reminder is told to its device alone, those that wait first") {
  StreamBench bench;
  bench.remind("phone", "Tea");
  StreamListener phone = bench.listen(bench.sign_in("phone"));
  StreamListener laptop = bench.listen(bench.sign_in("laptop"));
  CHECK(contains(phone.hear("Tea"), "event: reminder\n"));
  bench.remind("phone", "Milk");
  phone.hear("Milk");
  bench.change();
  CHECK_FALSE(contains(laptop.hear(change_event(1)), "event: reminder\n"));
}

TEST_CASE("stream hub: who goes on after a reminder is not told of it again") {
  StreamBench bench;
  bench.remind("phone", "Tea");
  StreamPlace place = bench.sign_in("phone");
  place.notice = bench.newest();
  StreamListener phone = bench.listen(place);
  bench.remind("phone", "Milk");
  const std::string& heard = phone.hear("Milk");
  CHECK_FALSE(contains(heard, "Tea"));
  CHECK(contains(heard, "id: " + std::to_string(bench.newest()) + "\n"));
}

TEST_CASE("stream hub: more reminders than one look takes are all told") {
  StreamBench bench;
  bench.remind("phone", "Tea", 2 * static_cast<int>(kNoticesAtOnceMax));
  bench.remind("phone", "Milk");
  StreamListener phone = bench.listen(bench.sign_in("phone"));
  const std::string& heard = phone.hear("Milk");
  std::int64_t reminders = 0;
  for (std::size_t at = heard.find("event: reminder"); at != std::string::npos;
       at = heard.find("event: reminder", at + 1)) {
    ++reminders;
  }
  CHECK(reminders == 2 * kNoticesAtOnceMax + 1);
}

TEST_CASE("stream hub: the stream of a session that has ended says so, and ends") {
  StreamBench bench;
  StreamListener phone = bench.listen(bench.sign_in("phone"));
  StreamListener laptop = bench.listen(bench.sign_in("laptop"));
  phone.hear(change_event(0));
  laptop.hear(change_event(0));
  REQUIRE(bench.service->end_sessions("phone").status == http::kOk);
  const std::string begun = std::string(kHead) + stream_opening() + change_event(0);
  CHECK(phone.hear_end() == begun + revoked_event());
  CHECK(bench.count.becomes(1));
  bench.change();
  CHECK(laptop.hear(change_event(1)) == begun + change_event(1));
}

TEST_CASE("stream hub: a session has one stream, and the older one ends") {
  StreamBench bench;
  const StreamPlace place = bench.sign_in("phone");
  StreamListener older = bench.listen(place);
  older.hear(change_event(0));
  StreamListener newer = bench.listen(place);
  newer.hear(change_event(0));
  CHECK_FALSE(contains(older.hear_end(), revoked_event()));
  bench.change();
  newer.hear(change_event(1));
  CHECK(bench.count.becomes(1));
}

TEST_CASE("stream hub: the stream of a device that has gone is removed") {
  StreamBench bench;
  StreamListener phone = bench.listen(bench.sign_in("phone"));
  StreamListener laptop = bench.listen(bench.sign_in("laptop"));
  REQUIRE(bench.count.becomes(2));
  phone.leave();
  CHECK(bench.count.becomes(1));
  bench.change();
  laptop.hear(change_event(1));
}

TEST_CASE("stream hub: a device that reads late gets all of it, as long as it is not too much") {
  const int reminders = static_cast<int>(kStreamBacklogBytesMax / kLongTitleBytes) / 2;
  StreamBench bench;
  StreamListener phone = bench.listen(bench.sign_in("phone"), kSmallBufferBytes);
  StreamListener laptop = bench.listen(bench.sign_in("laptop"));
  bench.remind("phone", std::string(kLongTitleBytes, 'x'), reminders);
  bench.remind("phone", "Milk");
  bench.remind("laptop", "Bread");
  laptop.hear("Bread");
  const std::string& heard = phone.hear("Milk");
  CHECK(heard.size() > static_cast<std::size_t>(reminders) * kLongTitleBytes);
  CHECK(bench.count.becomes(2));
}

TEST_CASE("stream hub: a device that does not read is let go, and holds up nobody") {
  const int reminders = static_cast<int>(2 * kStreamBacklogBytesMax / kLongTitleBytes);
  StreamBench bench;
  StreamListener phone = bench.listen(bench.sign_in("phone"), kSmallBufferBytes);
  StreamListener laptop = bench.listen(bench.sign_in("laptop"));
  REQUIRE(bench.count.becomes(2));
  bench.remind("phone", std::string(kLongTitleBytes, 'x'), reminders);
  CHECK(bench.count.becomes(1));
  bench.change();
  laptop.hear(change_event(1));
  CHECK(phone.hear_end().size() < kStreamBacklogBytesMax);
}

TEST_CASE("stream hub: a stream without news says now and then that it is there") {
  StreamBench bench({.heartbeat_ms = 1});
  StreamListener phone = bench.listen(bench.sign_in("phone"));
  phone.hear(change_event(0));
  phone.hear(heartbeat() + heartbeat());
}

TEST_CASE("stream hub: there is room for so many streams, and again when one has gone") {
  StreamBench bench({.streams_max = 2, .heartbeat_ms = kHourMs});
  CHECK(bench.hub.has_room());
  StreamListener phone = bench.listen(bench.sign_in("phone"));
  StreamListener laptop = bench.listen(bench.sign_in("laptop"));
  REQUIRE(bench.count.becomes(2));
  CHECK_FALSE(bench.hub.has_room());
  phone.leave();
  REQUIRE(bench.count.becomes(1));
  CHECK(bench.hub.has_room());
}

TEST_CASE("stream hub: a hub that finds no memory ends all streams, and takes new ones") {
  StreamBench bench;
  const StreamPlace place = bench.sign_in("laptop");
  StreamListener phone = bench.listen(bench.sign_in("phone"));
  phone.hear(change_event(0));
  REQUIRE(bench.count.becomes(1));
  bench.has_no_memory = true;
  StreamListener laptop = bench.listen(place);
  phone.hear_end();
  laptop.hear_end();
  CHECK(bench.count.becomes(0));
  StreamListener again = bench.listen(place);
  again.hear(change_event(0));
  bench.change();
  again.hear(change_event(1));
}

TEST_CASE("stream hub: a hub that stops ends all streams, and takes no more") {
  StreamBench bench;
  const StreamPlace place = bench.sign_in("laptop");
  StreamListener phone = bench.listen(bench.sign_in("phone"));
  phone.hear(change_event(0));
  bench.hub.stop();
  CHECK(phone.hear_end() == std::string(kHead) + stream_opening() + change_event(0));
  CHECK(bench.count.becomes(0));
  CHECK_FALSE(bench.hub.has_room());
  CHECK(bench.listen(place).hear_end().empty());
  bench.change();  // heard by nobody
  bench.hub.stop();
}

}  // namespace srl
