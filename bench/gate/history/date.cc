#include "bench/gate/history/date.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <array>
#include <charconv>
#include <ctime>
#include <string_view>

namespace unblock::bench::gate {
namespace {

/// At most four digits; 0 for a part that is not there.
int number(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

/// Seconds that the zone is ahead of UTC.
int offset_s(std::string_view sign, std::string_view hours, std::string_view minutes) {
  const int seconds = number(hours) * 3600 + number(minutes) * 60;
  return sign == "-" ? -seconds : seconds;
}

}  // namespace

std::optional<std::string> utc(const std::string& date) {
  static const RE2 kIso(R"((\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(?:Z|UTC|([+-])(\d\d):?(\d\d)?)?)?)");
  std::array<std::string, 9> part;
  if (!RE2::FullMatch(date, kIso, &part[0], &part[1], &part[2], &part[3], &part[4], &part[5], &part[6], &part[7], &part[8])) return std::nullopt;
  std::tm time{};
  time.tm_year = number(part[0]) - 1900;
  time.tm_mon = number(part[1]) - 1;
  time.tm_mday = number(part[2]);
  time.tm_hour = number(part[3]);
  time.tm_min = number(part[4]);
  time.tm_sec = number(part[5]);
  const std::tm asked = time;
  const std::time_t seconds = ::timegm(&time) - offset_s(part[6], part[7], part[8]);
  // timegm turns the 31st of February into March; that is no date.
  if (time.tm_mday != asked.tm_mday || time.tm_mon != asked.tm_mon || time.tm_hour != asked.tm_hour || time.tm_min != asked.tm_min) return std::nullopt;
  std::tm result{};
  if (::gmtime_r(&seconds, &result) == nullptr) return std::nullopt;
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", result.tm_year + 1900, result.tm_mon + 1, result.tm_mday, result.tm_hour, result.tm_min,
                     result.tm_sec);
}

std::optional<std::string> utc_from(const std::string& since) {
  static const RE2 kBeginning(R"((\d{4})(-\d\d)?)");
  std::string year, month;
  if (!RE2::FullMatch(since, kBeginning, &year, &month)) return utc(since);
  return utc(fmt::format("{}{}-01", year, month.empty() ? "-01" : month));
}

}  // namespace unblock::bench::gate
