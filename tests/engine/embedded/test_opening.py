"""Opening an index: damage is noticed, nothing is run, little is imported, no memory is wasted."""

import gc
import os
import pickle
import platform
import random
import subprocess
import sys
import weakref
from pathlib import Path

import numpy as np
import pytest
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from searchlib.engine.base import EngineRequest, Scoring
from searchlib.engine.embedded import open_index
from searchlib.engine.embedded.columns.arrayfile import ArrayFile
from searchlib.engine.embedded.segment.segments import read_segments
from searchlib.errors import IndexDamaged, IndexMissing
from searchlib.model import AnalyzedClause, Clause, Document
from searchlib.query.ast import Everything, Exact, Word
from tests.support.engines import build


def _built(folder: Path) -> Path:
    document = Document("文件", "标题")
    text = "两洋铁路" * 50
    clause = AnalyzedClause(
        Clause("文件", "1", text), document, 0, text, "", "标题", ("铁路",) * 9, (), (), 20150522
    )
    build(folder, [clause])
    (path,) = folder.glob("*.arr")
    return path


def test_any_truncation_is_noticed_when_opening(tmp_path: Path) -> None:
    """A file that is not whole is damaged, wherever it ends."""
    path = _built(tmp_path)
    content = path.read_bytes()
    for size in (0, 1, 63, 64, 95, 96, len(content) // 2, len(content) - 33, len(content) - 1):
        path.write_bytes(content[:size])
        with pytest.raises(IndexDamaged, match=r"searchlib\.build"):
            open_index(tmp_path)


def test_a_missing_file_is_damage(tmp_path: Path) -> None:
    """The table of contents names a file that is not there."""
    _built(tmp_path).unlink()
    with pytest.raises(IndexDamaged):
        open_index(tmp_path)


def test_any_changed_byte_is_noticed(tmp_path: Path) -> None:
    """Opening or verifying tells every changed byte of an array, of the directory or of the footer."""
    path = _built(tmp_path)
    content = path.read_bytes()
    arrays = ArrayFile.open(path)
    spans = [
        (offset, length * np.dtype(kind).itemsize) for offset, kind, length, _ in arrays._arrays.values()
    ]
    places = [offset + at for offset, size in spans for at in range(0, size, 7)]
    end = max(offset + size for offset, size in spans)
    footer = range(len(content) - 32, len(content))
    directory = range(content.index(b'{"arrays"', end), len(content) - 32, 5)
    for at in (*places, *directory, *footer):
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        with pytest.raises(IndexDamaged):
            open_index(tmp_path).verify()
    path.write_bytes(content)
    open_index(tmp_path).verify()


def test_a_table_of_contents_runs_no_code(tmp_path: Path) -> None:
    """A pickle that names anything but the segment class is refused before it can do anything."""
    _built(tmp_path)
    witness = tmp_path / "witness"

    class Evil:
        def __reduce__(self) -> tuple[object, ...]:
            return (Path.touch, (witness,))

    segments = TOC.read(FileStorage(str(tmp_path)), "MAIN").segments
    head = (tmp_path / "_MAIN_1.toc").read_bytes().removesuffix(pickle.dumps(segments, -1))
    for payload in (pickle.dumps([Evil()]), pickle.dumps([1]), pickle.dumps({}), b"", b"garbage"):
        (tmp_path / "_MAIN_1.toc").write_bytes(head + payload)
        with pytest.raises(IndexDamaged):
            read_segments(tmp_path)
    assert not witness.exists()


def test_a_folder_without_a_table_is_no_index(tmp_path: Path) -> None:
    """Nothing to read is not an empty index."""
    with pytest.raises(IndexMissing, match=r"searchlib\.build"):
        open_index(tmp_path)
    with pytest.raises(IndexMissing):
        open_index(tmp_path / "nowhere")


def test_searching_needs_no_whoosh(tmp_path: Path) -> None:
    """Opening, searching and fetching import nothing of Whoosh."""
    _built(tmp_path)
    program = (
        "import sys, pathlib; from searchlib.engine.embedded import open_index;"
        "from searchlib.engine.base import EngineRequest, Scoring;"
        "from searchlib.query.ast import Everything;"
        "engine = open_index(pathlib.Path(sys.argv[1]));"
        "engine.fetch(engine.search(EngineRequest(Everything(), Scoring((('铁路', 1.0),)))).numbers);"
        "print([name for name in sys.modules if name.startswith('whoosh')])"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    assert run.stdout.strip() == "[]"


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc gives freed memory back so eagerly")
def test_queries_fault_no_memory_in(tmp_path: Path) -> None:
    """A warm query works in memory that the process already has."""
    document = Document("文件", None)
    rng = random.Random(1)
    words = [(rng.choice("甲乙丙丁"),) for _ in range(70_000)]
    clauses = (
        AnalyzedClause(Clause("文件", str(at), "甲乙"), document, at, "甲乙", "", "", own, (), (), 0)
        for at, own in enumerate(words)
    )
    build(tmp_path, clauses)
    program = (
        "import sys, pathlib, resource; from searchlib.engine.embedded import open_index;"
        "from searchlib.engine.base import EngineRequest, Scoring; from searchlib.query.ast import Or, Word;"
        "engine = open_index(pathlib.Path(sys.argv[1])); terms = ('甲', '乙', '丙');"
        "scoring = Scoring(tuple((term, 1.0) for term in terms), characters=terms);"
        "request = EngineRequest(Or(tuple(map(Word, terms))), scoring, limit=10);"
        "faults = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_minflt;"
        "[engine.search(request) for _ in range(20)]; before = faults();"
        "[engine.search(request) for _ in range(100)]; print((faults() - before) / 100)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        capture_output=True, text=True, check=True, encoding="utf-8", env=environment,
    )  # fmt: skip
    assert float(run.stdout) < 20


def test_a_table_for_all_kinds_of_leaves(tmp_path: Path) -> None:
    """The one clause of the small index is found by each."""
    _built(tmp_path)
    engine = open_index(tmp_path)
    for query in (Everything(), Exact(("洋铁路两",)), Word("铁路"), Exact(("标",), ("title",))):
        assert engine.search(EngineRequest(query)).total == 1


def test_closing_lets_go_of_the_files(tmp_path: Path) -> None:
    """Nothing keeps a segment mapped after closing, not even until garbage is collected."""
    _built(tmp_path)
    engine = open_index(tmp_path)
    found = engine.search(
        EngineRequest(Exact(("铁路",)), Scoring((("铁路", 1.0),), ("铁路",), characters=("铁",)))
    )
    engine.fetch(found.numbers)
    engine.occurrences(("两洋",), Word("铁路"))
    segment = weakref.ref(engine._segments[0])
    gc.disable()
    try:
        engine.close()
        assert segment() is None
    finally:
        gc.enable()
