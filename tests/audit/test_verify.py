"""`verify` agrees with a sound index, whatever its history, and names what differs in any other."""

from pathlib import Path

import pytest

import searchlib
from searchlib.audit.verify import SAMPLE, Scan, substrings
from searchlib.errors import CorpusMissing
from searchlib.model import Pattern

STATEMENT = """中华人民共和国和秘鲁共和国联合声明

（2015年5月22日，利马）

一、双方重申推进兩洋鐵路項目。

二、双方对访问成果感到满意{}。
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """One statement in a folder."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "m.txt").write_text(STATEMENT.format(""), encoding="utf-8")
    return folder


def test_a_sound_index_is_proved(corpus: Path, tmp_path: Path) -> None:
    """Clauses, names, single characters and substrings are all compared."""
    searchlib.build(corpus, tmp_path / "index")
    outcome = searchlib.verify(tmp_path / "index")

    assert outcome.ok
    assert [kind for kind, _ in outcome.by_kind] == [
        "files",
        "clauses",
        "project names",
        "single characters",
        "substrings",
        "patterns",
        "names in files",
    ]
    assert all(count > 0 for _, count in outcome.by_kind)
    assert outcome.compared == sum(count for _, count in outcome.by_kind)


def test_an_updated_index_is_proved(corpus: Path, tmp_path: Path) -> None:
    """A second wording of a statement, in a file that sorts first, takes its plain id; the report says so."""
    searchlib.build(corpus, tmp_path / "index")
    (corpus / "a.txt").write_text(STATEMENT.format("，并愿继续努力"), encoding="utf-8")
    report = searchlib.build(corpus, tmp_path / "index")

    assert (report.added, report.changed, report.removed) == (1, 0, 0)
    assert sorted(change.change for change in report.changes) == ["added", "renamed"]
    assert searchlib.verify(tmp_path / "index").differences == ()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda folder: (folder / "m.txt").write_text(STATEMENT.format("了"), encoding="utf-8"), "clause "),
        (
            lambda folder: (folder / "b.txt").write_text("另一篇声明\n\n一、全文。\n", encoding="utf-8"),
            "clause ",
        ),
    ],
)
def test_a_corpus_that_changed_since_is_noticed(
    corpus: Path, tmp_path: Path, change: object, found: str
) -> None:
    """The index must hold the clauses of the files as they are now."""
    searchlib.build(corpus, tmp_path / "index")
    change(corpus)
    outcome = searchlib.verify(tmp_path / "index")

    assert not outcome.ok
    assert outcome.differences
    assert all(difference.query.startswith(found) for difference in outcome.differences)


def test_wrong_answers_are_named(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that loses occurrences is caught."""
    searchlib.build(corpus, tmp_path / "index")
    honest = searchlib.Library.__init__

    def forgetful(self: searchlib.Library, engine: object, *rest: object) -> None:
        honest(self, engine, *rest)
        answer = engine.occurrences
        monkeypatch.setattr(engine, "occurrences", lambda needles, within=None: answer(needles[1:], within))

    monkeypatch.setattr(searchlib.Library, "__init__", forgetful)
    outcome = searchlib.verify(tmp_path / "index")

    assert "铁" in {difference.query for difference in outcome.differences}
    assert outcome.differences[0].example


def test_an_index_without_a_folder_needs_one(tmp_path: Path) -> None:
    """Ready-made documents left no files to scan."""
    clause = searchlib.Clause("d", "1", "两洋铁路")
    searchlib.build_documents([searchlib.Document("d", None, clauses=(clause,))], tmp_path)

    with pytest.raises(CorpusMissing, match="folder"):
        searchlib.verify(tmp_path)


def test_the_scan_never_crosses_clauses() -> None:
    """Offsets are those of single clauses, of patterns too."""
    scan = Scan.of([("a", "两洋"), ("b", "洋铁"), ("c", "")])

    assert [span.start for span in scan.spans(Pattern(("两", "洋"), ((0, 10),)))] == [0]
    assert [span.start for span in scan.spans(Pattern(("洋", "洋"), ((0, 10),)))] == []
    assert [span.start for span in scan.spans("洋")] == [1, 3]
    assert [span.start for span in scan.spans("洋洋")] == []
    assert [scan.clause_at(offset) for offset in (0, 3, 6)] == ["a", "b", "c"]


def test_substrings_are_drawn_reproducibly() -> None:
    """The same corpus is asked the same questions, all of them from its texts."""
    scan = Scan.of([(str(n), f"双方重申推进两洋铁路项目第{n}条") for n in range(50)])
    drawn = list(substrings(scan, SAMPLE))

    assert drawn == list(substrings(scan, SAMPLE))
    assert 0 < len(drawn) <= SAMPLE
    assert all(2 <= len(piece) <= 8 and piece in scan.text for piece in drawn)
