// Several clients at once, as if they were one: what each of them counted is added, and what cannot be added is left out.
#pragma once

#include <string>
#include <vector>

#include "bench/protocol/answer.h"

namespace unblock::bench {

/// What one worker process answered.
struct Answer {
  Row row{};
  SideFile side{};
};

/// The answers of clients that ran the same cell. Rates add up, costs per operation are means over all operations, latencies come from
/// the sum of the histograms. A refusal of one is that of all; so is that they hardly measured at the same time, or do not say when.
Answer merged(const std::vector<Answer>& answers);

}  // namespace unblock::bench
