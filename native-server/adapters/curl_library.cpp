// SPDX-License-Identifier: MIT
#include "adapters/curl_library.h"

#include <dlfcn.h>

namespace srl {
namespace {

constexpr char kFile[] = "libcurl.so.4";

template <class Function>
bool find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(library, name));
  return function != nullptr;
}

}  // namespace

Result<CurlLibrary> CurlLibrary::load() {
  CurlLibrary curl;
  void* library = ::dlopen(kFile, RTLD_NOW | RTLD_LOCAL);
  const bool is_there = library != nullptr && find(library, "curl_global_init", curl.global_init) &&
                        find(library, "curl_easy_init", curl.easy_init) &&
                        find(library, "curl_easy_setopt", curl.easy_setopt) &&
                        find(library, "curl_easy_perform", curl.easy_perform) &&
                        find(library, "curl_easy_getinfo", curl.easy_getinfo) &&
                        find(library, "curl_easy_cleanup", curl.easy_cleanup) &&
                        find(library, "curl_easy_strerror", curl.easy_strerror) &&
                        find(library, "curl_slist_append", curl.slist_append) &&
                        find(library, "curl_slist_free_all", curl.slist_free_all);
  if (!is_there || curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
    return make_error(ErrorCode::unavailable, std::string(kFile) +
                                                  " cannot be loaded, and mails need it; Debian: "
                                                  "apt-get install libcurl4");
  }
  return curl;
}

}  // namespace srl
