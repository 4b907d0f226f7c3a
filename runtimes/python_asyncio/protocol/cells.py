"""The cells of a guest: the C++ workers' own table of workloads (--unblock_cells), under the guest's name."""
import json
import re

from protocol.errors import InputError

# Beside TCP, which has no argument.
WIRES = ("unix", "tls", "tls_resumed", "udp")


class Cell:
    """One workload with one set of arguments."""

    def __init__(self, runtime, row, arguments, not_applicable):
        self._row = row  # what the table says beside the arguments is passed on
        self.workload = row["workload"]
        self.operation = row["operation"]
        self.arguments = arguments  # [["tasks", 100], …]
        self.quick, self.once = row["quick"], row["once"]
        self.needs_target, self.speaks_http = row["needs_target"], row["speaks_http"]
        self.not_applicable = not_applicable
        self.name = "/".join([runtime, self.workload] + [f"{name}:{value}" for name, value in arguments])

    def benchmark_name(self):
        """As Google Benchmark prints it."""
        return self.name + ("/iterations:1" if self.once else "") + "/process_time/manual_time"

    def description(self):
        keys = ("name", "arguments", "quick", "once", "not_applicable")
        return {**self._row, **{key: getattr(self, key) for key in keys}}


def read_table(path):
    try:
        with open(path) as file:
            return json.load(file)["cells"]
    except (OSError, ValueError, KeyError) as error:
        raise InputError(f"cannot read the table of workloads '{path}': {error}; build the target 'guest-cells'") from error


def cells_of(runtime, rows, why_not, extra_case):
    """`why_not(workload, arguments)` gives the reason for n/a, "" where the cell runs, None where it is not listed."""
    cells = []

    def add(row, arguments, quick_and_once):
        reason = why_not(row["workload"], dict(map(tuple, arguments)))
        if reason is not None:
            cell = Cell(runtime, row, arguments, reason)
            cell.quick, cell.once = quick_and_once
            if all(known.name != cell.name for known in cells):
                cells.append(cell)

    for row in rows:
        add(row, row["arguments"], (row["quick"], row["once"]))
    if extra_case:
        row, arguments = _parse_case(runtime, rows, why_not, extra_case)
        add(row, arguments, (False, False))
    return cells


def _parse_case(runtime, rows, why_not, text):
    workload, *parts = text.split("/")
    row = next((r for r in rows if r["workload"] == workload), None)
    if row is None or why_not(workload, dict(map(tuple, row["arguments"]))) is None:
        raise InputError(f"runtime '{runtime}' has no workload '{workload}'")
    arguments = [list(pair) for pair in row["arguments"]]
    for part in parts:
        name, colon, value = part.partition(":")
        if name == "wire" and value in WIRES:
            arguments.append([name, value])
            continue
        pair = next((pair for pair in arguments if pair[0] == name), None)
        if pair is None or not colon:
            known = ", ".join(name for name, _ in arguments)
            raise InputError(f"workload '{workload}' has no parameter '{name}'; it has {known}")
        if not re.fullmatch("[0-9]+", value):
            raise InputError(f"'{value}' is no value for the parameter '{name}': a whole number from 0 on is expected")
        pair[1] = int(value)
        if pair[1] == 0 and pair is arguments[0]:
            raise InputError(f"the parameter '{name}' must be at least 1")
    return row, arguments
