// SPDX-License-Identifier: MIT
// Private to platform/: the functions of browser_text.js.
#pragma once

extern "C" {

double srl_js_text_advance(const char* text, int face, double letter_px, int right_to_left);
// `box`: width, height, left, top, is_colored. Frees nothing: the pixels are the caller's. Null
// when nothing is to be seen.
unsigned char* srl_js_text_paint(const char* text, int face, double letter_px, int right_to_left,
                                 int* box);

}  // extern "C"
