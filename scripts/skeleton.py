"""What new-check and new-workload share: a name, templates from scripts/skeletons, and lines in explicit lists."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TEMPLATES = pathlib.Path(__file__).resolve().parent / "skeletons"


def stop_with(sentence):
    print(f"{pathlib.Path(sys.argv[0]).name}: {sentence}", file=sys.stderr)
    sys.exit(2)


def name_from_arguments(usage, example):
    """The one argument as snake_case; anything else ends the program with a sentence."""
    if len(sys.argv) != 2 or sys.argv[1] in ("-h", "--help"):
        print(f"usage: {usage}")
        sys.exit(0 if len(sys.argv) == 2 else 2)
    name = sys.argv[1].removeprefix("async-").replace("-", "_")
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name):
        stop_with(f"'{sys.argv[1]}' is not a name: lower-case words are expected, for example {example}")
    return name


def fill(template, name):
    camel = "".join(word.capitalize() for word in name.split("_"))
    text = (TEMPLATES / template).read_text()
    return text.replace("@NAME@", name).replace("@DASHED@", name.replace("_", "-")).replace("@CAMEL@", camel)


def create(path, template, name):
    target = ROOT / path
    if target.exists():
        stop_with(f"{path} exists already")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(fill(template, name))
    print(f"wrote    {path}")


def insert_before(path, marker, line):
    """Adds a line in front of the first line that holds the marker, and of a blank line before that."""
    lines = (ROOT / path).read_text().splitlines(keepends=True)
    at = next((i for i, text in enumerate(lines) if marker in text), None)
    if at is None:
        stop_with(f"{path} has no line with '{marker}': add it by hand:\n{line}")
    lines.insert(at if lines[at - 1].strip() else at - 1, line)
    (ROOT / path).write_text("".join(lines))
    print(f"changed  {path}")


def insert_sorted(path, prefix, line):
    """Adds a line among those that begin with the prefix, in order of the alphabet."""
    lines = (ROOT / path).read_text().splitlines(keepends=True)
    places = [i for i, text in enumerate(lines) if text.startswith(prefix)]
    at = next((i for i in places if lines[i] > line), places[-1] + 1)
    lines.insert(at, line)
    (ROOT / path).write_text("".join(lines))
    print(f"changed  {path}")
