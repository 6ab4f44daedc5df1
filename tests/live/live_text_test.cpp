// SPDX-License-Identifier: MIT
#include "live/live_text.h"

#include <doctest/doctest.h>

namespace srl::web {
namespace {

std::string words(EventKind kind, const char* address) {
  Event event;
  event.kind = kind;
  event.text = address;
  return event_text(event);
}

}  // namespace

TEST_CASE("live/text: a guest, who has no address, is called one where an address would stand") {
  CHECK(words(EventKind::signed_in, "") == "Signed in as a guest");
  CHECK(words(EventKind::sign_in_needed, "") == "The session has ended, sign-in needed: a guest");
  CHECK(words(EventKind::signed_out, "") == "Signed out, 0 changes stay: a guest");
}

TEST_CASE("live/text: a person who has an address is called by it") {
  CHECK(words(EventKind::signed_in, "ada@example.org") == "Signed in: ada@example.org");
  CHECK(words(EventKind::sign_in_needed, "ada@example.org") ==
        "The session has ended, sign-in needed: ada@example.org");
}

TEST_CASE("live/text: one is told as one") {
  Event event;
  event.kind = EventKind::push_too_large;
  event.a = 1;
  event.b = 2'500;
  CHECK(event_text(event) == "Too large for the way: 1 operation, about 2500 bytes");
  event.a = 11;
  CHECK(event_text(event) == "Too large for the way: 11 operations, about 2500 bytes");
  event.kind = EventKind::operation_parked;
  event.a = 1;
  CHECK(event_text(event).find("Parked after 1 attempt: ") == 0);
}

}  // namespace srl::web
