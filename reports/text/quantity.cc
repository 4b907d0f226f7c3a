// Decimal prefixes for bytes too: memory per task is compared by ratio, not by page.
#include "reports/text/quantity.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace unblock::reports::text {
namespace {

std::string with_commas(std::string digits) {
  const std::size_t begin = digits.rfind('-', 0) == 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > begin + 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

/// Three digits that count.
std::string three_digits(double value) {
  const double size = std::abs(value);
  if (size == 0) return "0";
  if (size >= 999.5) return with_commas(fmt::format("{:.0f}", value));
  const int decimals = size >= 99.95 ? 0 : size >= 9.995  ? 1
                                       : size >= 0.0995   ? 2
                                       : size >= 0.000995 ? 4
                                                          : -1;
  return decimals < 0 ? fmt::format("{:.1e}", value) : fmt::format("{:.{}f}", value, decimals);
}

template <std::size_t N>
std::string scaled(double value, const std::array<const char*, N>& units) {
  std::size_t step = 0;
  while (step + 1 < N && std::abs(value) >= 999.5) {
    value /= 1000;
    ++step;
  }
  const bool is_whole = step == 0 && value == std::floor(value);  // 12 ns, not 12.0 ns
  return fmt::format("{} {}", is_whole ? fmt::format("{:.0f}", value) : three_digits(value), units[step]);
}

std::string duration(double ns) {
  constexpr std::array<const char*, 4> kUnits = {"ns", "µs", "ms", "s"};
  return scaled(ns, kUnits);
}

}  // namespace

std::string quantity(double value, Unit unit) {
  constexpr std::array<const char*, 5> kBytes = {"B", "kB", "MB", "GB", "TB"};
  constexpr std::array<const char*, 4> kRates = {"/s", "k/s", "M/s", "G/s"};
  if (!std::isfinite(value)) return "–";
  switch (unit) {
    case Unit::nanoseconds: return duration(value);
    case Unit::bytes: return scaled(value, kBytes);
    case Unit::per_second: return scaled(value, kRates);
    case Unit::ratio: return "×" + factor(value);
    case Unit::plain: break;
  }
  return value == std::floor(value) && std::abs(value) < 1e15 ? count(value) : three_digits(value);
}

std::string tick(double value, Unit unit) {
  if (value == 0) return "0";
  const std::string full = quantity(value, unit);
  const std::size_t end = std::min(full.find(' '), full.size());
  std::string digits = full.substr(0, end);
  if (digits.find('.') != std::string::npos) {
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.ends_with('.')) digits.pop_back();
  }
  return digits + full.substr(end);
}

std::string factor(double value) {
  if (!std::isfinite(value)) return "–";
  if (value >= 99.5) return with_commas(fmt::format("{:.0f}", value));
  if (value >= 9.95) return fmt::format("{:.0f}", value);
  return value >= 1.995 || value < 0.0995 ? fmt::format("{:.2g}", value) : fmt::format("{:.2f}", value);
}

std::string count(double value) { return with_commas(fmt::format("{:.0f}", value)); }

std::string coordinate(double value) {
  if (!std::isfinite(value)) return "0";
  std::string made = fmt::format("{:.1f}", value);
  if (made.ends_with(".0")) made.resize(made.size() - 2);
  return made == "-0" ? "0" : made;
}

std::string plural(std::size_t n, const std::string& one, const std::string& many) {
  return fmt::format("{} {}", count(static_cast<double>(n)), n == 1 ? one : many.empty() ? one + "s"
                                                                                         : many);
}

}  // namespace unblock::reports::text
