"""Build time from a folder of laws to a complete index, beside tantivy over words and over characters.

usage: python bench/build.py CORPUS WORK [--rounds N] [--peers FOLDER]

The peers are those of the side-by-side benchmark (``../shared/bench`` unless FOLDER says otherwise): its
``split_laws.py`` cuts the files into clauses, its ``peers.py`` writes tantivy's indexes. Every build runs in
a process of its own and includes reading and splitting; rounds alternate, medians are shown. Needs the
packages ``tantivy`` and ``rjieba``.
"""

from __future__ import annotations

import importlib.util
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from measured import Measured, measured, megabytes

import searchlib

SHARED = Path("../shared/bench")


def module(path: Path) -> ModuleType:
    """Import the module in the file ``path``."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def peer(engine: str, corpus: Path, folder: Path, shared: Path) -> None:
    """Split the corpus and build an engine of the side-by-side benchmark."""
    clauses = folder / "clauses.jsonl"
    subprocess.run([sys.executable, shared / "split_laws.py", corpus, clauses], check=True)
    peers = module(shared / "peers.py")
    docs = peers.load(clauses)
    clauses.unlink()
    getattr(peers, engine)().build(docs, str(folder))


def main(corpus: Path, work: Path, rounds: int, shared: Path) -> int:
    """Print a table of medians, and the ratio of our time to that of both peers together."""
    builds: dict[str, Callable[[Path], object]] = {
        "searchlib": lambda folder: searchlib.build(corpus, folder),
        "tantivy + rjieba words": lambda folder: peer("TantivyJieba", corpus, folder, shared),
        "tantivy, characters": lambda folder: peer("TantivyChars", corpus, folder, shared),
    }
    took: dict[str, list[Measured]] = {name: [] for name in builds}
    sizes: dict[str, float] = {}
    for _ in range(rounds):
        for name, build in builds.items():
            folder = work / "build"
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            took[name].append(measured(lambda build=build, folder=folder: build(folder)))
            sizes[name] = megabytes(folder)
    print("| build from files | seconds | of processors | peak, MB | index, MB |")
    print("|---|---|---|---|---|")
    for name, runs in took.items():
        seconds = statistics.median(run.seconds for run in runs)
        processor = statistics.median(run.processor for run in runs)
        peak = max(run.peak for run in runs)
        print(f"| {name} | {seconds:.1f} | {processor:.1f} | {peak} | {sizes[name]:.0f} |")
    ours, *others = (statistics.median(run.seconds for run in runs) for runs in took.values())
    print(f"\nsearchlib takes {ours / sum(others):.2f} times as long as both peers together")
    return 0


if __name__ == "__main__":
    arguments = sys.argv[1:]
    options = {"--rounds": "3", "--peers": str(SHARED)}
    for option in options:
        if option in arguments:
            at = arguments.index(option)
            options[option] = arguments[at + 1]
            del arguments[at : at + 2]
    if len(arguments) != 2:
        sys.exit(__doc__)
    sys.exit(main(Path(arguments[0]), Path(arguments[1]), int(options["--rounds"]), Path(options["--peers"])))
