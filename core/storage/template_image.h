// SPDX-License-Identifier: MIT
// The file of an empty database with a schema in it. New databases start as a copy of it, which
// costs a few pointers, instead of running the migrations (a millisecond). Each schema keeps its
// template in a function-local static.
#pragma once

#include <span>

#include "base/result.h"
#include "storage/migration.h"
#include "storage/page_image.h"

namespace srl {

// Migrates an empty database. The image's schema cookie is made from the SQL of the schema, so that
// a connection that is moved between templates of different schemas prepares its statements again.
Result<PageImage> build_template_image(std::span<const Migration> migrations);

}  // namespace srl
