// SPDX-License-Identifier: MIT
// What must hold, checked in release builds, too: a program that goes on with a broken counter or a
// page in the wrong place spoils data, one that ends at once is started again from what the disk
// holds. For what our own code could get wrong; what comes from outside gets an Error.
#pragma once

namespace srl {

// The last word of a program that must not go on: the place and the sentence, on stderr.
[[noreturn, gnu::cold]] void fail_assertion(const char* file, int line, const char* what);

}  // namespace srl

// `what` is a sentence: what holds where all is well.
#define SRL_ASSERT(condition, what)                    \
  (static_cast<bool>(condition) ? static_cast<void>(0) \
                                : ::srl::fail_assertion(__FILE_NAME__, __LINE__, what))
