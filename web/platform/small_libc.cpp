// SPDX-License-Identifier: MIT
// Two functions of libc that would bring the arithmetic of long double into the download, 10 KB.
// The linker puts these in their place (scripts/cmake/wasm.cmake).
#include <cstdarg>
#include <cstddef>
#include <cstring>

extern "C" {

// The JSON parser converts a number with a fraction before it hands over its text, and the text is
// all that is looked at: such a number is refused.
double __wrap_strtod(const char* text, char** end);
double __wrap_strtod(const char* text, char** end) {
  if (end != nullptr) *end = const_cast<char*>(text) + std::strlen(text);
  return 0;
}

// Emscripten's printf for programs without long double: the same in all else.
int __small_vsnprintf(char* out, std::size_t size, const char* format, std::va_list values);

int __wrap_vsnprintf(char* out, std::size_t size, const char* format, std::va_list values);
int __wrap_vsnprintf(char* out, std::size_t size, const char* format, std::va_list values) {
  return __small_vsnprintf(out, size, format, values);
}

}  // extern "C"
