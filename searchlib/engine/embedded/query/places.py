"""The places of needles in texts, as offsets in each text."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.embedded.columns.docset import DocSet, RecordNumbers
from searchlib.engine.embedded.segment.grams import Grams
from searchlib.engine.embedded.segment.patterns import find_spans
from searchlib.model import Needle
from searchlib.text.borders import bare


def find_in(
    text: Grams, needle: Needle, kept: DocSet | None
) -> tuple[RecordNumbers, NDArray[np.intp], NDArray[np.intp]]:
    """Return the texts in which ``needle`` begins (only those ``kept``), the offsets in them, and lengths;
    those of a string are one.
    """
    if isinstance(needle, str):
        begins, lengths = text.find(needle), np.array([len(bare(needle))], np.intp)
    else:
        begins, ends = find_spans(text, needle)
        lengths = ends - begins
    texts = text.text_of_place.of(begins)
    if kept is not None:
        held = np.flatnonzero(kept.holds(texts))
        begins, texts = begins.take(held), texts.take(held)
        lengths = lengths if isinstance(needle, str) else lengths.take(held)
    return texts, begins - text.bases.take(texts), lengths
