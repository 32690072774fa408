"""The arithmetic of reading in parts: where parts begin, what contents list, where marks lead."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from searchlib.model import Clause, Document
from searchlib.web.contents import MOST_ENTRIES, contents, numbers_of
from searchlib.web.mark_jumps import MarkJumps
from searchlib.web.reading_parts import Measures, Parts, starts_of


def say(clause: Clause, _document: Document) -> str:
    """The path, as a place in words."""
    return clause.path


@st.composite
def texts(draw: st.DrawFn) -> list[Clause]:
    """Clauses of any length, some of them headings of three levels."""
    found: list[Clause] = []
    trail: list[str] = []
    for at, (depth, length) in enumerate(
        draw(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 60)), max_size=80))
    ):
        if depth < 3:
            del trail[depth:]
            found.append(Clause("d", f"h{at + 1}", f"第{at}章", headings=tuple(trail)))
            trail.append(f"第{at}章")
        else:
            found.append(Clause("d", str(at + 1), "文" * length, f"第{at}条", tuple(trail)))
    return found


@given(texts(), st.integers(1, 20), st.integers(1, 200))
def test_parts_hold_every_clause_once_and_within_bounds(
    clauses: list[Clause], most: int, characters: int
) -> None:
    """Whatever the lengths and headings; a longer clause is alone."""
    starts = starts_of(clauses, Measures(most, characters))
    parts = Parts(starts, len(clauses), 1)
    held = [ordinal for page in range(1, parts.pages + 1) for ordinal in parts.of(page)]

    assert held == list(range(len(clauses)))
    for page in range(1, parts.pages + 1):
        own = parts.of(page)
        assert len(own) <= most
        assert len(own) <= 1 or sum(len(clauses[at].text) for at in own) <= characters
        assert all(parts.page_of(at) == page for at in own)


@given(texts(), st.data())
def test_contents_are_in_order_and_count_every_mark_below(clauses: list[Clause], data: st.DataObject) -> None:
    """An entry's marks are those of its clauses; what is current has the place."""
    document = Document("d", "法", clauses=tuple(clauses))
    marks = [data.draw(st.integers(0, 3)) for _ in clauses]
    current = data.draw(st.integers(0, max(0, len(clauses) - 1)))
    parts = Parts(starts_of(clauses, Measures(10, 10_000)), len(clauses), 1)
    found = contents(document, parts, marks, current, say)

    assert len(found) != 1
    assert [entry.clauses.start for entry in found] == sorted({entry.clauses.start for entry in found})
    for entry in found:
        assert entry.marks == sum(marks[at] for at in entry.clauses)
        assert entry.is_current == (current in entry.clauses)
        assert clauses[entry.clauses.start].path == entry.path
        assert parts.page_of(entry.clauses.start) == entry.page


def test_a_heading_takes_those_above_it_along() -> None:
    """A part begins at the book, not at the chapter below it."""
    article = Clause("d", "1", "文" * 10, "第一条")
    heads = [Clause("d", "h1", "第二编"), Clause("d", "h2", "第一章", headings=("第二编",))]
    clauses = [article] * 8 + heads + [article] * 8
    assert starts_of(clauses, Measures(10, 10_000)) == (0, 8)


def test_more_headings_than_anybody_reads_are_those_around_the_place() -> None:
    """Upper ones all, lower ones only beside the current."""
    clauses = []
    for chapter in range(50):
        clauses.append(Clause("d", f"h{len(clauses) + 1}", f"第{chapter}章"))
        for section in range(20):
            trail = (f"第{chapter}章",)
            clauses.append(Clause("d", f"h{len(clauses) + 1}", f"第{section}节", headings=trail))
    document = Document("d", "法", clauses=tuple(clauses))
    parts = Parts(starts_of(clauses, Measures(100, 10_000)), len(clauses), 1)
    found = contents(document, parts, [0] * len(clauses), 22, say)

    assert len(found) == 50 + 20
    assert [entry.text for entry in found if entry.is_current] == ["第1章", "第0节"]


def test_a_thousand_numbers_without_headings_are_listed_by_part() -> None:
    """Not one by one."""
    clauses = [Clause("d", str(number), f"第{number}条 文", f"第{number}条") for number in range(1, 1001)]
    document = Document("d", "法", clauses=tuple(clauses))
    parts = Parts(starts_of(clauses, Measures(100, 10_000)), len(clauses), 1)
    found = contents(document, parts, [0] * 1000, 0, say)

    assert MOST_ENTRIES >= len(found) == 10
    assert found[1].text == "第101条–第200条"
    held = numbers_of(document)
    assert held is not None
    assert (held.first.path, held.last.path, held.count) == ("1", "1000", 1000)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=30), st.data())
def test_following_the_marks_visits_each_once(counts: list[int], data: st.DataObject) -> None:
    """From any place: after the last comes the first, and back is the way one came."""
    total = sum(counts)
    place = data.draw(st.none() | st.integers(0, len(counts) - 1))
    start = MarkJumps.of(counts, place, 0)
    if not total:
        assert start == MarkJumps(0)
        return
    number, visited = start.following, []
    for _ in range(total):
        jumps = MarkJumps.of(counts, place, number)
        visited.append(jumps.number)
        assert jumps.ordinal is not None
        assert sum(counts[: jumps.ordinal]) < jumps.number <= sum(counts[: jumps.ordinal + 1])
        assert MarkJumps.of(counts, place, jumps.following).previous == jumps.number
        number = jumps.following
    assert sorted(visited) == list(range(1, total + 1))
