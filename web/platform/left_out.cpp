// SPDX-License-Identifier: MIT
// Dear ImGui is compiled with this in place of sscanf (third_party.cmake): it would read numbers
// typed into its own fields and files of settings, and we have neither. The true one brings the
// arithmetic of long double into the download.
extern "C" int srl_no_sscanf(const char*, const char*, ...);

int srl_no_sscanf(const char*, const char*, ...) { return 0; }
