// SPDX-License-Identifier: MIT
// Dear ImGui is compiled with this in place of sscanf (third_party.cmake): the true one brings the
// arithmetic of long double into the download. Its backend reads "#version %d"; numbers typed into
// ImGui's own fields and files of settings, which need more, we have not.
#include <cstdarg>

extern "C" int srl_scan_integers(const char* text, const char* format, ...);

// Knows %d, and characters that stand for themselves. Returns how many numbers were read.
int srl_scan_integers(const char* text, const char* format, ...) {
  std::va_list numbers;
  va_start(numbers, format);
  int count = 0;
  for (; *format != '\0'; ++format) {
    if (format[0] != '%') {
      if (*text++ != *format) break;
      continue;
    }
    ++format;
    if (*format != 'd' || *text < '0' || *text > '9') break;
    int number = 0;
    for (; *text >= '0' && *text <= '9'; ++text) number = 10 * number + (*text - '0');
    *va_arg(numbers, int*) = number;
    ++count;
  }
  va_end(numbers);
  return count;
}
