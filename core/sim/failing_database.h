// SPDX-License-Identifier: MIT
// A Database that works up to statement k and then fails for good, as the disk of a machine that is
// about to die; that refuses to commit, as a full disk does; or that commits and loses the answer,
// as a connection does that breaks. The commit counts as a statement.
#pragma once

#include "ports/database.h"
#include "storage/page_store.h"

namespace srl {

class FailingDatabase final : public Database {
 public:
  // `synchronous`: the disk that a commit is on when it returns; nullptr: it gets there later.
  explicit FailingDatabase(Database& inner, PageStore* synchronous = nullptr)
      : inner_(inner), synchronous_(synchronous) {}

  // Forgets what has been, and what was to be.
  void begin_attempt() {
    statements_ = 0;
    fail_from_statement(0);
    failed_in_commit_ = false;
    loses_commit_answer_ = false;
    has_committed_ = false;
  }
  // Fails from the k-th statement from now on; 0: never.
  void fail_from_statement(std::int64_t k) {
    fails_from_ = k > 0 ? statements_ + k : 0;
    failed_ = false;
  }
  // The machine lives, but its disk takes no more: the next commits fail.
  void refuse_commits(bool refuse) { refuses_commits_ = refuse; }
  // The next commit is done, and says that nobody knows.
  void lose_commit_answer() { loses_commit_answer_ = true; }

  // In the attempt.
  std::int64_t statements() const { return statements_; }
  bool has_failed() const { return failed_; }
  bool has_failed_in_commit() const { return failed_in_commit_; }
  bool has_committed() const { return has_committed_; }

  Result<Statement*> prepare(Sql sql) override {
    SRL_TRY(tick());
    return inner_.prepare(sql);
  }
  Status begin() override { return inner_.begin(); }
  Status commit() override {
    const bool was_alive = !failed_;
    const Status alive = tick();
    failed_in_commit_ = was_alive && failed_;
    SRL_TRY(alive);
    if (refuses_commits_) {
      return make_error(ErrorCode::storage_failed, "the disk is full: nothing has been changed");
    }
    SRL_TRY(inner_.commit());
    if (synchronous_ != nullptr) synchronous_->mark_durable(synchronous_->last_batch());
    has_committed_ = true;
    if (!loses_commit_answer_) return {};
    loses_commit_answer_ = false;
    return make_error(ErrorCode::commit_in_doubt, "the connection broke while it was committed");
  }
  void rollback() override { inner_.rollback(); }
  BatchId last_batch() const override { return inner_.last_batch(); }

 private:
  Status tick() {
    ++statements_;
    if (fails_from_ > 0 && statements_ >= fails_from_) failed_ = true;
    if (!failed_) return {};
    return make_error(ErrorCode::storage_failed, "the machine is dying");
  }

  Database& inner_;
  PageStore* synchronous_;
  std::int64_t statements_ = 0;
  std::int64_t fails_from_ = 0;  // 0: never
  bool failed_ = false;
  bool failed_in_commit_ = false;
  bool refuses_commits_ = false;
  bool loses_commit_answer_ = false;
  bool has_committed_ = false;
};

}  // namespace srl
