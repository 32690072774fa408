"""Mutated input files: each is indexed or reported, none stops a build, and refused files leave no trace."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import searchlib
from faults.ghosts import ghosts
from faults.mutants import NODES, Mutants, name_of
from faults.report import Tally
from faults.storage import Operation, watched
from faults.texts import statement
from searchlib.corpus.names import printable
from searchlib.errors import SearchlibError
from searchlib.model import BuildReport

NAME = "inputs"
PROMISE = (
    "mutated files are indexed or named with a reason: 0 crashes, 0 ghost terms, "
    "0 characters unaccounted for; "
    "a bad document leaves nothing behind"
)
SHORT, FULL = 60, 10_000

_BATCH = 60
_GOOD = "好 good.txt"
_LEFT_OUT = (".", "~$")
_HUGE = 10_000_000
_FATES = ("vanish", "cut", "grow", "become a folder")


def run(size: int, seed: int, tally: Tally) -> None:
    """Build ``size`` files, some dozens to a folder, and a bad document at every place of a batch."""
    mutants = Mutants(seed)
    longest, named = 0.0, 0
    for number, first in enumerate(range(0, size, _BATCH)):
        started = time.monotonic()
        draw = random.Random(f"{seed} {number}")
        with tempfile.TemporaryDirectory() as name:
            count = min(_BATCH, size - first)
            named += _one_folder(Path(name), draw, mutants, count, number, tally)
        longest = max(longest, time.monotonic() - started)
    _poisoned(50 if size >= 1000 else 3, seed, tally)
    _huge(_HUGE if size >= FULL // 2 else _HUGE // 100, tally)
    tally.figures["named"] = f"{named:,}"
    tally.figures["longest batch"] = f"{longest:.1f} s"


def _one_folder(
    root: Path, draw: random.Random, mutants: Mutants, count: int, number: int, tally: Tally
) -> int:
    """Build a folder of mutants twice and account for every file; return the number of files reported as
    unreadable."""
    corpus = root / "corpus" / "deep"
    made = list(_make(corpus, draw, mutants, count))
    unlucky = draw.sample(made[1:], min(4, len(made) - 1)) if number % 3 == 0 else []
    doomed = {path: (draw.randrange(2), draw.choice(_FATES)) for path in unlucky}
    try:
        with _vanish(doomed):
            report = searchlib.build(root / "corpus", root / "index")
        problems = [*_unaccounted(root, made, report), *ghosts(root / "index")]
        problems += _lost(root)
        if number % 5 == 0:
            problems += _verified(root)
    except SearchlibError as error:
        report, problems = None, [f"refused as a whole: {error}"]
    except Exception as error:
        report, problems = None, [f"{type(error).__name__}: {error}"]
    for _ in made:
        tally.case()
    for problem in problems:
        tally.fault(f"folder {number}: {problem}")
    for path in (root / "corpus").rglob("*"):
        if path.name == "closed.txt":
            path.chmod(0o600)
    return len(report.skipped) if report else 0


def _make(folder: Path, draw: random.Random, mutants: Mutants, count: int) -> Iterator[Path]:
    """Write the files, and entries that are not files."""
    folder.mkdir(parents=True)
    (folder / _GOOD).write_text(statement(draw, "好"), encoding="utf-8")
    (folder / ".hidden.txt").write_text(statement(draw, "藏"), encoding="utf-8")
    yield folder / _GOOD
    for name in draw.sample(sorted(NODES), min(3, count)):
        NODES[name](folder / name)
        yield folder / name
    for number in range(count - 4):
        path = folder / os.fsdecode(name_of(draw, number))
        suffix = "." + path.name.rpartition(".")[2] if "." in path.name else ""
        path.write_bytes(mutants.content(draw, suffix))
        if draw.random() < 0.03:
            beside = draw.choice(
                (b'title = "x"', b"title = ", b"\xff\xfe", b'kind = "no"', b"date = 2015-05-22")
            )
            path.with_name(path.name + ".meta.toml").write_bytes(beside)
        yield path


@contextmanager
def _vanish(doomed: dict[Path, tuple[int, str]]) -> Iterator[None]:
    """Disturb the N-th opening of each file."""

    def step(operation: Operation) -> None:
        path = Path(operation.path)
        if operation.name != "open" or path not in doomed:
            return
        opened, fate = doomed[path]
        doomed[path] = (opened - 1, fate)
        if opened == 0 and path.is_file() and not path.is_symlink():
            _meet(path, fate)

    with watched(step):
        yield


def _meet(path: Path, fate: str) -> None:
    if fate == "cut":
        os.truncate(path, path.stat().st_size // 2)
    elif fate == "grow":
        path.write_bytes(path.read_bytes() * 3)
    else:
        path.unlink()
    if fate == "become a FIFO":
        os.mkfifo(path)
    elif fate == "become a folder":
        path.mkdir()


def _unaccounted(root: Path, made: list[Path], report: BuildReport) -> Iterator[str]:
    """Return files that are neither indexed nor reported, or both."""
    with searchlib.open(root / "index") as library:
        indexed = {document.source.file for document in library.documents() if document.source}
    named = {skipped.file: skipped.reason for skipped in report.skipped}
    for path in made:
        name = printable(path.relative_to(root / "corpus").as_posix())
        silent = path.name.startswith(_LEFT_OUT) or path.name.endswith(".meta.toml") or path.is_dir()
        silent = silent or not os.path.lexists(path)  # it vanished before the folder was listed
        if (name in indexed) + (name in named) != 1 and not (silent and not path.is_symlink()):
            yield f"{name!r} is {'indexed and named' if name in indexed else 'neither indexed nor named'}"
        if name in named and not named[name].strip():
            yield f"{name!r} is named without a reason"


def _lost(root: Path) -> Iterator[str]:
    """Characters of files that are in no clause and left out for no reason."""
    for flaw in searchlib.coverage(corpus=root / "corpus").flaws[:3]:
        yield f"coverage: {flaw}"


def _verified(root: Path) -> list[str]:
    outcome = searchlib.verify(root / "index")
    return [f"verify: {difference}" for difference in outcome.differences[:3]]


def _poisoned(documents: int, seed: int, tally: Tally) -> None:
    """Put a bad document at every place of a batch: the batch is refused whole, a bad file is left out
    whole."""
    draw = random.Random(f"poison {seed}")
    good = [_document(f"d{number:02}", statement(draw, f"甲{number}")) for number in range(documents)]
    secret = "龘龘毒"
    with tempfile.TemporaryDirectory() as name:
        index, corpus = Path(name) / "index", Path(name) / "corpus"
        searchlib.build_documents([_document("old", "旧文")], index)
        for place in range(documents):
            bad = _document("bad", secret)
            bad = replace(bad, clauses=(*bad.clauses, *bad.clauses))
            tally.case(_refused([*good[:place], bad, *good[place:]], index))
        shutil.rmtree(index)
        for place in range(documents):
            shutil.rmtree(corpus, ignore_errors=True)
            corpus.mkdir()
            for number, document in enumerate(good):
                path = corpus / f"{number:02}.txt"
                path.write_text("\n".join(clause.text for clause in document.clauses), encoding="utf-8")
            spoiled = (corpus / f"{place:02}.txt").read_bytes() + secret.encode() + b"\xe4\xb8"
            (corpus / f"{place:02}.txt").write_bytes(spoiled)
            report = searchlib.build(corpus, index)
            with searchlib.open(index) as library:
                clean = not any(len(library.occurrences(each)) for each in (secret, *secret))
            whole = report.documents == documents - 1 and len(report.skipped) == 1
            tally.case(None if clean and whole else f"a bad file at {place}: {report}", *ghosts(index))


def _document(name: str, text: str) -> searchlib.Document:
    lines = [line for line in text.split("\n") if line]
    clauses = tuple(searchlib.Clause(name, f"p{place}", line) for place, line in enumerate(lines, 1))
    return searchlib.Document(name, None, clauses=clauses, digest=name)


def _refused(documents: list[searchlib.Document], index: Path) -> str | None:
    """Return None if the batch was refused and the old index answers as before, else what is wrong."""
    try:
        searchlib.build_documents(documents, index)
    except SearchlibError:
        with searchlib.open(index) as library:
            same = [document.id for document in library.documents()] == ["old"]
        return None if same else "a refused batch changed the index"
    return "a bad batch was accepted"


def _huge(size: int, tally: Tally) -> None:
    """Index a line of ten megabytes, 200,000 characters missing from every dictionary, ten thousand
    clauses and tags."""
    rare = "".join(map(chr, range(0x20000, 0x2A6D0)))
    sentence = "双方将共同推进两洋铁路项目可行性基础研究，"
    files = {
        "line.txt": sentence * (size // len(sentence.encode())),
        "same.txt": "的" * (size // 30),
        "rare.txt": (rare * (size // 50 // len(rare) + 1))[: size // 50],
        "clauses.txt": "\n\n".join(f"第{number}条 {sentence}" for number in range(1, size // 1000)),
        "tags.html": "<div>" * (size // 1000) + sentence + "</div>" * (size // 1000),
        "quotes.md": "> " * (size // 1000) + sentence,
    }
    with tempfile.TemporaryDirectory() as name:
        corpus = Path(name) / "corpus"
        corpus.mkdir()
        for file, text in files.items():
            (corpus / file).write_text(text, encoding="utf-8")
        started = time.monotonic()
        report = searchlib.build(corpus, Path(name) / "index")
        seconds = time.monotonic() - started
        expected = sum(text.count("两洋铁路") for text in files.values())
        with searchlib.open(Path(name) / "index") as library:
            found = len(library.occurrences("兩洋鐵路"))
            rarest = len(library.occurrences(rare[777:780]))
        for file in files:
            tally.case(*(f"{row.file}: {row.reason}" for row in report.skipped if row.file == file))
        tally.expect(found == expected, f"{found} mentions in huge files, not {expected}")
        tally.expect(
            rarest == files["rare.txt"].count(rare[777:780]), f"rare characters found {rarest} times"
        )
    tally.figures["huge files"] = f"{sum(map(len, files.values())) / 1e6:.1f} M characters in {seconds:.0f} s"
