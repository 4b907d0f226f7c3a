// Numbers as a person reads them: three digits that count, and a unit.
#pragma once

#include <string>

namespace unblock::reports::text {

enum class Unit {
  nanoseconds,
  bytes,
  per_second,
  ratio,
  plain
};

/// "812 ns", "5.00 µs", "1.20 s"; "1.34 kB", "5.00 MB"; "12.3 k/s"; "×1.30"; "3.01", "12,345".
std::string quantity(double value, Unit unit);

/// The same without zeros at the end: "5 µs", "0". For the ticks of an axis.
std::string tick(double value, Unit unit);

/// "41", "2.4", "812": a factor inside a sentence.
std::string factor(double value);

/// "1,234,567"
std::string count(double value);

/// For coordinates: at most one decimal, no trailing zero.
std::string coordinate(double value);

/// "1 finding", "3 findings"; the plural is the word with an s unless it is given.
std::string plural(std::size_t n, const std::string& one, const std::string& many = "");

}  // namespace unblock::reports::text
