"""The flags of a worker: ours (--unblock_…) and those of Google Benchmark that the harness uses."""
import re

from protocol.errors import InputError


class Options:
    def __init__(self):
        self.guest = ""            # --unblock_guest: which runtime of this script (written by the launcher)
        self.cells_file = ""       # --unblock_cells: the workloads and their arguments, as the C++ workers describe them
        self.describe = False
        self.port = 0              # of the target; 0: start one
        self.address = "127.0.0.1"  # of its host
        self.certificate = ""      # SHA-256 of what it shows over TLS
        self.server = ""           # a real server for the HTTP workloads
        self.side_file = ""
        self.extra_case = ""
        self.syscall_counter = -1  # --unblock_syscall_fd: a counter that the launcher opened; -1: not counted
        self.spans = False
        self.filter = "."
        self.list_tests = False
        self.min_time_s = 0.5
        self.iterations = 0        # fixed by --benchmark_min_time=<n>x; 0: calibrated
        self.out = ""
        self.format = "console"


def _number(text, flag, most):
    if not re.fullmatch("[0-9]+", text) or int(text) > most:
        raise InputError(f"{flag}={text}: a number from 0 to {most} is expected")
    return int(text)


def _truth(text, flag):
    if text.lower() in ("true", "yes", "on", "1", "t", "y"):
        return True
    if text.lower() in ("false", "no", "off", "0", "f", "n"):
        return False
    raise InputError(f"{flag}={text}: true or false is expected")


def _min_time(options, text):
    flag = "--benchmark_min_time"
    if re.fullmatch("[1-9][0-9]*x", text):
        options.iterations = int(text[:-1])
        return
    match = re.fullmatch(r"([0-9]*\.?[0-9]+(?:e-?[0-9]+)?)s?", text)
    if not match or float(match[1]) <= 0:
        raise InputError(f"{flag}={text}: seconds or a number of iterations ('0.5' or '10x') are expected")
    options.min_time_s = float(match[1])


def _format(text, flag, known):
    if text not in known:
        raise InputError(f"{flag}={text}: {' or '.join(known)} is expected")
    return text


def _take(options, flag, value):
    """One flag with its value. False where there is no such flag."""
    if flag == "--unblock_guest":
        options.guest = value
    elif flag == "--unblock_cells":
        options.cells_file = value
    elif flag == "--unblock_port":
        options.port = _number(value, flag, 65535)
    elif flag == "--unblock_address":
        options.address = value
    elif flag == "--unblock_certificate":
        options.certificate = value
    elif flag == "--unblock_server":
        options.server = value
    elif flag == "--unblock_side":
        options.side_file = value
    elif flag == "--unblock_case":
        options.extra_case = value
    elif flag == "--unblock_syscall_fd":
        options.syscall_counter = _number(value, flag, 1 << 20)
    elif flag == "--benchmark_filter":
        options.filter = value
    elif flag == "--benchmark_min_time":
        _min_time(options, value)
    elif flag == "--benchmark_out":
        options.out = value
    elif flag == "--benchmark_out_format":
        _format(value, flag, ["json"])
    elif flag == "--benchmark_format":
        options.format = _format(value, flag, ["console", "json"])
    elif flag == "--benchmark_repetitions":
        if value != "1":
            raise InputError(f"{flag}={value}: this worker measures each cell once; `unblock bench run` repeats it in rounds")
    elif flag not in ("--benchmark_color", "--benchmark_counters_tabular"):
        return False
    return True


def parse(arguments):
    options = Options()
    for argument in arguments:
        flag, equals, value = argument.partition("=")
        if flag == "--unblock_describe" and not equals:
            options.describe = True
        elif flag == "--unblock_spans" and not equals:
            options.spans = True
        elif flag == "--benchmark_list_tests":
            options.list_tests = _truth(value, flag) if equals else True
        elif not equals or not _take(options, flag, value):
            raise InputError(f"unknown flag '{argument}'")
    return options
