// SPDX-License-Identifier: MIT
// A part of a listing. It ends with the rows that were asked for, or when it is as large as one
// answer should be: a list of large rows has more pages, and no answer is built that memory
// must fear.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/result.h"
#include "ports/database.h"

namespace srl {

inline constexpr std::size_t kPageBytesMax = 1024 * 1024;  // and one row; before JSON's escapes

template <class Row>
struct RowPage {
  std::vector<Row> rows;
  bool has_more = false;  // perhaps: it ended because it was full
};

// `read(query, rows)` appends the row at the query and returns Result<its size in bytes>.
template <class Row, class Read>
Result<RowPage<Row>> read_page(Query& query, std::int64_t limit, Read read) {
  RowPage<Row> page;
  std::size_t bytes = 0;
  while (!page.has_more && query.next()) {
    const Result<std::size_t> size = read(query, page.rows);
    if (!size.ok()) return size.error();
    bytes += *size;
    page.has_more = static_cast<std::int64_t>(page.rows.size()) == limit || bytes >= kPageBytesMax;
  }
  if (!query.status().ok()) return query.status().error();
  return page;
}

}  // namespace srl
