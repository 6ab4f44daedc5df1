// SPDX-License-Identifier: MIT
// A Database that works up to statement k and then fails for good, as the disk of a machine that is
// about to die. The commit counts as a statement.
#pragma once

#include "ports/database.h"

namespace srl {

class FailingDatabase final : public Database {
 public:
  explicit FailingDatabase(Database& inner) : inner_(inner) {}

  // Fails from the k-th statement from now on; 0: never.
  void fail_from_statement(std::int64_t k) {
    remaining_ = k;
    armed_ = k > 0;
    failed_ = false;
  }
  bool has_failed() const { return failed_; }

  // The machine lives, but its disk takes no more: the next commits fail.
  void refuse_commits(bool refuse) { refuses_commits_ = refuse; }
  bool failed_in_commit() const { return failed_ && in_commit_; }
  std::int64_t statements_in_transaction() const { return statements_; }

  Result<Statement*> prepare(Sql sql) override {
    SRL_TRY(tick());
    return inner_.prepare(sql);
  }
  Status begin() override {
    statements_ = 0;
    in_commit_ = false;
    return inner_.begin();
  }
  Status commit() override {
    in_commit_ = !failed_;
    SRL_TRY(tick());
    in_commit_ = false;
    if (refuses_commits_) {
      return make_error(ErrorCode::storage_failed, "the disk is full: nothing has been changed");
    }
    return inner_.commit();
  }
  void rollback() override { inner_.rollback(); }
  Status savepoint() override {
    SRL_TRY(tick());
    return inner_.savepoint();
  }
  Status release_savepoint() override {
    SRL_TRY(tick());
    return inner_.release_savepoint();
  }
  void rollback_to_savepoint() override { inner_.rollback_to_savepoint(); }
  BatchId last_batch() const override { return inner_.last_batch(); }

 private:
  Status tick() {
    ++statements_;
    if (armed_ && --remaining_ <= 0) failed_ = true;
    if (!failed_) return {};
    return make_error(ErrorCode::storage_failed, "the machine is dying");
  }

  Database& inner_;
  std::int64_t remaining_ = 0;
  std::int64_t statements_ = 0;
  bool armed_ = false;
  bool failed_ = false;
  bool refuses_commits_ = false;
  bool in_commit_ = false;
};

}  // namespace srl
