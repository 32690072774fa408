"""Runs the command line as ``python -m searchlib``."""

import sys

from searchlib.cli import main

if __name__ == "__main__":
    sys.exit(main())
