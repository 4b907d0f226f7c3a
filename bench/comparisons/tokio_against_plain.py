#!/usr/bin/env python3
"""What our frame costs the tokio guests: their echo against a plain program in the style of tokio's tutorial, in turn against one target.

Both are release builds of the same crates. Beside the messages our guest reads the clock twice a message, keeps a histogram and compares
each answer. The plain program (tokio_echo/main.rs) is built here, by Debian's Cargo from Debian's crates. Blocks as in
shared_against_native.py."""

import argparse
import json
import os
import pathlib
import subprocess

from workers import Target, check_claim, in_blocks, pinned, run_worker, show_row

FLAVORS = {"tokio": "current_thread", "tokio_multi": "multi_thread"}
CRATES = "/usr/share/cargo/registry"
MANIFEST = """[package]
name = "tokio_echo"
version = "0.1.0"
edition = "2021"
[[bin]]
name = "tokio_echo"
path = "{source}"
[dependencies]
libc = "0.2"
tokio = {{ version = "1", default-features = false, features = ["rt", "rt-multi-thread", "net", "time", "io-util"] }}
"""


def build_plain(folder):
    """The plain program, compiled unless it is there and newer than its source."""
    source, program = pathlib.Path(__file__).resolve().parent / "tokio_echo/main.rs", folder / "target/release/tokio_echo"
    if program.exists() and program.stat().st_mtime > source.stat().st_mtime:
        return program
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Cargo.toml").write_text(MANIFEST.format(source=source))
    try:
        subprocess.run(["/usr/bin/cargo", "build", "--release", "--offline", "--quiet", "--config", "source.crates-io.replace-with='debian'", "--config",
                        f"source.debian.directory='{CRATES}'"], cwd=folder, env={**os.environ, "RUSTC": "/usr/bin/rustc"}, check=True)
    except FileNotFoundError:
        raise SystemExit("cargo is missing: apt-get install cargo librust-tokio-dev") from None
    except subprocess.CalledProcessError:
        raise SystemExit("the plain program does not compile; do its crates miss? apt-get install librust-tokio-dev") from None
    return program


def compare(guest, plain, target, options):
    values = {"guest": [], "plain": []}
    case = f"echo/connections:{options.connections}/bytes:{options.bytes}"

    def ours():
        target.ask("reset")
        row, side = run_worker(options.programs, guest, case, [f"--unblock_port={target.port}"], options.seconds, options.client_cpu)
        check_claim(guest, side["claim"], target.ask("report"))
        values["guest"].append(row[options.metric])
        return values["guest"][-1]

    def theirs():
        target.ask("reset")
        said = subprocess.run([plain, *map(str, (target.port, options.connections, options.bytes, options.seconds)), FLAVORS[guest]], capture_output=True,
                              text=True, preexec_fn=pinned(options.client_cpu))
        if said.returncode != 0:
            raise SystemExit(f"the plain program failed: {said.stderr[-300:]}")
        row = json.loads(said.stdout)
        check_claim("the plain program", row["claim"], target.ask("report"))
        values["plain"].append(row[options.metric])
        return values["plain"][-1]

    blocks = list(in_blocks(options.blocks, ours, theirs, options.seed))
    show_row(f"{guest:<14}", values["guest"], values["plain"], blocks)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--programs", type=pathlib.Path, default=pathlib.Path("build/release/bin"), help="folder of the workers, of a release build")
    parser.add_argument("--guests", default="tokio,tokio_multi")
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--bytes", type=int, default=64)
    parser.add_argument("--blocks", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=0.1, help="of each process")
    parser.add_argument("--metric", default="cpu_ns_per_op", choices=["cpu_ns_per_op", "time_ns_per_op"])
    parser.add_argument("--target-cpu", type=int, default=0)
    parser.add_argument("--client-cpu", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    plain = build_plain(options.programs.resolve().parent / "comparisons/tokio_echo")
    print(f"{options.metric}, echo of {options.bytes} bytes on {options.connections} connections, {options.blocks} blocks of four processes, "
          f"{options.seconds} s each, target on CPU {options.target_cpu}, client on CPU {options.client_cpu}")
    print(f"{'guest':<14}{'guest':>9}{'plain':>9}   guest/plain, 95 % interval     lowest/lowest")
    with Target(options.programs, options.target_cpu) as target:
        for guest in options.guests.split(","):
            compare(guest, plain, target, options)


if __name__ == "__main__":
    main()
