"""Run the suites of fault tests and print one row for each.

usage: python -m faults [SUITE ...] [--short] [--size N] [--seed N] [--write PAGE]

Without a name all suites run, in full unless ``--short``. Exit status 1 when one of them found a fault.
``--write docs/reliability.md`` puts the rows into the table of that page. Ctrl-C ends a suite, whose row then
says how far it came.
"""

from __future__ import annotations

import argparse
import sys
import time
from importlib import import_module
from pathlib import Path
from types import ModuleType

from faults.report import Row, Tally
from faults.table import put_row, shown

SUITES = (
    "inputs",
    "patterns",
    "bounds",
    "queries",
    "requests",
    "fairness",
    "trees",
    "damage",
    "kills",
    "stops",
    "power",
    "errors",
    "readers",
    "histories",
    "completeness",
    "surroundings",
    "cost",
)
"""In the order of the table."""


def suite(name: str) -> ModuleType:
    """Return the module of a suite."""
    return import_module(f"faults.{name}")


def main(arguments: list[str] | None = None) -> int:
    """Run the suites named on the command line; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m faults", description="Fault tests.")
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=f"one or more of: {', '.join(SUITES)}")
    parser.add_argument("--short", action="store_true", help="a few cases each, as in make test")
    parser.add_argument("--size", type=int, metavar="N", help="how many cases")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="what the cases are drawn from")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="the page whose table gets the rows")
    asked = parser.parse_args(arguments)
    unknown = set(asked.suites) - set(SUITES)
    if unknown:
        parser.error(f"no suite is called {sorted(unknown)[0]!r}; there are {', '.join(SUITES)}")
    good = True
    for name in asked.suites or SUITES:
        module = suite(name)
        size = asked.size or (module.SHORT if asked.short else module.FULL)
        row, seconds = _run(module, size, asked.seed)
        line = shown(name, module.PROMISE, row, asked.seed, seconds)
        print(line, flush=True)
        for example in row.examples:
            print(f"    {name}: {example}"[:2000], file=sys.stderr, flush=True)
        if asked.write:
            put_row(asked.write, SUITES, name, line)
        good = good and row.ok
    return 0 if good else 1


def _run(module: ModuleType, size: int, seed: int) -> tuple[Row, float]:
    """Return the row of a suite and its duration in seconds; after Ctrl-C the row covers the cases until
    then."""
    started, tally = time.monotonic(), Tally()
    try:
        module.run(size, seed, tally)
    except KeyboardInterrupt:
        tally.figures["ended early"] = f"before all of {size:,}"
    return tally.row(), time.monotonic() - started


if __name__ == "__main__":
    sys.exit(main())
