#!/usr/bin/env python3
"""What the shared coroutine cells cost over hand-written ones: CPU per operation, both workers in turn against one target.

Each block is four fresh worker processes, A B B A or B A A B. Prints, per library and workload, the median of both sides, the
ratio (Hodges-Lehmann over the blocks' log ratios) with its 95 % interval, and the ratio of the lowest values: what is left when
the machine's other work, which only ever adds, is least."""

import argparse
import pathlib

from workers import Target, check_claim, in_blocks, run_worker, show_row, syscall_tracepoint

CASES = {"echo": "echo/connections:64/bytes:64", "echo_tls": "echo/connections:64/bytes:64/wire:tls", "gather": "gather/requests:64/delay_us:0/bytes:64"}


def measured(programs, target, name, case, options, values):
    def once():
        target.ask("reset")
        arguments = [f"--unblock_port={target.port}", f"--unblock_certificate={target.certificate}", *options.count]
        row, side = run_worker(programs, name, case, arguments, options.seconds, options.client_cpu)
        check_claim(name, side["claim"], target.ask("report"))
        values.append(row[options.metric])
        return values[-1]
    return once


def compare(runtime, other, workload, target, options):
    case, shared, native = CASES[workload], [], []
    blocks = list(in_blocks(options.blocks, measured(options.programs, target, runtime, case, options, shared),
                            measured(options.programs, target, other, case, options, native), options.seed))
    show_row(f"{runtime + '/' + workload:<16}", shared, native, blocks)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--programs", type=pathlib.Path, default=pathlib.Path("build/bin"), help="folder of the workers")
    parser.add_argument("--runtimes", default="asio,libuv,epoll", help="asio: against asio_native; io_uring:epoll: against that one")
    parser.add_argument("--workloads", default="echo,gather")
    parser.add_argument("--blocks", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=0.1, help="of each worker process")
    parser.add_argument("--metric", default="cpu_ns_per_op", help="or another of a worker's row, such as syscalls_per_op")
    parser.add_argument("--target-cpu", type=int, default=0)
    parser.add_argument("--client-cpu", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.count = [f"--unblock_count_syscalls={syscall_tracepoint()}"] if options.metric == "syscalls_per_op" else []
    print(f"{options.metric}, {options.blocks} blocks of four processes, {options.seconds} s each, target on CPU "
          f"{options.target_cpu}, worker on CPU {options.client_cpu}")
    print(f"{'cell':<16}{'shared':>9}{'native':>9}   shared/native, 95 % interval   lowest/lowest")
    with Target(options.programs, options.target_cpu) as target:
        for pair in options.runtimes.split(","):
            runtime, _, other = pair.partition(":")
            for workload in options.workloads.split(","):
                compare(runtime, other or f"{runtime}_native", workload, target, options)


if __name__ == "__main__":
    main()
