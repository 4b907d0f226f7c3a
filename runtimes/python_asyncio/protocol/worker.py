"""The body of a worker in Python: flags, cells, rows, exit code."""
import json
import sys

from protocol import google_benchmark, usage
from protocol.cells import cells_of, read_table
from protocol.counters import counters_of
from protocol.errors import InputError, NotApplicable
from protocol.session import Session, write_file


def _attempt(session, cell, iterations, counts_syscalls):
    """`iterations` passes of a cell: (seconds, cpu_seconds, problem, counters)."""
    if cell.not_applicable:
        return 0, 0, f"n/a: {cell.not_applicable}", {}
    try:
        context = session.open(cell)
        seconds, cpu = 0, google_benchmark.cpu_seconds()
        for _ in range(iterations):
            if not context.failure:
                session.run_pass()
                seconds += context.elapsed_ns / 1e9
        cpu = google_benchmark.cpu_seconds() - cpu
        wrong = context.failure or session.verify()
        if wrong:
            return 0, 0, f"wrong work: {wrong}", {}
        return seconds, cpu, "", counters_of(context, session, iterations, counts_syscalls)
    except InputError:
        raise
    except NotApplicable as reason:
        return 0, 0, f"n/a: {reason}", {}
    except Exception as error:  # a measured thing that fails is a result, with what went wrong
        while getattr(error, "exceptions", None):  # of a TaskGroup: the first of its tasks that failed
            error = error.exceptions[0]
        return 0, 0, f"failed: {type(error).__name__}: {error}", {}


def _run(options, runtime, cells, make_driver):
    if options.describe:
        description = {"protocol": 1, "runtime": runtime, "kind": "guest", "cells": [cell.description() for cell in cells]}
        print(json.dumps(description, indent=1))
        return 0
    picked = google_benchmark.chosen(cells, options.filter)
    if options.list_tests:
        for cell in picked:
            print(cell.benchmark_name())
        return 0
    for path in filter(None, (options.out, options.side_file)):
        write_file(path, "")  # what cannot be written is said before anything is measured
    usage.raise_descriptor_limit()
    session = Session(runtime, options, make_driver)
    if not picked:
        print(f"Failed to match any benchmarks against regex: {options.filter}", file=sys.stderr)
        session.finish()
        return 0

    def repetition(cell):
        fixed = 1 if cell.once else options.iterations
        counts_syscalls = options.syscall_counter >= 0
        return google_benchmark.calibrated(
            lambda iterations: _attempt(session, cell, iterations, counts_syscalls), options.min_time_s, fixed)

    rows = google_benchmark.report(runtime, picked, repetition, options)
    session.finish()
    problems = [row["error_message"] for row in rows if "error_message" in row]
    return 1 if any(not problem.startswith("n/a") for problem in problems) else 0


def worker_main(options, runtime, why_not, make_driver):
    """Exit code: 0 done, 1 a cell failed, 2 the flags were wrong. `why_not` as in cells_of(), `make_driver` as in Session."""
    try:
        cells = cells_of(runtime, read_table(options.cells_file), why_not, options.extra_case)
        return _run(options, runtime, cells, make_driver)
    except InputError as error:
        print(f"unblock-worker-{runtime}: {error}", file=sys.stderr)
        return 2
