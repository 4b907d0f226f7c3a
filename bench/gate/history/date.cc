#include "bench/gate/history/date.h"

#include <fmt/format.h>

#include <cstdlib>
#include <ctime>
#include <regex>

namespace unblock::bench::gate {
namespace {

int number(const std::ssub_match& digits) { return digits.matched ? std::atoi(digits.str().c_str()) : 0; }

/// Seconds that the zone is ahead of UTC.
int offset_s(const std::ssub_match& sign, const std::ssub_match& hours, const std::ssub_match& minutes) {
  const int seconds = number(hours) * 3600 + number(minutes) * 60;
  return sign.matched && sign.str() == "-" ? -seconds : seconds;
}

}  // namespace

std::optional<std::string> utc(const std::string& date) {
  static const std::regex kIso(R"((\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(?:Z|UTC|([+-])(\d\d):?(\d\d)?)?)?)");
  std::smatch part;
  if (!std::regex_match(date, part, kIso)) return std::nullopt;
  std::tm time{};
  time.tm_year = number(part[1]) - 1900;
  time.tm_mon = number(part[2]) - 1;
  time.tm_mday = number(part[3]);
  time.tm_hour = number(part[4]);
  time.tm_min = number(part[5]);
  time.tm_sec = number(part[6]);
  const std::tm asked = time;
  const std::time_t seconds = ::timegm(&time) - offset_s(part[7], part[8], part[9]);
  // timegm turns the 31st of February into March; that is no date.
  if (time.tm_mday != asked.tm_mday || time.tm_mon != asked.tm_mon || time.tm_hour != asked.tm_hour || time.tm_min != asked.tm_min) return std::nullopt;
  std::tm result{};
  if (::gmtime_r(&seconds, &result) == nullptr) return std::nullopt;
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", result.tm_year + 1900, result.tm_mon + 1, result.tm_mday, result.tm_hour, result.tm_min,
                     result.tm_sec);
}

std::optional<std::string> utc_from(const std::string& since) {
  static const std::regex kBeginning(R"((\d{4})(-\d\d)?)");
  std::smatch part;
  if (!std::regex_match(since, part, kBeginning)) return utc(since);
  return utc(fmt::format("{}{}-01", part[1].str(), part[2].matched ? part[2].str() : "-01"));
}

}  // namespace unblock::bench::gate
