"""What campaign.py and methods.py share: programs with an injected slowdown, one gate, one line of the record."""
import argparse
import json
import pathlib
import re
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


class Bench:
    def __init__(self, folder):
        self.bin = pathlib.Path(folder).resolve()
        self.scratch = pathlib.Path(tempfile.mkdtemp(prefix="gate-evaluate-"))
        self.sample = self.bin / "gate-sample-benchmarks"

    def wrapped(self, name, program, **environment):
        """A script that runs `program` with this environment; its name stays a worker's where the program is one."""
        folder = self.scratch / name
        folder.mkdir(exist_ok=True)
        path = folder / program.name
        exports = "".join(f'export {key}="{value}"\n' for key, value in environment.items())
        path.write_text(f'#!/bin/sh\n{exports}exec "{program}" "$@"\n')
        path.chmod(0o755)
        return path

    def slow_io(self):
        library = self.scratch / "slow_io.so"
        if not library.exists():
            subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", library, HERE / "slow_io.c", "-ldl"], check=True)
        return library

    def list(self, program, pattern):
        names = subprocess.run([program, "--benchmark_list_tests=true"], capture_output=True, text=True, check=True).stdout.split("\n")
        return [name for name in names if name and re.search(pattern, name)]

    def gate(self, baseline, candidate, benchmark, budget_s, seed, *arguments):
        command = [self.bin / "unblock-bench", "gate", "--baseline", baseline, "--candidate", candidate, "--filter", f"^{re.escape(benchmark)}$",
                   "--time-budget", f"{budget_s}s", "--seed", seed, "--self-share", "1%", "--format", "json", "--quiet", *arguments]
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
        if not done.stdout:
            raise SystemExit(f"the gate failed: {done.stderr}")
        return done.returncode, json.loads(done.stdout)

    def one_run(self, program, benchmark, *arguments):
        """The rows of one process, without aggregates."""
        out = self.scratch / "one.json"
        subprocess.run([program, f"--benchmark_filter=^{re.escape(benchmark)}$", f"--benchmark_out={out}", "--benchmark_out_format=json", *arguments],
                       check=True, capture_output=True)
        return [row for row in json.loads(out.read_text())["benchmarks"] if row.get("run_type") != "aggregate"]


def verdict_of(result, metric="real_time"):
    for one in result["benchmarks"][0]["metrics"]:
        if one["metric"] == metric:
            return one
    return None


def record(path, line):
    with open(path, "a") as file:
        file.write(json.dumps(line) + "\n")
    print(json.dumps(line), flush=True)


def arguments(description, **extra):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--bin", required=True, help="folder with unblock-bench, the workers and gate-sample-benchmarks")
    parser.add_argument("--trials", type=int, default=100)
    parser.add_argument("--first", type=int, default=1, help="number and seed of the first trial")
    parser.add_argument("--budget", type=float, help="seconds for each trial, instead of what the question says")
    parser.add_argument("-o", "--output", required=True, help="JSON lines are appended")
    for name, options in extra.items():
        parser.add_argument(name, **options)
    return parser.parse_args()
