// Benchmark results as a file: Google Benchmark's JSON, which its tools read, with what we know more under "unblock".
// The schema is docs/results-schema.md.
#pragma once

#include <string>

#include "reports/model/measurement.h"

namespace unblock::reports::results {

/// What write() writes and read() understands; it grows only when old readers would misread a file.
inline constexpr int kSchema = 1;

/// Never NaN or Infinity: such a value is left out. Bytes that are not UTF-8 are replaced.
std::string write(const Run& run);

}  // namespace unblock::reports::results
