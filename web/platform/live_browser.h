// SPDX-License-Identifier: MIT
// Private to platform/: the functions of live.js. A returned text belongs to the caller, who frees
// it. Numbers that count (batches, requests) travel as doubles: exact up to 2^53.
#pragma once

#include <cstdint>

extern "C" {

int srl_js_live_is_offered(void);
void srl_js_live_listen(void);
double srl_js_live_now(void);        // ms since 1970
double srl_js_live_monotonic(void);  // the same when the page was opened, and never set
double srl_js_live_utc_offset(
    double at);  // ms that the person's clock is ahead of UTC at that instant
void srl_js_live_random(void* destination);  // 8 bytes

char* srl_js_live_own_device(void);
void srl_js_live_set_own_device(const char* id);
void srl_js_live_find_devices(void);
char* srl_js_live_noted_devices(void);  // ids with commas between them
void srl_js_live_note_devices(const char* ids);
void srl_js_live_leave_out_device(const char* id);

char* srl_js_live_secret(void);         // of this tab's device; "" for none
char* srl_js_live_other_secrets(void);  // of this browser's other devices, a line each
void srl_js_live_set_secret(const char* text);
int srl_js_live_is_signed_out(void);  // by the person
void srl_js_live_set_signed_out(int signed_out);

void srl_js_live_lock(const char* id);
void srl_js_live_load(const char* id);
void srl_js_live_write(double batch, double after, unsigned file_pages, unsigned count,
                       const std::uint32_t* indices, const void* const* pages);
void srl_js_live_pretend(double batch);
void srl_js_live_download(const char* file_name, const void* bytes, unsigned size);

void srl_js_live_fetch(int channel, double id, const char* method, const char* target,
                       const char* body, unsigned size, const char* authorization,
                       const char* trace);
void srl_js_live_give_up(int channel);

void srl_js_live_open_stream(const char* authorization, const char* last_id);
void srl_js_live_close_stream(void);

void srl_js_live_set_alarm(int alarm, double delay_ms);
void srl_js_live_cancel_alarm(int alarm);
int srl_js_live_is_visible(void);

}  // extern "C"
