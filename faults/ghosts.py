"""Consistency of an index with the texts stored in it, checked on its arrays."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, pairwise
from pathlib import Path

import searchlib
from searchlib.engine.embedded.columns.lexicon import decode_utf8
from searchlib.engine.embedded.segment.reader import SegmentReader
from searchlib.engine.embedded.segment.segments import read_segments
from searchlib.storage.meta import generation_folder, read_meta
from searchlib.text.analyzer import Analyzer, open_analyzer
from searchlib.text.running import key


def ghosts(index: Path) -> Iterator[str]:
    """Return every way in which the arrays of the visible index differ from the texts stored in it.

    Compared are the folded texts with the originals, the pairs of characters with the texts, and the words
    of every record, counted, with what the analyzer finds in its text.
    """
    with searchlib.open(index) as library:
        engine = library.engine
        originals = {number: engine.fetch([number])[0][0].text for number, _ in engine.texts()}
        for number, text in engine.texts():
            if key(originals[number]) != text:
                yield f"record {number} says {text[:40]!r}, its original {originals[number][:40]!r}"
    folder = generation_folder(index, read_meta(index))
    analyzer = open_analyzer(folder)
    base = 0
    for entry in read_segments(folder):
        view = SegmentReader.open(folder, entry)
        kept = {number - base: text for number, text in originals.items() if 0 <= number - base < len(view)}
        yield from _wrong_pairs(view)
        yield from _wrong_words(view, kept, analyzer)
        base += len(view)
        view.close()
    analyzer.close()


def _wrong_pairs(view: SegmentReader) -> Iterator[str]:
    """Return listed pairs that occur in no text of the segment, and pairs of texts that are not listed."""
    grams = view.text
    texts = grams.texts(0, len(grams)) if len(grams) else []
    said = {first + second for text in texts for first, second in pairwise(text)}
    said |= {text[-1] for text in texts if text}
    listed = {grams.pair(number) for number in range(len(grams.pairs))} - {""}
    listed = {pair for pair in listed if pair != "\x00"}
    for pair in sorted(listed ^ {pair for pair in said if pair != "\x00"})[:5]:
        yield f"the pair {pair!r} is {'listed' if pair in listed else 'said'} only"


def _wrong_words(view: SegmentReader, kept: dict[int, str], analyzer: Analyzer) -> Iterator[str]:
    """Return terms whose listed frequency in a live record differs from that in its text."""
    lists = view.words.lists()
    listed: dict[int, dict[str, int]] = {record: {} for record in kept}
    for place, term in enumerate(lists.terms):
        for at in range(int(lists.starts[place]), int(lists.starts[place + 1])):
            record = int(lists.records[at])
            if record in listed:
                listed[record][decode_utf8(term)] = int(lists.frequencies[at])
    for record, text in kept.items():
        said: dict[str, int] = {}
        for word in analyzer.words(text):
            said[word] = said.get(word, 0) + 1
        if said != listed[record]:
            apart = sorted(said.items() ^ listed[record].items())[:3]
            yield f"the words of record {record} ({text[:40]!r}) are listed otherwise: {apart}"
    held = set(chain.from_iterable(listed.values()))
    if len(kept) == len(view):
        for word in sorted(set(map(decode_utf8, lists.terms)) - held)[:5]:
            yield f"the word {word!r} is listed, but no record has it"
