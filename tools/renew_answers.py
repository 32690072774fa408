"""Ask the questions of ``tests/golden/questions`` anew, print whose answers have changed, and store them.

usage: python tools/renew_answers.py [--accept]

Answers that are worse than before are stored only with ``--accept``. Corpora whose texts are not beside the
project are left as they are.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import searchlib  # noqa: E402 - the project need not be installed
from tests.support.corpora import build_named  # noqa: E402
from tests.support.questions import (  # noqa: E402
    CORPORA,
    FOLDER,
    Answered,
    answer,
    baseline,
    changes,
    questions,
    score,
    write_baseline,
)


def main(accept: bool) -> int:
    """Renew the answers of every corpus; return 1 if some were worse and are not stored."""
    refused = False
    for corpus in CORPORA:
        now = ask(corpus)
        if now is None:
            print(f"{corpus}: the texts are not beside the project")
            continue
        before = baseline(corpus) if (FOLDER / f"{corpus}.json").exists() else {}
        lines = changes(before, now)
        good, shown, every = score(now.values())
        print(f"{corpus}: {good} of {every} good, {shown} with a right clause shown")
        print(f"{corpus}: before {score(before.values())}")
        print(*lines, sep="\n", end="\n" if lines else "")
        if any(line.startswith("worse") for line in lines) and not accept:
            print(f"{corpus}: not stored, since some are worse; --accept stores them")
            refused = True
        elif lines:
            write_baseline(corpus, now)
    return int(refused)


def ask(corpus: str) -> dict[str, Answered] | None:
    """Return the answers to the questions of a corpus, None if its texts are not there."""
    with TemporaryDirectory() as folder:
        index = build_named(corpus, Path(folder))
        if index is None:
            return None
        with searchlib.open(index) as library:
            return {each.asked: answer(library, each) for each in questions() if each.corpus == corpus}


if __name__ == "__main__":
    sys.exit(main("--accept" in sys.argv[1:]))
