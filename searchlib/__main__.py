"""The program: ``searchlib``, also as ``python -m searchlib``.

Nothing is begun before the command line is there, so Ctrl-C ends the program at once until then, without a
word; afterwards it is the command line that puts away what was begun.
"""

import signal
import sys


def run() -> int:
    """Load the command line and run it; gives the exit status."""
    listening = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if listening:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from searchlib.cli import main

    if listening:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    return main()


if __name__ == "__main__":
    sys.exit(run())
