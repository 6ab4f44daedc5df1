// SPDX-License-Identifier: MIT
// cpp-httplib, as far as its public interface helps the edge: the only file that includes it, so
// that its macros are the same everywhere.
#pragma once

#include <httplib.h>
