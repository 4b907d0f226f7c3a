// One function per format: a result in, bytes out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bench/gate/result.h"

namespace unblock::bench::gate {

std::string text(const GateResult& result, Undecided undecided);
std::string junit(const GateResult& result, Undecided undecided);
std::string json(const GateResult& result, Undecided undecided);

/// At most `limit` bytes: rows without news go first, then the others from the end, and it says how many.
/// GitHub takes 1 MiB for a job summary and 64 KiB for a comment; the default fits both.
std::string markdown(const GateResult& result, Undecided undecided, std::size_t limit = 60'000);

/// For github-action-benchmark with `tool: customSmallerIsBetter`: the candidate's times and counts.
std::string github_action_benchmark(const GateResult& result, Undecided undecided);

/// Bencher Metric Format, for `bencher run --adapter json`.
std::string bencher(const GateResult& result, Undecided undecided);

/// By name, for the command line. Throws reports::InputError with the names there are.
std::string write(const GateResult& result, Undecided undecided, std::string_view format);
const std::vector<std::string>& format_names();

}  // namespace unblock::bench::gate
