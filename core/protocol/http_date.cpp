// SPDX-License-Identifier: MIT
#include "protocol/http_date.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/limits.h"
#include "base/text.h"

namespace srl {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::size_t kDigitsMax = 9;
constexpr int kCenturyTurns = 70;  // two digits: 70 is 1970, 69 is 2069

std::optional<int> number_of(std::string_view digits) {
  const bool are_digits = !digits.empty() && digits.size() <= kDigitsMax &&
                          digits.find_first_not_of("0123456789") == std::string_view::npos;
  if (!are_digits) return std::nullopt;
  int number = 0;
  for (const char digit : digits) number = 10 * number + (digit - '0');
  return number;
}

std::optional<unsigned> month_of(std::string_view name) {
  const auto* const found = std::find(kMonths.begin(), kMonths.end(), name);
  if (found == kMonths.end()) return std::nullopt;
  return static_cast<unsigned>(found - kMonths.begin()) + 1;
}

std::optional<DurationMs> time_of_day(std::string_view text) {  // "08:49:37"
  const std::vector<std::string> parts = split(text, ':');
  if (parts.size() != 3) return std::nullopt;
  const std::optional<int> hour = number_of(parts[0]);
  const std::optional<int> minute = number_of(parts[1]);
  const std::optional<int> second = number_of(parts[2]);
  if (!hour || !minute || !second) return std::nullopt;
  if (*hour > 23 || *minute > 59 || *second > 60) return std::nullopt;  // 60: a leap second
  return *hour * kHourMs + *minute * kMinuteMs + *second * kSecondMs;
}

bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

// Of a date of the Gregorian calendar; nothing for a day that the month does not have.
std::optional<std::int64_t> days_since_1970(int year, unsigned month, int day) {
  constexpr int kDaysOf[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  constexpr std::int64_t kDaysUntil1970 = 719'162;
  const int days_of_month = kDaysOf[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
  if (day < 1 || day > days_of_month || year < 1) return std::nullopt;
  const std::int64_t before = year - 1;
  std::int64_t days = before * 365 + before / 4 - before / 100 + before / 400;
  for (unsigned m = 1; m < month; ++m) days += kDaysOf[m - 1] + (m == 2 && is_leap(year) ? 1 : 0);
  return days + day - 1 - kDaysUntil1970;
}

std::optional<TimeMs> moment(std::string_view day, std::string_view month, std::optional<int> year,
                             std::string_view time) {
  const std::optional<int> day_number = number_of(day);
  const std::optional<unsigned> month_number = month_of(month);
  const std::optional<DurationMs> time_ms = time_of_day(time);
  if (!day_number || !month_number || !year || !time_ms) return std::nullopt;
  const std::optional<std::int64_t> days = days_since_1970(*year, *month_number, *day_number);
  if (!days) return std::nullopt;
  return *days * kDayMs + *time_ms;
}

std::optional<int> year_of_two_digits(std::string_view digits) {
  const std::optional<int> number = number_of(digits);
  if (!number || digits.size() != 2) return std::nullopt;
  return *number + (*number >= kCenturyTurns ? 1900 : 2000);
}

}  // namespace

std::optional<TimeMs> parse_http_date(std::string_view text) {
  std::vector<std::string> words = split(trim(text), ' ');
  std::erase(words, "");  // asctime pads the day with a space
  // Sun, 06 Nov 1994 08:49:37 GMT
  if (words.size() == 6 && words[5] == "GMT") {
    return moment(words[1], words[2], number_of(words[3]), words[4]);
  }
  // Sunday, 06-Nov-94 08:49:37 GMT
  if (words.size() == 4 && words[3] == "GMT") {
    const std::vector<std::string> date = split(words[1], '-');
    if (date.size() != 3) return std::nullopt;
    return moment(date[0], date[1], year_of_two_digits(date[2]), words[2]);
  }
  // Sun Nov  6 08:49:37 1994
  if (words.size() == 5) return moment(words[2], words[1], number_of(words[4]), words[3]);
  return std::nullopt;
}

DurationMs parse_retry_after(std::string_view retry_after, std::string_view date, TimeMs now_ms) {
  if (const std::optional<int> seconds = number_of(trim(retry_after))) return *seconds * kSecondMs;
  const std::optional<TimeMs> until_ms = parse_http_date(retry_after);
  if (!until_ms) return 0;
  return std::max<DurationMs>(0, *until_ms - parse_http_date(date).value_or(now_ms));
}

}  // namespace srl
