// SPDX-License-Identifier: MIT
// Private to platform/: the functions of browser.js. A returned text belongs to the caller, who
// frees it.
#pragma once

extern "C" {

// Registers every listener; the current size, preferences and focus arrive before it returns.
void srl_js_listen(void);

// Tells the loading page that the first frame stands.
void srl_js_first_frame(void);
// The WebGL context was lost (1) or is back (0).
void srl_js_context_lost(int lost);
// There is no WebGL 2: the page opens its view of plain HTML.
void srl_js_no_canvas(void);

void srl_js_cursor(const char* css_cursor);
// Moves the text agent to the caret and gives it the focus, or takes it away.
void srl_js_text_input(int active, double x, double y, double line_height);

char* srl_js_query(const char* key);
char* srl_js_page_address(void);
char* srl_js_fragment(void);
void srl_js_set_fragment(const char* fragment);
char* srl_js_load(const char* key);
void srl_js_save(const char* key, const char* value);
void srl_js_copy(const char* text);
void srl_js_download(const char* file_name, const char* mime, const char* text);

void srl_js_open_accessible_view(void);

int srl_js_font_size(const char* name);
void srl_js_font_take(const char* name, unsigned char* destination);

}  // extern "C"
