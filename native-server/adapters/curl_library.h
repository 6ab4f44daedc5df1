// SPDX-License-Identifier: MIT
// libcurl, loaded when mails are to be sent and only then: it brings some thirty libraries, and 4
// MB that a server without mails has no use for.
#pragma once

#define CURL_DISABLE_TYPECHECK  // its checks are macros around the functions' own names
#include <curl/curl.h>

#include "base/result.h"

namespace srl {

struct CurlLibrary {
  decltype(&::curl_global_init) global_init = nullptr;
  decltype(&::curl_easy_init) easy_init = nullptr;
  decltype(&::curl_easy_setopt) easy_setopt = nullptr;
  decltype(&::curl_easy_perform) easy_perform = nullptr;
  decltype(&::curl_easy_getinfo) easy_getinfo = nullptr;
  decltype(&::curl_easy_cleanup) easy_cleanup = nullptr;
  decltype(&::curl_easy_strerror) easy_strerror = nullptr;
  decltype(&::curl_slist_append) slist_append = nullptr;
  decltype(&::curl_slist_free_all) slist_free_all = nullptr;

  // Stays loaded until the program ends. The error says what to install.
  static Result<CurlLibrary> load();
};

}  // namespace srl
