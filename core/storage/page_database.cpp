// SPDX-License-Identifier: MIT
#include "storage/page_database.h"

#include <utility>

namespace srl {

Result<std::unique_ptr<PageDatabase>> PageDatabase::open(PageImage image, BatchId durable_batch) {
  std::unique_ptr<PageDatabase> pages(new PageDatabase(std::move(image), durable_batch));
  Result<std::unique_ptr<SqliteDatabase>> database = SqliteDatabase::open_pages(pages->store_);
  if (!database.ok()) return database.error();
  pages->database_ = std::move(database.value());
  return pages;
}

Status PageDatabase::restart(const PageImage& image) {
  store_.set_listener(nullptr);
  store_.reset(image);
  return database_->reset_cache();
}

Status PageDatabase::kill() {
  store_.revert_to_durable();
  return database_->reset_cache();
}

Status PageDatabase::restore(PageStore::State state) {
  store_.restore(std::move(state));
  return database_->reset_cache();
}

Result<std::unique_ptr<PageDatabase>> PageDatabasePool::take(const PageImage& image) {
  if (idle_.empty()) return PageDatabase::open(image);
  std::unique_ptr<PageDatabase> database = std::move(idle_.back());
  idle_.pop_back();
  SRL_TRY(database->restart(image));
  return database;
}

void PageDatabasePool::put_back(std::unique_ptr<PageDatabase> database) {
  if (database != nullptr) idle_.push_back(std::move(database));
}

}  // namespace srl
