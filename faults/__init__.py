"""Fault tests: what may happen to an index, its files and its queries, done to them thousands of times.

Each module is one suite: ``NAME``, ``PROMISE`` (what must hold), ``SHORT`` and ``FULL`` (sizes, in cases),
and ``run(size, seed)``, which gives the row of the table in ``docs/reliability.md``. ``python -m faults
--help`` tells how to run them; ``make test`` runs all of them short, ``make faults`` in full.
"""
