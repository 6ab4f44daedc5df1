// SPDX-License-Identifier: MIT
// How the commands speak: results on standard output, complaints on standard error, and an exit
// code that a script can rely on.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"

namespace srl {

enum class ExitCode : int {
  ok = 0,
  failed = 1,          // the machine did not let us: a port, a file, memory
  bad_usage = 2,       // wrong flags, or input that is no history
  promise_broken = 3,  // in a run that was made; or a run of a sweep did not come to rest
  work_remains = 75,   // sysexits.h's EX_TEMPFAIL: what is due is not done; come again
};

// Prints to standard output and makes sure that it got there.
ExitCode print(std::string_view text, ExitCode code = ExitCode::ok);

// "srl: message" on standard error.
ExitCode complain(ExitCode code, std::string_view message);

// bad_usage, with where the input came from in front: "srl: lost.json: /gestures/3/task: ...".
ExitCode complain_of_input(std::string_view source, const Error& error);

// "1,234,567".
std::string format_count(std::uint64_t count);

// `text` filled up with spaces to `width` characters; it must be ASCII.
std::string pad_left(std::string_view text, std::size_t width);
std::string pad_right(std::string_view text, std::size_t width);

}  // namespace srl
