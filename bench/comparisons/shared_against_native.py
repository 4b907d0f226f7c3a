#!/usr/bin/env python3
"""What the shared coroutine cells cost over hand-written ones: CPU per operation, both workers in turn against one target.

Prints, per library and workload, the median of both, the median of the pairwise ratios with a 95 % interval, their spread, and
the ratio of the lowest values: what is left when the machine's other work, which only ever adds, is least."""

import argparse
import pathlib
import statistics

from workers import Target, check_claim, in_turn, median_interval, run_worker

CASES = {"echo": "echo/connections:64/bytes:64", "gather": "gather/requests:64/delay_us:0/bytes:64"}


def measured(programs, target, name, case, options):
    def once():
        target.ask("reset")
        row, side = run_worker(programs, name, case, [f"--unblock_port={target.port}"], options.seconds, options.client_cpu)
        check_claim(name, side["claim"], target.ask("report"))
        return row[options.metric]
    return once


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--programs", type=pathlib.Path, default=pathlib.Path("build/bin"), help="folder of the workers")
    parser.add_argument("--runtimes", default="asio,libuv,epoll")
    parser.add_argument("--workloads", default="echo,gather")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=0.3, help="of each worker process")
    parser.add_argument("--metric", default="cpu_ns_per_op")
    parser.add_argument("--target-cpu", type=int, default=0)
    parser.add_argument("--client-cpu", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(f"{options.metric}, {options.rounds} pairs in random order, {options.seconds} s each, target on CPU "
          f"{options.target_cpu}, worker on CPU {options.client_cpu}")
    print(f"{'cell':<16}{'shared':>9}{'native':>9}   shared/native, 95 % interval   spread of the ratio   lowest/lowest")
    with Target(options.programs, options.target_cpu) as target:
        for runtime in options.runtimes.split(","):
            for workload in options.workloads.split(","):
                case = CASES[workload]
                pairs = list(in_turn(options.rounds, measured(options.programs, target, runtime, case, options),
                                     measured(options.programs, target, f"{runtime}_native", case, options), options.seed))
                shared, native = (statistics.median(side) for side in zip(*pairs))
                ratios = [a / b for a, b in pairs]
                ratio, low, high = median_interval(ratios)
                lowest = min(a for a, _ in pairs) / min(b for _, b in pairs)
                print(f"{runtime + '/' + workload:<16}{shared:>9.0f}{native:>9.0f}   {ratio:.3f} [{low:.3f}, {high:.3f}]"
                      f"{'':<11}{min(ratios):.2f} to {max(ratios):.2f}{'':<10}{lowest:.3f}", flush=True)


if __name__ == "__main__":
    main()
