#include "bench/gate/quantities.h"

#include <fmt/format.h>

#include <charconv>
#include <string_view>

#include "reports/model/error.h"

namespace unblock::bench::gate {
namespace {

/// The number in front; -1 where there is none. `unit` is what follows.
double leading_number(std::string_view text, std::string_view& unit) {
  double value = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) return -1;
  unit = text.substr(static_cast<std::size_t>(end - text.data()));
  return value;
}

}  // namespace

double seconds_of(const std::string& text, const std::string& option) {
  std::string_view unit;
  const double value = leading_number(text, unit);
  const double scale = unit.empty() || unit == "s" ? 1 : unit == "m" || unit == "min" ? 60
                                                     : unit == "h"                    ? 3600
                                                                                      : 0;
  const double seconds = value * scale;
  if (!(seconds > 0) || seconds > 1e6) throw reports::InputError(fmt::format("{} '{}': a time such as 30s or 5m is expected", option, text));
  return seconds;
}

double share_of(const std::string& text, const std::string& option) {
  std::string_view unit;
  double value = leading_number(text, unit);
  if (unit == "%") value /= 100;
  else if (!unit.empty()) value = -1;
  if (!(value > 0) || value >= 10) throw reports::InputError(fmt::format("{} '{}': a share such as 5% or 0.05 is expected", option, text));
  return value;
}

}  // namespace unblock::bench::gate
