#!/usr/bin/env python3
"""Our client against wrk on a real nginx: requests a second with as many connections, one core each, in turn.

nginx gets its own configuration in a temporary folder and one worker process on the server's CPU. Our side is the gather workload
pointed at nginx: every body is compared to the byte, which wrk does not do."""

import argparse
import pathlib
import re
import shutil
import socket
import statistics
import subprocess
import tempfile
import time

from workers import pinned, ratio_interval, run_worker

CONFIGURATION = """daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
  access_log off; keepalive_requests 1000000000; client_body_temp_path {folder}; proxy_temp_path {folder};
  fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port} backlog=4096; location / {{ default_type text/plain; return 200 "{body}"; }} }}
}}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port):
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.02)
    raise SystemExit("nginx did not start")


def wrk(url, connections, seconds, cpu):
    out = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", url], capture_output=True, text=True,
                         check=True, preexec_fn=pinned(cpu)).stdout
    return float(re.search(r"Requests/sec:\s*([\d.]+)", out).group(1))


def ours(options, runtime, url):
    case = f"gather/requests:{options.connections}/delay_us:0/bytes:0"
    row, _ = run_worker(options.programs, runtime, case, [f"--unblock_server={url}"], options.seconds, options.client_cpu)
    return row["ops_per_second"]


def compare(options, url):
    rates = {name: [] for name in ["wrk", *options.runtimes.split(",")]}
    for turn in range(options.rounds):
        names = list(rates)
        for name in names if turn % 2 == 0 else reversed(names):
            rates[name].append(wrk(url, options.connections, options.seconds, options.client_cpu) if name == "wrk"
                               else ours(options, name, url))
    print(f"{options.connections} connections, {options.rounds} turns of {options.seconds} s, nginx on CPU {options.server_cpu}, "
          f"client on CPU {options.client_cpu}, body of {options.bytes} bytes")
    print(f"{'client':<14}{'requests/s':>12}   against wrk, 95 % interval")
    for name, values in rates.items():
        ratio, low, high = ratio_interval([a / b for a, b in zip(values, rates["wrk"])])
        print(f"{name:<14}{statistics.median(values):>12.0f}   {ratio:.2f} [{low:.2f}, {high:.2f}]")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--programs", type=pathlib.Path, default=pathlib.Path("build/bin"), help="folder of the workers")
    parser.add_argument("--runtimes", default="epoll,asio,libuv")
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--bytes", type=int, default=64)
    parser.add_argument("--server-cpu", type=int, default=0)
    parser.add_argument("--client-cpu", type=int, default=1)
    options = parser.parse_args()
    for program, package in {"nginx": "nginx-light", "wrk": "wrk"}.items():
        if not shutil.which(program, path="/usr/sbin:/usr/bin:/usr/local/bin"):
            raise SystemExit(f"{program} is missing: apt-get install {package}")
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        configuration = pathlib.Path(folder) / "nginx.conf"
        configuration.write_text(CONFIGURATION.format(folder=folder, port=port, body="x" * options.bytes))
        server = subprocess.Popen(["/usr/sbin/nginx", "-p", folder, "-c", str(configuration)], preexec_fn=pinned(options.server_cpu))
        try:
            wait_for(port)
            compare(options, f"http://127.0.0.1:{port}/")
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
