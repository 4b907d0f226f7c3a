"""Worker of the Python guests. Start it through unblock-worker-python_asyncio in the build's bin folder.

Plain enough for any Python 3.6 and later: what is too old is said by --unblock_describe, cell by cell.
"""
import sys

from protocol.errors import InputError
from protocol.options import parse
from protocol.worker import worker_main


def main(arguments):
    try:
        options = parse(arguments)
        from flavours import FLAVOURS

        if options.guest not in FLAVOURS:
            raise InputError(f"--unblock_guest={options.guest}: one of {', '.join(FLAVOURS)} is expected")
    except InputError as error:
        guest = next((a.partition("=")[2] for a in arguments if a.startswith("--unblock_guest=")), "python")
        print(f"unblock-worker-{guest}: {error}", file=sys.stderr)
        return 2
    flavour = FLAVOURS[options.guest]
    return worker_main(options, options.guest, flavour.why_not, flavour.driver)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
