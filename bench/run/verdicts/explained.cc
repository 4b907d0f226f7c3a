#include "bench/run/verdicts/explained.h"

namespace unblock::bench {
namespace {

constexpr Explained kExplained[] = {
    {"wrong-work", "The worker did other work than it claims, by the target's count or digest, so its time is withheld. It is a bug of the runtime's adapter or of the library."},
    {"failed", "The worker died, hung or gave no usable answer, twice in a row, so there is no time. The sentence says how; run the worker by hand with the same filter."},
    {"too-short", "The clock ran for less than 10 ms in a round, so its own cost and the scheduler's tick show. Raise --min-time."},
    {"noisy-machine",
     "The machine, not the program, made the rounds differ: the hypervisor took CPU time away, fewer than two rounds count because the machine changed state "
     "around the others, or half of the rounds lie 15 % or more from the median. Stop other programs, or give more time with --time-budget or --resume."},
    {"drifting", "Later rounds were steadily slower or faster than earlier ones (Mann-Kendall, Theil-Sen), by 5 % or more: the median is of no state that lasted."},
    {"bimodal", "The rounds fall into two groups with nothing between. Two states of the machine or of the program; the median is of either."},
    {"client-bound", "The client had less than a fifth of its core left, so its latencies include the queue before its own CPU. Lower the load: fewer connections, a smaller per_second."},
    {"target-bound", "The load target had less than a fifth of its core left while the client waited, or fell behind its own schedule: the number is the target's. Lower the load."},
    {"littles-law",
     "In flight = throughput × mean latency must give the clients that were there, within 5 %. Where it does not, one of the three is of something else: requests "
     "waited where no latency was counted, or clients came late."},
    {"no-steady-state", "The last third of the passes took 10 % more or less than the first: the process was still warming up or filling something. Raise --min-time."},
};

}  // namespace

std::span<const Explained> explained_verdicts() { return kExplained; }

}  // namespace unblock::bench
