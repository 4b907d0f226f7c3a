// Where results go, and in which format.
#pragma once

#include <string>

#include "reports/model/stalls.h"
#include "watch/command/options.h"

namespace unblock::watch {

/// Prints in the chosen format: text to standard error, beside what the program prints (unless `-o -` asks for standard output), the
/// others to standard output.
void print(const Options& options, const reports::Stalls& stalls);

/// Throws InputError when the output file cannot be made: known before the program runs for an hour.
void check_output(const Options& options);

/// What the output file holds.
std::string output_text(const Options& options, const reports::Stalls& stalls);

/// The preloaded library, beside this program or in ../lib/unblock. Throws InputError.
std::string watch_library();

/// ISO 8601 with zone.
std::string date_now();

}  // namespace unblock::watch
