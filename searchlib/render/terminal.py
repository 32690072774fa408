"""Highlighting of matches: colour on a terminal, brackets everywhere else.

Without colour a match is printed between 【 and 】. If the texts of an answer contain one of these
characters, the whole answer uses the first pair of :data:`BRACKETS` that they do not contain, so that
removing the marks always restores the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from rich.cells import cell_len

from searchlib.errors import ENGLISH
from searchlib.model import Span
from searchlib.render.messages import said
from searchlib.text.spans import merge_spans, pieces

BRACKETS = (("【", "】"), ("«", "»"), ("⟦", "⟧"), ("‹", "›"))
"""Pairs of brackets in order of preference. The first is familiar to Chinese readers and rare on gov.cn
pages."""

_PRIVATE_USE = range(0xE000, 0xF8FF, 2)

_RESET = "\x1b[0m"


@dataclass(frozen=True, slots=True)
class Look:
    """The look of text output.

    ``columns`` is the width of the terminal in cells (a Han character takes two); None means lines of any
    length, as in a file. Without ``notes`` only results are shown, nothing that is said about them.
    """

    colour: bool = False
    columns: int | None = None
    language: str = ENGLISH
    notes: bool = True

    def say(self, text: str, /, **values: object) -> str:
        """Return ``text``, which is English, in the language of the output; see :func:`said`."""
        return said(text, self.language, **values)


PLAIN = Look()
"""The look of a file: no colour, lines of any length, English."""


class Style(StrEnum):
    """The role of a piece of output; the value is its SGR parameter (ECMA-48, 8.3.117)."""

    MATCH = "1;31"
    TITLE = "1"
    CAPTION = "1;36"
    QUIET = "2"
    GONE = "31"
    CAME = "32"


def paint(text: str, style: Style, look: Look) -> str:
    """Return ``text`` in a style, if the look has colour.

    >>> paint("八", Style.TITLE, Look(colour=True))
    '\\x1b[1m八\\x1b[0m'
    """
    return f"\x1b[{style}m{text}{_RESET}" if look.colour and text else text


@dataclass(frozen=True, slots=True)
class Marks:
    """The strings before and after a match: colour codes, or a pair of brackets."""

    opening: str
    closing: str

    @property
    def cells(self) -> int:
        """Return the number of terminal cells of both marks."""
        return 0 if self.opening.startswith("\x1b") else cell_len(self.opening + self.closing)


def choose_marks(texts: Iterable[str], look: Look) -> Marks:
    """Return the marks for an answer made of ``texts``: colour, or the first pair that none of them contains.

    >>> choose_marks(["推动两洋铁路"], Look())
    Marks(opening='【', closing='】')
    >>> choose_marks(["推动两洋铁路", "【公报】"], Look())
    Marks(opening='«', closing='»')
    """
    if look.colour:
        return Marks(f"\x1b[{Style.MATCH}m", _RESET)
    taken = frozenset().union(*texts)
    private = ((chr(code), chr(code + 1)) for code in _PRIVATE_USE)
    free = (pair for pair in (*BRACKETS, *private) if taken.isdisjoint(pair))
    return Marks(*next(free, BRACKETS[0]))


def marked(text: str, spans: Iterable[Span], marks: Marks) -> str:
    """Return ``text``, safe to print, with ``spans`` (code points of ``text``, in any order) between
    ``marks``.

    >>> marked("推动两洋铁路项目", [Span(2, 6)], Marks("【", "】"))
    '推动【两洋铁路】项目'
    """
    cut = pieces(made_visible(text), merge_spans(spans))
    return "".join(f"{marks.opening}{piece}{marks.closing}" if inside else piece for piece, inside in cut)


def made_visible(text: str) -> str:
    """Return ``text`` without anything that would control a terminal; same length, line feeds and tabs are
    kept.

    Control characters become control pictures; C1 controls, lone surrogates and bidirectional overrides
    (U+202E would show a number backwards) become U+FFFD.

    >>> made_visible("两\\x1b[31m洋")
    '两␛[31m洋'
    """
    return text if text.isprintable() else text.translate(_VISIBLE)


def on_one_line(text: str) -> str:
    """Return :func:`made_visible` text with every line end and tab replaced by a space; same length.

    >>> on_one_line("两洋\\n铁路")
    '两洋 铁路'
    """
    return text if text.isprintable() else made_visible(text.translate(_ONE_LINE))


def _replacements() -> Mapping[int, str]:
    pictures = {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\n\t"}
    unshowable = (*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000))
    return MappingProxyType({**pictures, 0x7F: "␡", **dict.fromkeys(unshowable, "�")})


_VISIBLE = _replacements()
_ONE_LINE: Mapping[int, str] = MappingProxyType(dict.fromkeys(map(ord, "\t\n\v\f\r\x85\u2028\u2029"), " "))
