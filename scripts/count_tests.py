"""Adds up the JUnit files of ctest: names what failed and what was skipped and why, ends with the count.

Usage: count_tests.py FOLDER. Exit 1 when anything failed, or when nothing ran."""
import pathlib
import re
import sys
import xml.etree.ElementTree as xml

SHOWN_LINES = 15
GOOGLETEST_FRAME = re.compile(r"\[[=-]+\]|\[  (PASSED|FAILED)  \]|Running main\(\)|Note: Google Test filter| \d+ FAILED TEST|\s*$")


def skip_reason(case):
    """GoogleTest prints "file:line: Skipped" and then the reason; others say it in the message or on their last line."""
    output = case.findtext("system-out") or ""
    said = re.search(r": Skipped\n(.+)", output)
    if said:
        return said.group(1).strip()
    lines = [line for line in output.splitlines() if line.strip()]
    return lines[-1].strip() if lines else case.find("skipped").get("message", "no reason given")


def last_words(case):
    lines = [line for line in (case.findtext("system-out") or "").splitlines() if not GOOGLETEST_FRAME.match(line)]
    return lines[-SHOWN_LINES:] or [f"said nothing in {float(case.get('time', 0)):.1f} s: a timeout, a crash or a silent program"]


def outcome(case):
    """ctest marks a test whose program is missing as skipped, too; that one failed."""
    skipped = case.find("skipped")
    if skipped is not None or case.get("status") in ("notrun", "disabled"):
        message = "" if skipped is None else skipped.get("message", "")
        deliberate = message.startswith("SKIP_") or case.get("status") == "disabled"
        return "skipped" if deliberate else "failed"
    return "failed" if case.find("failure") is not None or case.get("status") == "fail" else "passed"


def main(folder):
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for file in sorted(folder.glob("*.xml")):
        for case in xml.parse(file).getroot().iter("testcase"):
            kind = outcome(case)
            counts[kind] += 1
            if kind == "skipped":
                print(f"skipped: {file.stem}: {case.get('name')}: {skip_reason(case)}")
            if kind == "failed":
                print(f"failed: {file.stem}: {case.get('name')}")
                for line in last_words(case):
                    print(f"      | {line}")
    broken = folder / "broken.txt"
    for what in broken.read_text().splitlines() if broken.exists() else []:
        counts["failed"] += 1
        print(f"failed: {what}")
    if sum(counts.values()) == 0:
        print("no test ran: that is a failure of its own")
        counts["failed"] = 1
    print()
    skipped = f", {counts['skipped']} skipped" if counts["skipped"] else ""
    print(f"{counts['passed']} passed, {counts['failed']} failed{skipped}")
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
