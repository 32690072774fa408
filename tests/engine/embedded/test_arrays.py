"""The pieces below the engine: files of arrays, grams, originals, sets of records, the best few, merges."""

import io
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.engine.embedded.columns import docset
from searchlib.engine.embedded.columns.arrayfile import ArrayFile, ArrayFileWriter
from searchlib.engine.embedded.columns.arrays import offsets_of, shrink
from searchlib.engine.embedded.columns.docset import DocSet, everything, nothing, select
from searchlib.engine.embedded.columns.lexicon import (
    Blocks,
    Lexicon,
    decode_utf8,
    encode_utf8,
    put_blocks,
    put_strings,
)
from searchlib.engine.embedded.columns.packed import Packed, PackedWriter
from searchlib.engine.embedded.columns.runs import RunLengths, put_run_lengths
from searchlib.engine.embedded.query import topk
from searchlib.engine.embedded.segment.grams import GramLists, Grams, MergedAlphabet, put_grams
from searchlib.engine.embedded.segment.inverter import invert_texts
from searchlib.engine.embedded.segment.merge import MergedGrams
from searchlib.engine.embedded.segment.order import sort_columns
from searchlib.engine.embedded.segment.originals import (
    Differences,
    Originals,
    differences,
    merge_originals,
    put_originals,
)
from searchlib.engine.embedded.whoosh.writer import choose_merges
from searchlib.text.spans import find

TEXT = st.text("人民铁路鐵A\0𠮷\ud800", max_size=12)
MANY_CHARACTERS = "".join(map(chr, (*range(0x20, 0xD800), *range(0x10000, 0x14000))))


class _Memory(io.BytesIO):
    """A sink whose bytes outlive closing it."""

    def close(self) -> None:
        """Stay readable."""


def _file(*puts: Callable[[ArrayFileWriter], None]) -> ArrayFile:
    """An array file in memory, made by calling each of ``puts`` with its writer."""
    sink = _Memory()
    out = ArrayFileWriter(sink)
    for put in puts:
        put(out)
    out.close()
    return ArrayFile(sink.getvalue(), "memory")


@pytest.mark.parametrize("dtype", ["u1", "<u2", "<u4", "<u8", "<i8", "<f8", "bool"])
def test_arrays_come_back(dtype: str) -> None:
    """Values, widths and kinds are kept, empty arrays too."""
    values = np.arange(5).astype(dtype)
    arrays = _file(lambda out: out.put("a", values), lambda out: out.put("b", values[:0]))
    assert values.tolist() == arrays.array("a").tolist()
    assert values.dtype == arrays.array("a").dtype == arrays.array("b").dtype
    assert arrays.array("b").tolist() == []


def test_arrays_are_filled_in_any_order() -> None:
    """Places are settled when arrays are begun; one that was never filled is an error."""
    sink = _Memory()
    out = ArrayFileWriter(sink)
    first, second = out.reserve("a", "<u4", 3), out.reserve("b", "<u2", 2)
    second.write(np.array([7, 8]))
    first.write(np.array([1]))
    out.put("c", np.array([9], np.uint8))
    with pytest.raises(ValueError, match="'a' is not complete"):
        out.close()
    first.write(np.array([2, 3]))
    out.close()
    arrays = ArrayFile(sink.getvalue(), "memory")
    arrays.verify()
    assert [arrays.array(name).tolist() for name in "abc"] == [[1, 2, 3], [7, 8], [9]]


def test_an_array_is_written_once() -> None:
    """A name belongs to one array."""
    with pytest.raises(ValueError, match="already"):
        _file(lambda out: out.put("a", np.zeros(1)), lambda out: out.put("a", np.zeros(1)))


def _inverted(texts: list[str]) -> GramLists:
    return invert_texts(_joined(texts), np.array([len(text) for text in texts], np.uint32))


def _joined(texts: list[str]) -> str:
    return "".join(f"{text}\0" for text in texts)


def _merged(parts: list[list[str]]) -> Grams:
    lists = [_inverted(part) for part in parts]

    def put(out: ArrayFileWriter) -> None:
        grams = MergedGrams(lists, MergedAlphabet.of(lists))
        grams.begin(out, "g")
        grams.fill(lambda: None)

    return Grams(_file(put), "g")


@given(st.lists(st.binary(max_size=3).map(lambda row: row.replace(b"\n", b"")), max_size=150))
def test_blocks_of_strings_come_back(strings: list[bytes]) -> None:
    """Singly and all together."""
    blocks = Blocks(_file(lambda out: put_blocks(out, "b", strings)), "b")
    assert strings == blocks.all()
    assert strings == [blocks[place] for place in range(len(strings))]


@given(st.sets(TEXT, max_size=20), TEXT)
def test_terms_are_found_where_they_sort(terms: set[str], wanted: str) -> None:
    """Byte order is code-point order, and places count the terms before."""
    ordered = sorted(terms)
    lexicon = Lexicon(_file(lambda out: put_strings(out, "t", [encode_utf8(term) for term in ordered])), "t")
    assert ordered == [decode_utf8(term) for term in lexicon.all()]
    assert sum(term < wanted for term in ordered) == lexicon.place(encode_utf8(wanted))
    assert (ordered.index(wanted) if wanted in terms else None) == lexicon.find(encode_utf8(wanted))


@given(
    st.lists(TEXT, max_size=8), st.text("人民铁路鐵A\0𠮷\ud800", min_size=1, max_size=4), st.integers(0, 8)
)
def test_substrings_are_found_where_they_stand(texts: list[str], needle: str, cut: int) -> None:
    """Grams of any texts, merged from any two buffers, give what a scan gives."""
    _check_grams(_merged([texts[:cut], texts[cut:]]), texts, needle)


def test_more_characters_than_two_bytes_can_number() -> None:
    """Codes widen where a segment has more than 65,535 different characters."""
    texts = [MANY_CHARACTERS, "", MANY_CHARACTERS[::-1], "人民"]
    grams = _merged([texts[:1], texts[1:]])
    for needle in ("人民", "人", MANY_CHARACTERS[-3:], MANY_CHARACTERS[70_000:70_050], chr(0x13FFF)):
        _check_grams(grams, texts, needle)


def _check_grams(grams: Grams, texts: list[str], needle: str) -> None:
    places = grams.find(needle)
    owners = grams.text_of_place.of(places)
    found = list(zip(owners.tolist(), (places - grams.bases[owners]).tolist(), strict=True))
    assert [(at, span.start) for at, text in enumerate(texts) for span in find(text, needle)] == found
    assert [at for at, text in enumerate(texts) if needle in text] == grams.find_texts(
        needle
    ).as_numbers().tolist()
    assert texts == grams.texts(0, len(texts))
    assert len(texts) == len(grams)


@given(
    st.lists(st.sets(st.integers(0, 1 << 27) | st.integers(0, 300), min_size=1, max_size=6), min_size=1),
    st.data(),
)
def test_packed_lists_come_back(lists: list[set[int]], data: st.DataObject) -> None:
    """One list or several in a row, however far apart the numbers are, written in any pieces."""
    rows = [sorted(numbers) for numbers in lists]
    starts = offsets_of(np.array([len(row) for row in rows]))
    size = max((row[-1] + 1 for row in rows if row), default=0)
    cut = data.draw(st.integers(0, len(rows)))

    def put(out: ArrayFileWriter) -> None:
        writer = PackedWriter(out, "p", starts, size)
        for piece in (rows[:cut], rows[cut:]):
            writer.write(np.array([number for row in piece for number in row], np.uint32))

    packed = Packed(_file(put), "p", shrink(starts))
    first = data.draw(st.integers(0, len(rows) - 1))
    last = data.draw(st.integers(first, len(rows)))
    assert [number for row in rows[first:last] for number in row] == packed.lists(first, last).tolist()
    assert rows[first] == packed.lists(first, first + 1).tolist()
    assert [number for row in rows for number in row] == packed[: len(packed)].tolist()


@given(st.lists(st.tuples(TEXT, st.booleans(), st.sets(st.integers(0, 6))), max_size=8), st.integers(0, 8))
def test_originals_are_rebuilt_from_their_differences(
    rows: list[tuple[str, bool, set[int]]], cut: int
) -> None:
    """Whatever folds to what, whatever is skipped, and however often, the original comes back."""
    originals = [text for text, _, _ in rows]
    kept = [[at for at in range(len(text)) if at not in skipped] for text, _, skipped in rows]
    counting = ["".join(text[at] for at in places) for text, places in zip(originals, kept, strict=True)]
    indexed = [
        text.replace("鐵", "铁").replace("A", "a") if folds else text[::-1]
        for text, (_, folds, _) in zip(counting, rows, strict=True)
    ]

    def differing(part: slice) -> Differences:
        places, base = [], 0
        for text, own in zip(originals[part], kept[part], strict=True):
            places += [base + at for at in (*own, len(text))]
            base += len(text) + 1
        return differences(_joined(originals[part]), _joined(indexed[part]), np.array(places, np.uint32))

    parts = [slice(0, cut), slice(cut, None)]
    lists = [_inverted(indexed[part]) for part in parts]
    found = [differing(part) for part in parts]
    alphabet = MergedAlphabet.of(lists)
    merged = merge_originals([(own, part.codes) for own, part in zip(found, lists, strict=True)], alphabet)
    whole = _inverted(indexed)
    arrays = _file(
        lambda out: put_grams(out, "text", whole), lambda out: put_originals(out, merged, whole.bases)
    )
    stored = Originals(arrays, Grams(arrays, "text"))
    assert originals == stored.texts(range(len(originals)))
    assert originals[1::2] == stored.texts(range(1, len(originals), 2))
    again, every = stored.differences(), differing(slice(None))
    for name in ("places", "points", "skipped_places", "skipped_points"):
        assert getattr(every, name).tolist() == getattr(again, name).tolist(), name


@given(st.sets(st.integers(0, 29)), st.sets(st.integers(0, 29)), st.sampled_from([1, 4, 1000]))
def test_selections_are_sets(left: set[int], right: set[int], small: int) -> None:
    """The operations mean what they mean for sets, in either form."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(docset, "_SMALL", small)
        one = select(30, [np.array(sorted(left), np.uint16)])
        other = select(30, [np.array(sorted(right), np.uint16), np.array(sorted(right), np.uint32)])
        for expected, found in (
            (left & right, one & other),
            (left | right, one | other),
            (left - right, one.without(other)),
            (set(range(30)) - left, ~one),
            (left, one & everything(30)),
            (set(), one & nothing(30)),
            (left, one | nothing(30)),
        ):
            assert sorted(expected) == found.as_numbers().tolist()
            assert sorted(expected) == np.flatnonzero(found.as_mask()).tolist()
            assert len(expected) == found.count()
            assert [at in expected for at in range(30)] == found.holds(np.arange(30)).tolist()


@given(st.lists(st.integers(0, 4), max_size=40), st.sets(st.integers(0, 4)), st.sampled_from([1, 1000]))
def test_runs_are_one_number_for_each_record(numbers: list[int], wanted: set[int], small: int) -> None:
    """RunLengths give back the numbers, one by one and all, and select records by them."""
    runs = RunLengths(_file(lambda out: put_run_lengths(out, "r", np.array(numbers, np.int64))), "r")
    assert numbers == runs.all().tolist() == [runs[at] for at in range(len(runs))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(docset, "_SMALL", small)
        chosen = runs.select(DocSet(5, np.array(sorted(wanted), np.intp)))
    assert [at for at, number in enumerate(numbers) if number in wanted] == chosen.as_numbers().tolist()


@pytest.mark.parametrize("seed", range(40))
def test_the_best_are_the_first_of_all_sorted(seed: int) -> None:
    """Few of many, with many ties, in the order that sorting everything gives."""
    random_numbers = np.random.default_rng(seed)
    size, count = int(random_numbers.integers(1, 9000)), int(random_numbers.integers(0, 40))
    scores = random_numbers.integers(0, random_numbers.choice([1, 2, 50, 10**6]), size) / 7
    records = np.sort(random_numbers.choice(2 * size, size, replace=False))
    ranks = random_numbers.permutation(2 * size)
    expected = np.lexsort((ranks[records], -scores))[:count]
    assert expected.tolist() == topk.best(scores, records, ranks, count).tolist()
    lowest = np.argsort(ranks[records])[:count]
    assert lowest.tolist() == topk.lowest(ranks[records], count).tolist()


@given(st.lists(st.tuples(*[st.integers(0, 2**40)] * 3), max_size=20), st.booleans())
def test_columns_sort_as_rows_do(rows: list[tuple[int, int, int]], short: bool) -> None:
    """Packed into one number or not, the first row decides first."""
    rows = [tuple(value % 1000 for value in row) for row in rows] if short else rows  # type: ignore[misc]
    columns = np.array(rows, np.intp).reshape(-1, 3).T
    assert sorted(rows) == [tuple(row) for row in sort_columns(columns).T.tolist()]


@pytest.mark.parametrize(
    ("sizes", "worn", "limit", "expected"),
    [
        ([], [], 100, set()),
        ([5] * 7, [False] * 7, 100, set()),
        ([5] * 8, [False] * 8, 100, set(range(8))),
        ([50] * 8, [False] * 8, 100, {0, 1}),
        ([60] * 8, [False] * 8, 100, set()),
        ([5, 10**9, 5], [False, True, False], 100, {1}),
        ([10**9] * 7 + [10**6], [False] * 8, 10**12, set()),
        ([10**9] * 8 + [10**6], [False] * 9, 10**12, set(range(8))),
    ],
)
def test_segments_to_merge(sizes: list[int], worn: list[bool], limit: int, expected: set[int]) -> None:
    """Eight of a size are merged as far as they fit; worn ones always."""
    assert expected == choose_merges(sizes, worn, limit)
