// SPDX-License-Identifier: MIT
#include "storage/page_store.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "base/random.h"

namespace srl {
namespace {

void write_page(PageStore& store, PageIndex index, char fill) {
  const std::vector<std::byte> bytes(kPageBytes, static_cast<std::byte>(fill));
  store.write(index * kPageBytes, bytes.data(), bytes.size());
}

char first_of(const PageImage& image, PageIndex index) {
  const std::byte* content = image.page(index);
  return content == nullptr ? '\0' : static_cast<char>(content[0]);
}

// The first byte of every page of the live content.
std::string live_text(const PageStore& store) {
  std::string text;
  for (PageIndex i = 0; i < store.live().page_count(); ++i) text += first_of(store.live(), i);
  return text;
}

std::string batch_text(const PageStore& store, BatchId n) {
  const PageBatch* batch = store.batch(n);
  if (batch == nullptr) return "(none)";
  std::string text = std::to_string(batch->page_count) + ":";
  for (const BatchPage& page : batch->pages) {
    text += " " + std::to_string(page.index) + static_cast<char>(page.page->bytes[0]);
  }
  return text;
}

struct RecordingListener final : BatchListener {
  void on_batch(BatchId batch) override { batches.push_back(batch); }
  std::vector<BatchId> batches;
};

}  // namespace

TEST_CASE("storage/page_store: a sync closes one batch of the pages written since the last") {
  PageStore store;
  RecordingListener listener;
  store.set_listener(&listener);
  CHECK(store.sync() == 0);
  write_page(store, 1, 'b');
  write_page(store, 0, 'a');
  write_page(store, 1, 'c');
  CHECK(store.sync() == 1);
  CHECK(batch_text(store, 1) == "2: 0a 1c");
  CHECK(store.sync() == 1);
  write_page(store, 1, 'd');
  CHECK(store.sync() == 2);
  CHECK(batch_text(store, 1) == "2: 0a 1c");
  CHECK(batch_text(store, 2) == "2: 1d");
  CHECK(listener.batches == std::vector<BatchId>{1, 2});
}

TEST_CASE("storage/page_store: batches become durable in order, a later one covers the earlier") {
  PageStore store;
  for (const char fill : {'a', 'b', 'c'}) {
    write_page(store, 0, fill);
    store.sync();
  }
  CHECK(store.mark_durable(2));
  CHECK(store.durable_batch() == 2);
  CHECK(first_of(store.durable(), 0) == 'b');
  CHECK(store.outstanding().size() == 1);
  CHECK_FALSE(store.mark_durable(1));
  CHECK_FALSE(store.mark_durable(4));
  CHECK(store.durable_batch() == 2);
  CHECK(store.mark_durable(3));
  CHECK(store.all_durable());
}

TEST_CASE("storage/page_store: a power cut returns to the durable batch and forgets the rest") {
  PageStore store;
  write_page(store, 0, 'a');
  store.sync();
  store.mark_durable(1);
  write_page(store, 0, 'b');
  write_page(store, 1, 'b');
  store.sync();
  write_page(store, 2, 'c');  // not even synced
  store.revert_to_durable();
  CHECK(live_text(store) == "a");
  CHECK(store.last_batch() == 1);
  CHECK(store.sync() == 1);
  SUBCASE("a late answer about the lost batch changes nothing") {
    write_page(store, 0, 'd');
    CHECK(store.sync() == 3);
    CHECK_FALSE(store.mark_durable(2));
    CHECK_FALSE(store.mark_failed(2));
    CHECK(store.durable_batch() == 1);
    CHECK(first_of(store.durable(), 0) == 'a');
  }
}

TEST_CASE("storage/page_store: nothing behind a failed batch is durable before the retry") {
  PageStore store;
  RecordingListener listener;
  store.set_listener(&listener);
  for (const char fill : {'a', 'b', 'c'}) {
    write_page(store, 0, fill);
    write_page(store, static_cast<PageIndex>(fill - 'a' + 1), fill);
    store.sync();
  }
  CHECK(store.mark_failed(2));
  CHECK(store.has_failed());
  CHECK_FALSE(store.mark_durable(3));  // the disk has 3 but not 2: torn
  CHECK(store.mark_durable(1));        // 1 stands before the failure
  write_page(store, 4, 'd');
  CHECK(store.sync() == 4);
  CHECK(listener.batches == std::vector<BatchId>{1, 2, 3});  // 4 is held back
  CHECK(store.retry() == 5);
  CHECK(listener.batches.back() == 5);
  CHECK(batch_text(store, 5) == "5: 0c 2b 3c 4d");
  CHECK_FALSE(store.mark_durable(3));
  CHECK(store.mark_durable(5));
  CHECK(store.all_durable());
  CHECK(store.durable_batch() == 5);
  CHECK(same_content(store.live(), store.durable()));
  CHECK(store.retry() == 0);
}

TEST_CASE("storage/page_store: the earliest failure counts, and a retry may fail again") {
  for (const bool in_order : {true, false}) {
    CAPTURE(in_order);
    PageStore store;
    for (const char fill : {'a', 'b', 'c'}) {
      write_page(store, 0, fill);
      store.sync();
    }
    CHECK(store.mark_failed(in_order ? 2 : 3));
    CHECK(store.mark_failed(in_order ? 3 : 2));
    CHECK_FALSE(store.mark_durable(2));
    CHECK(store.retry() == 4);
    CHECK(store.mark_failed(4));
    CHECK(store.retry() == 5);
    CHECK(store.mark_durable(5));
    CHECK(first_of(store.durable(), 0) == 'c');
  }
}

TEST_CASE("storage/page_store: a file that was cut and grew again leaves nothing of the old one") {
  PageStore store;
  for (PageIndex i = 0; i < 4; ++i) write_page(store, i, 'x');
  store.sync();
  store.mark_durable(1);
  SUBCASE("within one batch") {
    store.truncate(kPageBytes);
    write_page(store, 3, 'y');
    CHECK(store.sync() == 2);
  }
  SUBCASE("across two batches that are merged") {
    store.truncate(kPageBytes);
    store.sync();
    write_page(store, 3, 'y');
    store.sync();
    store.mark_failed(2);
    CHECK(store.retry() == 4);
  }
  CHECK(store.mark_durable(store.last_batch()));
  CHECK(store.durable().page_count() == 4);
  CHECK(first_of(store.durable(), 1) == '\0');
  CHECK(first_of(store.durable(), 3) == 'y');
  CHECK(same_content(store.live(), store.durable()));
}

TEST_CASE("storage/page_store: reads and writes may cross pages, and past the end are zeros") {
  PageStore store;
  const std::string text = "across the boundary";
  store.write(kPageBytes - 6, reinterpret_cast<const std::byte*>(text.data()), text.size());
  std::string back(text.size(), '?');
  CHECK(store.read(kPageBytes - 6, reinterpret_cast<std::byte*>(back.data()), back.size()));
  CHECK(back == text);
  CHECK_FALSE(store.read(2 * kPageBytes - 2, reinterpret_cast<std::byte*>(back.data()), 4));
  CHECK(back.substr(0, 4) == std::string(4, '\0'));
  CHECK_FALSE(store.read(9 * kPageBytes, reinterpret_cast<std::byte*>(back.data()), 4));
}

TEST_CASE("storage/page_store: a checkpoint is not touched by what happens after it") {
  PageStore store;
  write_page(store, 0, 'a');
  store.sync();
  write_page(store, 0, 'b');
  store.sync();
  write_page(store, 1, 'c');  // in the middle of a batch
  const PageStore::State checkpoint = store.state();
  write_page(store, 1, 'd');
  store.sync();
  store.mark_durable(3);
  write_page(store, 0, 'e');
  store.sync();

  store.restore(checkpoint);
  CHECK(live_text(store) == "bc");
  CHECK(store.last_batch() == 2);
  CHECK(store.durable_batch() == 0);
  CHECK(store.outstanding().size() == 2);
  CHECK(store.sync() == 3);
  CHECK(batch_text(store, 3) == "2: 1c");
}

TEST_CASE("storage/page_store: a reopened file continues the numbers of its batches") {
  PageStore source;
  write_page(source, 0, 'a');
  PageStore store(source.live(), 57);
  CHECK(store.last_batch() == 57);
  CHECK(store.durable_batch() == 57);
  CHECK(store.sync() == 57);
  write_page(store, 0, 'b');
  CHECK(store.sync() == 58);
}

// ---- against a model: a disk that takes batches as the browser's does ---------------------------

namespace {

// Applies each batch whole, from the batch alone, and remembers each live content by number.
class Model final : public BatchListener {
 public:
  explicit Model(std::uint64_t seed) : random_{seed, purpose_of("page_store_test"), 0, 0} {
    store_.set_listener(this);
  }

  void on_batch(BatchId batch) override { in_flight_.push_back(batch); }

  void run(int steps) {
    for (int i = 0; i < steps; ++i) {
      step();
      REQUIRE(store_.live().to_bytes() == live_);
      REQUIRE(store_.durable().to_bytes() == disk_);
    }
  }

 private:
  void step() {
    switch (random_.below(16)) {
      case 0: return truncate();
      case 1: return fail();
      case 2: return retry();
      case 3: return cut_power();
      case 4: return save_or_restore();
      case 5:
      case 6:
      case 7: return complete();
      case 8:
      case 9:
      case 10: return sync();
      default: return write();
    }
  }

  void write() {
    const std::uint64_t offset = random_.below(70 * kPageBytes);
    const bool whole = random_.chance_ppm(700'000);
    const std::size_t size = whole ? kPageBytes : random_.below(3 * kPageBytes) + 1;
    const std::uint64_t at = whole ? offset / kPageBytes * kPageBytes : offset;
    const std::vector<std::byte> data(size, static_cast<std::byte>(random_.next() & 0xFF));
    store_.write(at, data.data(), data.size());
    const std::size_t end = (at + size + kPageBytes - 1) / kPageBytes * kPageBytes;
    if (live_.size() < end) live_.resize(end);
    std::copy(data.begin(), data.end(), live_.begin() + static_cast<std::ptrdiff_t>(at));
  }

  void truncate() {
    live_.resize(random_.below(70) * kPageBytes);
    store_.truncate(live_.size());
  }

  void sync() { contents_[store_.sync()] = live_; }

  // The disk answers: in order mostly, sometimes about a later batch first.
  void complete() {
    if (in_flight_.empty()) return;
    const std::size_t which = random_.chance_ppm(800'000) ? 0 : random_.below(in_flight_.size());
    const BatchId n = in_flight_[which];
    in_flight_.erase(in_flight_.begin() + static_cast<std::ptrdiff_t>(which));
    const std::vector<SharedRef<PageBatch>> before = store_.outstanding();
    if (!store_.mark_durable(n)) return;
    for (const SharedRef<PageBatch>& batch : before) {
      if (batch->id <= n) take(*batch);
    }
    REQUIRE(disk_ == contents_[n]);
  }

  void take(const PageBatch& batch) {
    disk_.resize(batch.page_count * kPageBytes);
    for (const BatchPage& page : batch.pages) {
      std::memcpy(&disk_[page.index * kPageBytes], page.page->bytes, kPageBytes);
    }
  }

  void fail() {
    if (!in_flight_.empty()) store_.mark_failed(in_flight_[random_.below(in_flight_.size())]);
  }

  void retry() {
    const BatchId newest = store_.last_batch();
    if (store_.retry() != 0) contents_[store_.last_batch()] = contents_[newest];
  }

  void cut_power() {
    store_.revert_to_durable();
    live_ = disk_;
  }

  void save_or_restore() {
    if (random_.chance_ppm(500'000)) {
      saved_ = {store_.state(), live_, disk_, in_flight_, contents_};
      return;
    }
    store_.restore(saved_.state);
    live_ = saved_.live;
    disk_ = saved_.disk;
    in_flight_ = saved_.in_flight;
    contents_ = saved_.contents;
  }

  using Bytes = std::vector<std::byte>;
  struct Saved {
    PageStore::State state;
    Bytes live;
    Bytes disk;
    std::vector<BatchId> in_flight;
    std::map<BatchId, Bytes> contents;
  };

  RandomStream random_;
  PageStore store_;
  Bytes live_;
  Bytes disk_;
  std::vector<BatchId> in_flight_;
  std::map<BatchId, Bytes> contents_;
  Saved saved_;
};

}  // namespace

TEST_CASE("storage/page_store: any order of writes, answers and power cuts agrees with a model") {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    CAPTURE(seed);
    Model(seed).run(150);
  }
}

}  // namespace srl
