"""Every text that the output may say is there in Chinese, with the same values."""

import re
import string

import pytest

from searchlib.analysis.comparison import Fate
from searchlib.analysis.lineage import Turn
from searchlib.analysis.unlisted import Evidence
from searchlib.audit.coverage import MARKUP
from searchlib.cli import _ADVICE
from searchlib.corpus.leftout import OmissionReason
from searchlib.errors import CHINESE, TRADITIONAL
from searchlib.model import DateIs, Flaw, Kind, PartKind, Script, Tier
from searchlib.projects import EntryKind
from searchlib.render.heads import heads, meaning
from searchlib.render.hits import CAPTIONS, DID_YOU_MEAN, LEADS
from searchlib.render.messages import chinese_texts, said
from searchlib.render.wording import NO_DATE, NO_TITLE, quantity
from searchlib.search.count_by import By
from tests.support.messages import (
    headers_in_source,
    quantified_in_source,
    said_in_source,
    strings_in_source,
    tables_in_source,
)

VALUES = {
    *(str(each) for kind in (By, Kind, Script, DateIs, EntryKind, Fate, Turn, Evidence) for each in kind),
    *(
        str(each)
        for kind in (Flaw, OmissionReason, PartKind, Tier)
        for each in kind
        if each != Tier.REFERENCE
    ),
    *(*CAPTIONS.values(), *_ADVICE.values(), LEADS, DID_YOU_MEAN, NO_DATE, NO_TITLE, MARKUP),
}
"""What is said of a value, so that no text stands in the call."""


def headed(columns: tuple[str, ...]) -> list[str]:
    """What the columns of a table hold, in English."""
    return [meaning(column, columns) for column in columns]


@pytest.mark.parametrize("columns", tables_in_source())
def test_every_column_has_a_head_in_chinese(columns: tuple[str, ...]) -> None:
    """Of its own: no table has two columns under one head."""
    assert [text for text in headed(columns) if text not in chinese_texts()] == []
    assert len(set(heads(columns, CHINESE))) == len(columns)
    assert heads(columns, "en") == columns


def fields(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(
    "text",
    sorted(
        {*said_in_source(), *headers_in_source(), *VALUES, *(f"{{n}} {n}" for n in quantified_in_source())}
    ),
)
def test_every_text_is_there_in_chinese(text: str) -> None:
    """One that is not would be shown in English in the middle of Chinese."""
    assert text in chinese_texts()


@pytest.mark.parametrize("text", sorted(chinese_texts()))
def test_both_texts_name_the_same_values(text: str) -> None:
    """A value that one of them lacks is lost; one that is not given is an error."""
    assert fields(chinese_texts()[text]) == fields(text)


def test_no_chinese_text_is_left_over() -> None:
    """Each is of a text in the code: as it stands there, or of the word that the code puts into it."""
    known = strings_in_source() | {text for columns in tables_in_source() for text in headed(columns)}
    made = re.compile(r"(?:\{n\}|\{count\}|comparing) (?P<word>.+)")
    left = [text for text in chinese_texts() if text not in known]

    assert [text for text in left if not (found := made.fullmatch(text)) or found["word"] not in known] == []


def test_values_are_never_turned() -> None:
    """Only the words of the program are in Traditional characters; what it quotes stays as it is."""
    assert said("{name} is not mentioned", TRADITIONAL, name="没有铁路") == "沒有提到 没有铁路"
    assert quantity(1200, "clause", CHINESE) == "1,200 条"
    assert quantity(1200, "clause", TRADITIONAL) == "1,200 條"
