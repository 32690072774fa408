"""What an update costs, beside a build from nothing; and do random histories end in the same answers?

usage: python bench/updates.py cost CORPUS [FILES]
       python bench/updates.py histories CORPUS [HISTORIES] [SEED]

``cost`` adds ten files to an index of the first FILES files (all by default), three times each, with the
command line in a process of its own. ``histories`` takes slices of the corpus through random adds, changes,
renames and removals; after every step all documents, texts and a sample of answers are compared with those of
a build from nothing, and the index is checked and verified. It fails on a difference, never on a time.
"""

from __future__ import annotations

import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import searchlib
from searchlib.render import wire

ADDED = 10
ROUNDS = 3
SLICE = 12
STEPS = 3


def texts_of(corpus: Path) -> list[Path]:
    """The corpus files in order."""
    return sorted(path for path in corpus.rglob("*") if path.suffix in (".md", ".txt"))


def timed(*arguments: str) -> float:
    """Seconds of the command line in a process of its own."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "searchlib", *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def cost(corpus: Path, count: int | None) -> None:
    """Print medians of a rebuild, of adding ten files, and of having nothing to do."""
    files = texts_of(corpus)
    held, spare = files[: count or -ADDED * ROUNDS], files[-ADDED * ROUNDS :]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "corpus")
        for number, path in enumerate(held):
            target = folder / f"{number // 500:03}" / f"{number:06}{path.suffix}"
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        command = ("index", str(folder), "--index", str(Path(name, "index")))
        rebuild = timed(*command)
        nothing = statistics.median(timed(*command) for _ in range(ROUNDS))
        adding = []
        for number in range(ROUNDS):
            for path in spare[number * ADDED : (number + 1) * ADDED]:
                target = folder / "zz" / f"{number}-{path.name}"
                target.parent.mkdir(exist_ok=True)
                shutil.copyfile(path, target)
            adding.append(timed(*command))
    print(
        f"{len(held):,} files: from nothing {rebuild:.2f} s, {ADDED} added {statistics.median(adding):.2f} s"
    )
    print(f"nothing changed {nothing:.2f} s")


def step(draw: random.Random, folder: Path, spare: list[Path]) -> None:
    """One random change of the folder."""
    there = texts_of(folder)
    what = draw.choice(("add", "add", "change", "rename", "remove", "copy"))
    one = draw.choice(there)
    name = f"{draw.choice('abcdefgh')}/{draw.randrange(10**6):06}.md"
    (folder / name).parent.mkdir(exist_ok=True)
    if what == "add":
        shutil.copyfile(draw.choice(spare), folder / name)
    elif what == "copy":
        shutil.copyfile(one, folder / name)
    elif what == "rename":
        one.rename(folder / name)
    elif what == "remove" and len(there) > 2:
        one.unlink()
    else:
        lines = one.read_text(encoding="utf-8").splitlines(keepends=True)
        at = draw.randrange(len(lines))
        lines[at] = lines[at].rstrip("\n") + draw.choice(("修订", "第8条", "")) + "\n"
        del lines[draw.randrange(len(lines))]
        one.write_text("".join(lines) or "空", encoding="utf-8")


def answers(index: Path, draw: random.Random) -> str:
    """Everything that is in an index, and a sample of answers, as JSON."""
    with searchlib.open(index) as library:
        whole = [library.document(document.id) for document in library.documents()]
        found: list[object] = [wire.show(document, document.clauses) for document in whole]
        for _ in range(5):
            clause = draw.choice(draw.choice(whole).clauses)
            at = draw.randrange(max(1, len(clause.text) - 4))
            asked = "".join(filter(str.isalnum, clause.text[at : at + draw.randrange(2, 6)])) or "的"
            sentence = "".join(filter(str.isalnum, clause.text))[:40] or "的"
            found.append(wire.search(library.search(f'"{asked}"', limit=50)))
            found.append(wire.search(library.search(sentence, limit=20)))
            found.append(wire.mentions(library.mentions(asked)))
    return json.dumps(found, ensure_ascii=False)


def histories(corpus: Path, count: int, seed: int) -> None:
    """Print how many steps were compared; raises AssertionError at the first difference."""
    files = texts_of(corpus)
    compared = 0
    for number in range(count):
        draw = random.Random(seed + number)
        with tempfile.TemporaryDirectory() as name:
            folder, index, fresh = (Path(name, part) for part in ("corpus", "index", "fresh"))
            folder.mkdir()
            for at, path in enumerate(draw.sample(files, SLICE)):
                shutil.copyfile(path, folder / f"{at:03}.md")
            searchlib.build(folder, index)
            for _ in range(STEPS):
                for _ in range(draw.randrange(1, 6)):
                    step(draw, folder, files)
                report = searchlib.build(folder, index)
                searchlib.build(folder, fresh, rebuild=True)
                questions = draw.randrange(2**32)
                mine, theirs = (answers(each, random.Random(questions)) for each in (index, fresh))
                assert mine == theirs, f"history {seed + number}: other answers"
                assert report.rebuilt is None, f"history {seed + number}: {report.rebuilt}"
                assert searchlib.check(index).ok, f"history {seed + number}: not whole"
                compared += 1
            assert searchlib.verify(index).ok, f"history {seed + number}: other than the corpus"
    print(f"{count} histories, {compared} steps: every answer that of a build from nothing, all verified")


def main() -> None:
    """Run what the command line asks for."""
    what, corpus, *numbers = sys.argv[1:]
    tasks: dict[str, Callable[[], None]] = {
        "cost": lambda: cost(Path(corpus), int(numbers[0]) if numbers else None),
        "histories": lambda: histories(
            Path(corpus),
            int(numbers[0]) if numbers else 200,
            int(numbers[1]) if len(numbers) > 1 else 0,
        ),
    }
    tasks[what]()


if __name__ == "__main__":
    main()
