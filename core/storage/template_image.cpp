// SPDX-License-Identifier: MIT
#include "storage/template_image.h"

#include "base/digest.h"
#include "storage/page_database.h"

namespace srl {
namespace {

std::uint32_t schema_cookie(std::span<const Migration> migrations) {
  Digest digest;
  for (const Migration& migration : migrations) {
    for (const Sql sql : migration.statements) digest.add_text(sql.text);
  }
  // SQLite reads the cookie as a signed number and adds one for each later change.
  return static_cast<std::uint32_t>(digest.value() >> 34);
}

}  // namespace

Result<PageImage> build_template_image(std::span<const Migration> migrations) {
  Result<std::unique_ptr<PageDatabase>> pages = PageDatabase::open(PageImage());
  if (!pages.ok()) return pages.error();
  SRL_TRY(migrate((*pages)->database(), migrations));
  SRL_TRY((*pages)->database().set_schema_cookie(schema_cookie(migrations)));
  return (*pages)->store().live();
}

}  // namespace srl
