// SPDX-License-Identifier: MIT
// cpp-httplib with our limits: its macros must be the same wherever it is included, so this is the
// only file that includes it.
#pragma once

// The default of 5 costs a second (a SYN retry) when a browser opens its six connections at once.
#define CPPHTTPLIB_LISTEN_BACKLOG 511
#define CPPHTTPLIB_REQUEST_URI_MAX_LENGTH 4096
#define CPPHTTPLIB_HEADER_MAX_COUNT 64
#define CPPHTTPLIB_KEEPALIVE_MAX_COUNT 1000000
#define CPPHTTPLIB_RANGE_MAX_COUNT 1

#include <httplib.h>
