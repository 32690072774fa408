"""Running text without any markup: a title, then paragraphs; several statements may follow one another.

A wrapped text is unwrapped first. A new document begins at a line, or a few, that are the whole title of a
statement between states (中华人民共和国和…联合声明, 中秘两国政府新闻公报) and have text below them, unless
they repeat the title of the document they stand in; and where a text goes on in its other language.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from searchlib.corpus.blocks import Block, Metadata, Page, Role
from searchlib.corpus.closing import ends_statement, is_place_and_day
from searchlib.corpus.enactment import names_treaty
from searchlib.corpus.formats.broken import without_breaks
from searchlib.corpus.formats.statement import statement_blocks
from searchlib.corpus.formats.wraps import join_wrapped
from searchlib.corpus.labels import page_line
from searchlib.corpus.leftout import OmissionReason, leave_out
from searchlib.corpus.mapped import Mapped
from searchlib.corpus.numbering import read_number
from searchlib.corpus.paragraphs import BLANK, is_furniture, paragraph_spans
from searchlib.corpus.scripts import is_latin
from searchlib.corpus.titles import (
    LONGEST_TITLE,
    MOST_TITLE_LINES,
    bare_title,
    goes_on,
    named_title,
    title_length,
)

_ENDS = "。！？；.!?;"
_FEWEST_LINES = _MOST_HEADLINES = 3
_MOST_ABOVE_TITLE = 8
"""Lines of a site or labels that may stand above a statement's title."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One paragraph of a text, stripped, and where it begins and ends."""

    start: int
    end: int
    text: str

    def is_body(self) -> bool:
        """Return whether it is text rather than a title, a label or a note."""
        if self.text[-1] in _ENDS and (len(self.text) > 1):
            return True
        return len(self.text) > LONGEST_TITLE or "。" in self.text[:-1] or "；" in self.text[:-1]


def plain_pages(text: Mapped) -> tuple[Page, ...]:
    """Return the documents of ``text`` in order; none when it holds nothing but blanks and furniture."""
    text = without_breaks(text)
    lines = text_lines(text.text)
    starts = statement_starts(lines)
    pages = (
        _page(text[start:end], text_lines(text.text[start:end]) if starts else lines)
        for start, end in pairwise((0, *starts, len(text)))
        if start < end
    )
    return tuple(page for page in pages if page.blocks)


def text_lines(text: str) -> list[TextLine]:
    """Return the paragraphs of ``text`` that are not blank and not furniture."""
    lines = (TextLine(start, end, text[start:end].strip(BLANK)) for start, end in paragraph_spans(text))
    return [line for line in lines if line.text and not is_furniture(line.text)]


def statement_starts(lines: Sequence[TextLine], title: str | None = None, is_page: bool = False) -> list[int]:
    """Return the offsets where further documents begin.

    ``title`` is that of the document in which ``lines`` stand, if they do not hold it themselves. The text
    of a site's page (``is_page``) counts only once it has a numbered paragraph or a signature: before that
    it may tell of the statement that it prints.
    """
    current, day = named_title(title) if title else ("", "")
    has_body = is_closed = has_sentence = False
    starts: list[int] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        count = title_length([each.text for each in lines[at : at + MOST_TITLE_LINES]])
        if count:
            bare, own_day = named_title("".join(each.text for each in lines[at : at + count]))
            is_other = bare != current or is_closed or bool(day and own_day and day != own_day)
            if not has_body:
                current, day = bare, own_day or day
            elif is_other and _has_body(lines, at + count):
                starts.append(line.start)
                current, day, has_body, is_closed, has_sentence = bare, own_day, False, False, False
        else:
            is_closed = is_closed or (has_sentence and ends_statement(line.text))
            has_sentence = has_sentence or line.is_body()
            is_numbered = read_number(line.text) is not None
            has_body = has_body or is_numbered or is_closed or (not is_page and line.is_body())
        at += max(1, count)
    return sorted({*starts, *_language_starts(lines, starts), *_article_starts(lines)})


def _article_starts(lines: Sequence[TextLine]) -> Iterator[int]:
    """Where further newspaper articles begin, if several have page lines.

    That is at the headlines above a page line, or at the page line where it stands above the headline; where
    it stands below its article, behind it.
    """
    places = [at for at, line in enumerate(lines) if page_line(line.text)]
    if len(places) < 2:
        return
    body = -1
    at = 0
    for place in places:
        body = next((one for one in range(place - 1, at - 1, -1) if _is_body(lines[one])), body)
        at = place + 1
        if body < 0 or not _has_body(lines, at):
            continue
        if 0 < place - body - 1 <= _MOST_HEADLINES:
            start = body + 1
        else:
            start = place if places[0] == 0 else at
        body = -1
        yield lines[start].start


def _is_body(line: TextLine) -> bool:
    return line.is_body() or read_number(line.text) is not None


def _has_body(lines: Sequence[TextLine], at: int) -> bool:
    """Whether text follows a title: else it stands in a list."""
    for number in range(at, min(at + _MOST_ABOVE_TITLE, len(lines))):
        if lines[number].is_body():
            return True
        if title_length([lines[number].text]):
            return False
    return False


def _language_starts(lines: Sequence[TextLine], starts: Sequence[int]) -> Iterator[int]:
    """Where a text goes on in its other language, each once and at length."""
    bounds = [bisect_left(lines, start, key=lambda line: line.start) for start in starts]
    for first, after in pairwise((0, *bounds, len(lines))):
        part = lines[first:after]
        latin = [at for at, line in enumerate(part) if is_latin(line.text)]
        chinese = [at for at, line in enumerate(part) if line.is_body() and not is_latin(line.text)]
        if len(latin) < _FEWEST_LINES or len(chinese) < _FEWEST_LINES:
            continue
        if latin[0] > chinese[-1]:
            yield part[latin[0]].start
        elif latin[-1] < chinese[0]:
            yield part[latin[-1] + 1].start


def _page(text: Mapped, lines: Sequence[TextLine]) -> Page:
    """The document ``text``, whose lines are ``lines``."""
    start, end = text.span()
    above, count = _title_place(lines)
    if not count:
        return Page(tuple(statement_blocks(text, None)), start, end)
    named = lines[above : above + count]
    title = bare_title(join_wrapped([text[line.start : line.end].strip(BLANK) for line in named]))
    shown = {line.start for line in lines}
    for at, after in paragraph_spans(text.text[: named[-1].end]):
        if at not in shown:
            leave_out(text[at:after], OmissionReason.FURNITURE)
    notes = (text[line.start : line.end].strip(BLANK) for line in lines[:above])
    blocks = [*(Block(Role.NOTE, note) for note in notes), Block(Role.TITLE, title)]
    blocks += statement_blocks(text[named[-1].end :], title.text)
    return Page(tuple(blocks), start, end, Metadata(title=title.text))


def _title_place(lines: Sequence[TextLine]) -> tuple[int, int]:
    """At which of the lines the title begins, and over how many it goes; (0, 0) where there is none.

    It is the title of a statement, with lines of a site above it, or else the first line.
    """
    for above, line in enumerate(lines[:_MOST_ABOVE_TITLE]):
        count = title_length([each.text for each in lines[above : above + MOST_TITLE_LINES]])
        if count:
            return above, count
        if line.is_body() or read_number(line.text) is not None or is_place_and_day(line.text):
            break
    above = next((at for at, line in enumerate(lines[:_MOST_ABOVE_TITLE]) if not _is_label(line.text)), 0)
    texts = [line.text for line in lines[above : above + MOST_TITLE_LINES]]
    if not texts or not _may_be_title(texts[0]):
        return 0, 0
    return above, next((at for at, pair in enumerate(pairwise(texts), 1) if not goes_on(*pair)), len(texts))


def _is_label(line: str) -> bool:
    """Whether a line above a title tells where the text was printed."""
    return page_line(line) is not None


def _may_be_title(line: str) -> bool:
    """Whether a first line is a title rather than a sentence, a numbered paragraph or a day."""
    if any(sign in line[:-1] for sign in "。！？；") or len(line) > LONGEST_TITLE or line[-1] in "。；":
        return False
    is_numbered = read_number(line) is not None and not names_treaty(line)
    return not is_numbered and not is_place_and_day(line)
