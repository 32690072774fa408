"""Fault tests: thousands of injected faults in an index, its files and its queries.

Most modules are one suite each: ``NAME``, ``PROMISE`` (what must hold), ``SHORT`` and ``FULL`` (sizes, in
cases), and ``run(size, seed, tally)``, which counts what becomes a row of the table in
``docs/reliability.md``. ``python -m faults --help`` explains how to run them; ``make test`` runs all of them
short, ``make faults`` in full.
"""
