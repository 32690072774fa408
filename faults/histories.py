"""Random histories of a folder: after every step the updated index answers as one built from scratch.

Every other history relies on files being untouched, as an update of a large folder does.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from contextlib import nullcontext
from pathlib import Path

import searchlib
from faults.ghosts import ghosts
from faults.probes import fingerprint, substrings
from faults.report import Tally
from faults.texts import are_real, printed, real_files
from faults.untouched import relied_on
from faults.worlds import History, contents, difference, expected, put, same
from searchlib.errors import SearchlibError

NAME = "histories"
PROMISE = (
    "random histories of adding, changing, renaming, moving, copying and removing files: every step answers "
    "as a rebuild, to the last score, and passes verify"
)
SHORT, FULL = 1, 200

_STEPS = 5
_FILES = 6


def run(size: int, seed: int, tally: Tally) -> None:
    """Run ``size`` histories of several steps each; a case is a step."""
    draw = random.Random(f"histories {seed}")
    sources = _sources(draw) if size > 2 else []
    clauses = 0
    for number in range(size):
        with tempfile.TemporaryDirectory() as name:
            history = History(f"histories {seed} {number}", _FILES, sources)
            for step in range(_STEPS + 1):
                with nullcontext() if number % 2 else relied_on():
                    clauses += _step(Path(name), history, step, f"history {number}, step {step}", tally)
    tally.figures["histories"] = f"{size}"
    tally.figures["texts"] = "laws of both scripts" if sources and are_real() else "invented"
    tally.figures["clauses compared"] = f"{clauses:,}"


def _sources(draw: random.Random) -> list[str]:
    texts = []
    for path in real_files(300, draw, largest=9_000):
        try:
            text = path.read_text(encoding="utf-8")
            texts.append(printed(draw, text) if draw.random() < 0.5 else text)
        except UnicodeDecodeError:  # the demo corpus has files in other encodings
            continue
    return texts


def _step(root: Path, history: History, step: int, where: str, tally: Tally) -> int:
    """Change the folder, update the index and compare; return the number of clauses."""
    state = history.state(step)
    put(root / "corpus", state)
    try:
        searchlib.build(root / "corpus", root / "index")
        shutil.rmtree(root / "fresh", ignore_errors=True)
        searchlib.build(root / "corpus", root / "fresh")
        problems = []
        if not same(found := contents(root / "index"), expected(state)):
            problems.append(difference(found, expected(state)))
        draw = random.Random(where)
        with searchlib.open(root / "index") as updated, searchlib.open(root / "fresh") as fresh:
            texts = [text for _, text in fresh.engine.texts()]
            extra = substrings(texts, 20, draw)
            if fingerprint(updated, extra) != fingerprint(fresh, extra):
                problems.append("answers otherwise than a rebuild")
            clauses = updated.engine.clause_count
        if step % 2 or step == _STEPS:
            problems += [f"verify: {each}" for each in searchlib.verify(root / "index").differences[:3]]
            problems += ghosts(root / "index")
    except SearchlibError as error:
        problems, clauses = [f"{type(error).__name__}: {error}"], 0
    tally.case(*(f"{where}: {problem}" for problem in problems))
    return clauses
