#!/usr/bin/env python3
"""A worker that speaks the protocol and misbehaves as its name says: unblock-worker-<behaviour>."""
import json
import os
import re
import signal
import socket
import sys
import time

behaviour = os.path.basename(sys.argv[0]).removeprefix("unblock-worker-")
flags = dict(argument[2:].split("=", 1) for argument in sys.argv[1:] if "=" in argument)
name = f"{behaviour}/echo/connections:1/bytes:4"

UNTARGETED = ("stumbles", "backwards", "elsewhere", "twice", "escapes", "pipes")  # they ask nobody

asks_nobody = behaviour in UNTARGETED or behaviour.startswith("quiet")

if "--unblock_describe" in sys.argv:
    if behaviour == "mute":
        print("I would rather not say")
        sys.exit(0)
    cell = {"name": name, "workload": "echo", "operation": "echo", "arguments": [["connections", 1], ["bytes", 4]], "quick": True,
            "needs_target": not asks_nobody, "not_applicable": "apt-get install something" if behaviour == "absent" else ""}
    print(json.dumps({"protocol": 1, "runtime": behaviour, "kind": "shared", "cells": [cell]}))
    sys.exit(0)

if behaviour == "dies":
    print("something terrible", file=sys.stderr)
    os.kill(os.getpid(), signal.SIGSEGV)
if behaviour == "throws":
    raise ValueError("the reply has no length")
if behaviour == "hangs":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(1000)
if behaviour == "fills":
    with open(flags["benchmark_out"], "wb") as out:
        while True:
            out.write(b"x" * (1 << 24))
if behaviour == "garbage":
    print("\0\xff{{{" * 1000)
    open(flags["benchmark_out"], "w").write('{"benchmarks": [{"name": ')
    sys.exit(0)

if asks_nobody:
    marker = sys.argv[0] + ".fell"
    if behaviour == "stumbles" and not os.path.exists(marker):
        open(marker, "w").close()
        sys.exit(3)
    row = {"name": name, "iterations": 1, "real_time": 2e7, "cpu_time": 1e6, "time_unit": "ns", "operations": 1}
    side = {"claim": {"connections": 0, "requests": 0, "bytes_out": 0, "bytes_in": 0, "digest": "0" * 16}, "configuration": {}}
    if behaviour == "backwards":
        side["latency"] = [[9, 3, 1]]
    if behaviour == "elsewhere":
        row["name"] = "someone/else"
    if behaviour == "escapes":
        os.write(2, b"\x1b]0;owned\x07\x1b[2Jall cells passed\r\n")
        sys.exit(3)
    if behaviour == "pipes":
        os.mkfifo(flags["benchmark_out"])
        sys.exit(0)
    json.dump({"context": {}, "benchmarks": [row] * (2 if behaviour == "twice" else 1)}, open(flags["benchmark_out"], "w"))
    json.dump(side, open(flags["unblock_side"], "w"))
    sys.exit(0)

with socket.create_connection(("127.0.0.1", int(flags["unblock_port"]))) as connection:
    connection.sendall(b"\xc0abc")
    assert connection.recv(4) == b"\xc0abc"
row = {"name": name, "run_name": name, "run_type": "iteration", "iterations": 1, "real_time": 1e9, "cpu_time": 1e6, "time_unit": "ns",
       "operations": 1, "time_ns_per_op": 1e9}
if behaviour == "zero":
    row["real_time"] = 0
rows = [] if behaviour == "nothing" else [row]
json.dump({"context": {}, "benchmarks": rows}, open(flags["benchmark_out"], "w"))
claimed = 2 if behaviour == "lies" else 1
digest = "%016x" % 0
if behaviour == "honest":
    digest = os.environ["EXPECTED_DIGEST"]
json.dump({"claim": {"connections": claimed, "requests": 0, "bytes_out": 4, "bytes_in": 4, "digest": digest}, "configuration": {}},
          open(flags["unblock_side"], "w"))
