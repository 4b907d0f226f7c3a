#!/usr/bin/env python3
"""How long an editor waits: editor.py --bin FOLDER -p BUILD_DIR FILE [--saves N]

Opens FILE with unblock-lsp, then saves it N times, each time with another comment at its end, and prints how long the diagnostics took. Then saves
it once more and prints how much memory the server and what it started held at most: to ask for that holds them up, so this time is not counted.
FILE is written as it was in the end.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import threading
import time


class Client:
    def __init__(self, command):
        self.server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def send(self, **message):
        text = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(text), text))
        self.server.stdin.flush()

    def wait_for(self, wanted):
        while True:
            length = 0
            while (line := self.server.stdout.readline().strip()):
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if length == 0:
                raise SystemExit("the server ended")
            message = json.loads(self.server.stdout.read(length))
            if wanted(message):
                return message


def parents():
    """The parent of each process."""
    found = {}
    for entry in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            found[int(entry.parent.name)] = int(entry.read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            pass  # it has just ended
    return found


def resident(process):
    """Of a process and all below it, shared pages once (Pss), in kB."""
    of, family, total = parents(), {process}, 0
    while more := {child for child, parent in of.items() if parent in family} - family:
        family |= more
    for member in family:
        try:
            rollup = pathlib.Path(f"/proc/{member}/smaps_rollup").read_text()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", type=pathlib.Path, default=pathlib.Path("build/release/bin"))
    parser.add_argument("-p", dest="build", required=True)
    parser.add_argument("--saves", type=int, default=11)
    parser.add_argument("file", type=pathlib.Path)
    options = parser.parse_args()
    file, text = options.file.resolve(), options.file.read_text()
    client = Client([options.bin / "unblock-lsp", "-p", options.build])
    most, done = 0, threading.Event()

    def watch():
        nonlocal most
        while not done.wait(0.05):
            most = max(most, resident(client.server.pid))

    def save(text):
        """Seconds until the diagnostics are there, and how many they are."""
        file.write_text(text)
        begin = time.monotonic()
        client.send(method="textDocument/didSave", params={"textDocument": document})
        count = len(client.wait_for(published)["params"]["diagnostics"])
        return time.monotonic() - begin, count

    watcher = threading.Thread(target=watch)
    document, published = {"uri": file.as_uri()}, lambda message: message.get("method") == "textDocument/publishDiagnostics"
    try:
        client.send(id=1, method="initialize", params={"capabilities": {}})
        client.wait_for(lambda message: message.get("id") == 1)
        begin = time.monotonic()
        client.send(method="textDocument/didOpen", params={"textDocument": {**document, "languageId": "cpp", "version": 1, "text": text}})
        client.wait_for(published)
        opened, saves = time.monotonic() - begin, []
        for number in range(options.saves):
            time.sleep(3)  # somebody types, and the headers are read meanwhile
            took, count = save(f"{text}// {number}\n")
            saves.append(took)
        watcher.start()
        time.sleep(3)
        save(text)
    finally:
        file.write_text(text)
        done.set()
        if watcher.is_alive():
            watcher.join()
        client.server.stdin.close()
        client.server.wait()
    print(f"{file.name}: {count} findings; opened after {opened:.2f} s; saved: median {statistics.median(saves):.2f} s, "
          f"{min(saves):.2f} to {max(saves):.2f} s of {len(saves)}; at most {most / 1024:.0f} MiB")


main()
