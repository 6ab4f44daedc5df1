// SPDX-License-Identifier: MIT
#include "model/sign_in_names.h"

#include <doctest/doctest.h>

#include <string>

namespace srl {

TEST_CASE("sign-in names: an address is written in one way") {
  for (const char* text : {"eve@example.org", "eve@example.org.", " Eve@Example.ORG\t",
                           "\xC2\xA0"
                           "eve@example.org",
                           "eve@example.org\xE2\x80\x8B",
                           "\xEF\xBB\xBF"
                           "eve@example.org.\r\n",
                           "eve\xEF\xBC\xA0"
                           "example\xE3\x80\x82org",
                           "eve@\xEF\xBC\xA5xample\xEF\xBC\x8Eorg"}) {
    CAPTURE(text);
    const Result<std::string> email = normal_email(text);
    REQUIRE(email.ok());
    CHECK(*email == "eve@example.org");
  }
  for (const char* text : {"o'brien+lab@example.org", "ada@localhost",
                           "\xC3\xA4"
                           "da@b\xC3\xBC"
                           "cher.example",
                           "a@1.example"}) {
    CAPTURE(text);
    CHECK(normal_email(text).ok());
  }
  CHECK(normal_email(std::string(64, 'a') + "@example.org").ok());
  CHECK_FALSE(normal_email(std::string(65, 'a') + "@example.org").ok());
  CHECK_FALSE(normal_email("a@" + std::string(64, 'b') + ".org").ok());
  CHECK_FALSE(normal_email("'eve@example.org'").ok());
  CHECK_FALSE(normal_email("eve@127.0.0.1").ok());
  CHECK_FALSE(normal_email("eve@\xE2\x80\x8B"
                           "example.org")
                  .ok());
}

TEST_CASE("sign-in names: a code is six digits of whatever script") {
  CHECK(*normal_code("123456") == "123456");
  CHECK(*normal_code(" 123 456 ") == "123456");
  CHECK(*normal_code("123\xE2\x80\x93"
                     "456") == "123456");                                       // an en dash
  CHECK(*normal_code("\xEF\xBC\x91\xEF\xBC\x92\xEF\xBC\x93 456") == "123456");  // full width
  CHECK(*normal_code("\xD9\xA1\xD9\xA2\xD9\xA3\xD9\xA4\xD9\xA5\xD9\xA6") ==
        "123456");  // Arabic-Indic
  for (const char* text : {"", "12345", "1234567", "12345a", "1.23456",
                           "\xFF"
                           "123456"}) {
    CAPTURE(text);
    CHECK_FALSE(normal_code(text).ok());
  }
}

TEST_CASE("sign-in names: a code to join is read as people misread it") {
  const std::string code = "K7QF201X9T";
  CHECK(shown_join_code(code) == "K7QF2-01X9T");
  CHECK(*normal_join_code(shown_join_code(code)) == code);
  CHECK(*normal_join_code(" k7qf2 olx9t") == code);
  for (const char* text : {"", "K7QF2-01X9", "K7QF2-01X9TT", "K7QF2-01X9U"})
    CHECK_FALSE(normal_join_code(text).ok());
}

}  // namespace srl
