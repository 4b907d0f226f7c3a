#!/usr/bin/env python3
"""The language server over its pipes, as an editor talks to it: open, save, hover, actions, close; and what goes wrong."""
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import threading
import time
import unittest

import faces

COROUTINE = """#include <coroutine>
#include <unistd.h>
struct Task {
  struct promise_type {
    Task get_return_object() { return {}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};
void nap() { sleep(1); }
Task work() {
  nap();
  co_return;
}
"""
CALL_LINE = 13  # of `nap();`, from 0


def children_of(process):
    children = []
    for entry in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(entry.read_text().rsplit(")", 1)[1].split()[1]) == process:
                children.append(int(entry.parent.name))
        except OSError:
            pass  # it has just ended
    return children


class Client:
    def __init__(self, folder, *arguments):
        self.server = subprocess.Popen([faces.build_folder() / "bin" / "unblock-lsp", *arguments], cwd=folder,
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.next_id = 0
        self.limit = threading.Timer(60, self.server.kill)  # a server that never answers fails the test
        self.limit.start()

    def send(self, message):
        text = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(text), text))
        self.server.stdin.flush()

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def read(self):
        length = 0
        while (line := self.server.stdout.readline().strip()):
            name, value = line.split(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return json.loads(self.server.stdout.read(length)) if length else None

    def wait_for(self, method):
        while (message := self.read()) is not None:
            if message.get("method") == method:
                return message["params"]
        raise AssertionError(f"the server ended before it said {method}")

    def ask(self, method, params):
        self.next_id += 1
        self.send({"id": self.next_id, "method": method, "params": params})
        while (message := self.read()) is not None:
            if message.get("id") == self.next_id:
                return message["result"]
        raise AssertionError(f"the server ended before it answered {method}")

    def end(self):
        self.ask("shutdown", None)
        self.notify("exit", None)
        self.server.stdin.close()
        code = self.server.wait(timeout=60)
        self.limit.cancel()
        self.server.stdout.close()
        self.server.stderr.close()
        return code


class LanguageServer(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory())).resolve()
        self.file = self.folder / "work.cc"
        self.file.write_text(COROUTINE)
        database = [{"directory": str(self.folder), "file": "work.cc", "arguments": ["clang++", "-std=c++20", "-c", "work.cc"]}]
        (self.folder / "compile_commands.json").write_text(json.dumps(database))
        self.document = {"uri": self.file.as_uri()}

    def connect(self, *arguments):
        client = Client(self.folder, *arguments)
        answer = client.ask("initialize", {"rootUri": self.folder.as_uri(), "capabilities": {}})
        self.assertTrue(answer["capabilities"]["hoverProvider"])
        client.notify("initialized", {})
        return client

    def open(self, client):
        client.notify("textDocument/didOpen", {"textDocument": {**self.document, "languageId": "cpp", "version": 1, "text": COROUTINE}})
        return client.wait_for("textDocument/publishDiagnostics")

    def test_a_session_from_opening_to_the_end(self):
        client = self.connect()
        shown = self.open(client)
        self.assertEqual(shown["uri"], self.document["uri"])
        [finding] = shown["diagnostics"]
        self.assertEqual(finding["code"], "async-blocking-call")
        self.assertEqual(finding["range"]["start"], {"line": CALL_LINE, "character": 2})
        self.assertIn("sleep", " ".join(step["message"] for step in finding["relatedInformation"]))

        hover = client.ask("textDocument/hover", {"textDocument": self.document, "position": {"line": CALL_LINE, "character": 3}})
        self.assertIn("# async-blocking-call", hover["contents"]["value"])
        self.assertIsNone(client.ask("textDocument/hover", {"textDocument": self.document, "position": {"line": 0, "character": 0}}))

        [action] = client.ask("textDocument/codeAction", {"textDocument": self.document, "range": finding["range"], "context": {"diagnostics": []}})
        [edit] = action["edit"]["changes"][self.document["uri"]]
        lines = COROUTINE.splitlines()
        lines[CALL_LINE] += edit["newText"]
        self.file.write_text("\n".join(lines) + "\n")
        client.notify("textDocument/didSave", {"textDocument": self.document})
        self.assertEqual(client.wait_for("textDocument/publishDiagnostics")["diagnostics"], [])
        self.assertEqual(client.end(), 0)

    def test_a_fix_is_offered_and_mends_the_line(self):
        self.file.write_text(COROUTINE.replace("void nap() { sleep(1); }", "Task nap() { co_return; }").replace("struct Task {", "struct [[nodiscard]] Task {\n  bool await_ready() { return false; }\n"
                             "  void await_suspend(std::coroutine_handle<>) {}\n  void await_resume() {}", 1))
        client = self.connect()
        self.open_without_waiting(client)
        [finding] = client.wait_for("textDocument/publishDiagnostics")["diagnostics"]
        self.assertEqual(finding["code"], "async-unawaited-coroutine")
        actions = client.ask("textDocument/codeAction", {"textDocument": self.document, "range": finding["range"], "context": {"diagnostics": []}})
        self.assertEqual([action["title"] for action in actions], ["Insert 'co_await'", "Disable async-unawaited-coroutine on this line"])
        [edit] = actions[0]["edit"]["changes"][self.document["uri"]]
        self.assertEqual((edit["newText"], edit["range"]["start"], edit["range"]["end"]), ("co_await ", finding["range"]["start"], finding["range"]["start"]))
        self.assertEqual(client.end(), 0)

    def staying(self, client):
        """The linters that stay with a file, by process and file."""
        found = {}
        for process in children_of(client.server.pid):
            try:
                words = pathlib.Path(f"/proc/{process}/cmdline").read_bytes().decode().split("\0")
            except FileNotFoundError:  # it has ended since it was listed
                continue
            if "--stay" in words:
                found[process] = words[words.index("--stay") + 1]
        return found

    def save(self, client, text=None):
        if text is not None:
            self.file.write_text(text)
        client.notify("textDocument/didSave", {"textDocument": self.document})
        return [finding["code"] for finding in client.wait_for("textDocument/publishDiagnostics")["diagnostics"]]

    def test_a_saved_file_goes_on_from_its_headers(self):
        client = self.connect()
        self.open(client)
        [(process, file)] = self.staying(client).items()
        self.assertEqual(file, str(self.file))
        for text, expected in ((COROUTINE.replace("sleep(1)", "getpid()"), []), (COROUTINE, ["async-blocking-call"]),
                               ("#include <mutex>\n" + COROUTINE, ["async-blocking-call"]), (COROUTINE + "int half(\n", ["async-blocking-call"])):
            self.assertEqual(self.save(client, text), expected)
            self.assertEqual(list(self.staying(client)), [process])
        self.assertEqual(client.end(), 0)

    def test_what_a_beginning_stands_on_may_change(self):
        outside = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory())).resolve()
        header = outside / "nap.h"
        header.write_text("#include <unistd.h>\ninline void rest() { sleep(1); }\n")
        database = [{"directory": str(self.folder), "file": "work.cc", "arguments": ["clang++", "-std=c++20", "-isystem", str(outside), "-c", "work.cc"]}]
        (self.folder / "compile_commands.json").write_text(json.dumps(database))
        text = "#include <nap.h>\n" + COROUTINE.replace("void nap() { sleep(1); }", "void nap() { HERE }")
        self.file.write_text(text.replace("HERE", "sleep(1);"))
        client = self.connect()
        self.assertEqual(len(self.open(client)["diagnostics"]), 1)
        self.assertEqual(self.save(client, text.replace("HERE", "LATER;")), [])
        header.write_text("#include <unistd.h>\n#define LATER sleep(1)\n")
        self.assertEqual(self.save(client), ["async-blocking-call"])
        (self.folder / ".clang-tidy").write_text("Checks: '-*,async-unawaited-coroutine'\n")
        self.assertEqual(self.save(client), [])
        self.assertEqual(client.end(), 0)

    def test_a_staying_linter_that_dies_is_replaced(self):
        client = self.connect()
        self.open(client)
        [first] = self.staying(client)
        os.kill(first, signal.SIGKILL)
        self.assertEqual(self.save(client), ["async-blocking-call"])
        [second] = self.staying(client)
        self.assertNotEqual(second, first)
        client.notify("textDocument/didClose", {"textDocument": self.document})
        client.wait_for("textDocument/publishDiagnostics")
        deadline = time.monotonic() + 30
        while self.staying(client) and time.monotonic() < deadline:
            time.sleep(0.02)
        self.assertEqual(self.staying(client), {})
        self.assertEqual(client.end(), 0)

    def test_without_a_compile_database_it_says_so_once_and_stays(self):
        (self.folder / "compile_commands.json").unlink()
        client = self.connect()
        self.open_without_waiting(client)
        self.assertIn("compile", client.wait_for("window/showMessage")["message"])
        self.assertEqual(client.wait_for("textDocument/publishDiagnostics")["diagnostics"], [])
        self.assertEqual(client.end(), 0)

    def test_a_file_that_does_not_compile_is_named(self):
        self.file.write_text("#include \"not_there.h\"\n")
        client = self.connect()
        self.open_without_waiting(client)
        self.assertIn("work.cc", client.wait_for("window/showMessage")["message"])
        self.assertEqual(client.end(), 0)

    def open_without_waiting(self, client):
        client.notify("textDocument/didOpen", {"textDocument": {**self.document, "languageId": "cpp", "version": 1, "text": COROUTINE}})

    def test_what_is_no_message_ends_it_in_order(self):
        client = Client(self.folder)
        client.server.stdin.write(b"Content-Length: 7\r\n\r\nnot json")
        client.server.stdin.close()
        self.assertEqual(client.server.wait(timeout=60), 1)
        client.limit.cancel()
        client.server.stdout.close()
        client.server.stderr.close()

    def test_a_message_nested_without_end_is_left_out_with_a_sentence(self):
        client = Client(self.folder)
        for deep in (b"[" * 500_000, b'{"a":' * 100_000, b'{"jsonrpc":"2.0","method":"initialized","params":' + b"[" * 50_000 + b"]" * 50_000 + b"}"):
            client.server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(deep), deep))
        self.assertIn("capabilities", client.ask("initialize", {}))
        client.ask("shutdown", None)
        client.notify("exit", None)
        client.server.stdin.close()
        self.assertEqual(client.server.wait(timeout=60), 0)
        client.limit.cancel()
        said = client.server.stderr.read().decode().splitlines()
        self.assertEqual(len(said), 3, said)
        self.assertTrue(all("nested more than 200 deep" in line for line in said), said)
        client.server.stdout.close()
        client.server.stderr.close()

    def test_an_editor_that_does_not_listen_any_more_is_said(self):
        client = Client(self.folder)
        client.server.stdout.close()
        client.notify("initialize", {})
        client.send({"id": 1, "method": "initialize", "params": {}})
        client.server.stdin.close()
        self.assertEqual(client.server.wait(timeout=60), 2)
        client.limit.cancel()
        self.assertEqual(client.server.stderr.read(), b"unblock-lsp: cannot write to the editor: Broken pipe\n")
        client.server.stderr.close()

    def test_a_wrong_option_is_one_sentence(self):
        done = subprocess.run([faces.build_folder() / "bin" / "unblock-lsp", "--stdoi"], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stderr.count("\n"), 1)


if __name__ == "__main__":
    unittest.main()
