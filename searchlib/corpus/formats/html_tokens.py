"""HTML cut into tags and text, with the place of each.

Why not the standard library's ``html.parser``: on broken pages it takes quadratic time (two minutes for
120 kB of unclosed tags), raises AssertionError on ``<![odd[``, and its rules differ between the patch
releases of the Pythons supported. This tokenizer is linear, never raises, and where a page is broken it
rather takes markup for text than text for markup: an unclosed comment or script does not swallow the rest.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from searchlib.corpus.mapped import Mapped

_VOID = """
    area base br col embed hr img input link meta param source track wbr basefont bgsound frame keygen
"""
VOID = frozenset(_VOID.split())
"""The elements that have no end tag."""

# Their content is not markup, and of these only the title's is text.
_RAW = frozenset(("script", "style", "textarea", "title", "iframe", "noembed", "noframes"))

_NAME = re.compile(r"/?([A-Za-z][\w:.-]*)(?=[\s/>])", re.ASCII)
_TAG_MARK = re.compile(r"=\s*([\"'])|[<>]")
# Beyond this a quotation mark is taken for a slip; a data: address is longer, but holds no ">".
_LONGEST_QUOTED_TAG = 16_384
_ATTRIBUTE = re.compile(r"""([^\s=/>"'<]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
_REFERENCE = re.compile(
    r"&(?:#[0-9]{1,8}(?![0-9]);?|#[xX][0-9A-Fa-f]{1,7}(?![0-9A-Fa-f]);?|[A-Za-z][A-Za-z0-9]{1,31};?)"
)


_OPENING_BESIDE = frozenset(("rt", "rp", "rtc", "sup"))
_BESIDE = _OPENING_BESIDE | {"ruby", "rb"}
# [1] 〔2〕 ［注三］ (4) ① * †; a bare number may be an exponent, a bare letter an ordinal's.
_NOTE_MARK = re.compile(
    r"\s*+(?:[\[［〔【(（]\s*+(?:[注註]\s*+)?(?:[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3}|[a-z])\s*+[\]］〕】)）]"
    r"|[\u2460-\u2473]|[*＊※†‡]{1,3}|[注註][0-9一二三四五六七八九十]{0,3})\s*+"
)
_MOST_TOKENS_OF_A_MARK = 12
_LONGEST_MARK = 8
_LONGEST_BESIDE = 400
_SOFT_HYPHEN = "\xad"
"""Says where a word may be broken; a reader sees nothing."""


class TokenSort(Enum):
    """What a token is. A comment or declaration is no token at all."""

    TEXT = auto()
    START = auto()
    END = auto()
    RAW = auto()
    """The content of a script, a style sheet, a title."""


@dataclass(frozen=True, slots=True)
class Token:
    """``text[start:end]`` of the page; ``name`` is that of the tag, in lower case (of RAW: whose content)."""

    sort: TokenSort
    start: int
    end: int
    name: str = ""


def tokens_of(text: str) -> list[Token]:
    """The tokens of a page in order; together with the comments between them they make up the page."""
    return list(_Tokenizer(text).tokens())


def attributes_of(text: str, token: Token) -> dict[str, tuple[int, int]]:
    """Where the value of each attribute of a start tag stands in ``text``; the first of two equals wins."""
    found: dict[str, tuple[int, int]] = {}
    begin = token.start + 1 + len(token.name)
    for attribute in _ATTRIBUTE.finditer(text, begin, token.end):
        group = attribute.lastindex or 1
        value = attribute.span(group) if group > 1 else (attribute.end(), attribute.end())
        found.setdefault(attribute[1].lower(), value)
    return found


def beside_the_text(text: str, tokens: Sequence[Token]) -> dict[int, int]:
    """For each token that opens what is no part of the running text the number of the one that closes it.

    That is the reading above a character (``rt``, with its brackets ``rp``), and the mark of a footnote: a
    superscript that holds nothing but a number in brackets, a note sign, or a link to a place in the page.
    """
    found: dict[int, int] = {}
    opened: int | None = None
    for number, token in enumerate(tokens):
        if token.name not in _BESIDE:
            continue
        if opened is not None:
            name = tokens[opened].name
            # A reading without an end tag ends with its ruby.
            ends_reading = name != "sup" and token.name in ("ruby", "rb")
            if ends_reading or (token.sort is TokenSort.END and token.name == name):
                if _is_beside(text, tokens, opened, number):
                    found[opened] = number
                opened = None
            elif name == "sup" and token.sort is TokenSort.START:
                opened = None
        if opened is None and token.sort is TokenSort.START and token.name in _OPENING_BESIDE:
            opened = number
    return found


def _is_beside(text: str, tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether tokens ``start`` to ``end`` are a reading or a note's mark; neither is long."""
    if end - start > _MOST_TOKENS_OF_A_MARK or tokens[end].end - tokens[start].start > _LONGEST_BESIDE:
        return False
    return tokens[start].name != "sup" or _is_note_mark(text, tokens[start : end + 1])


def _is_note_mark(text: str, tokens: Sequence[Token]) -> bool:
    """Whether a superscript, from its start tag to its end tag, is the mark of a note."""
    shown = "".join(text[token.start : token.end] for token in tokens if token.sort is TokenSort.TEXT)
    if _NOTE_MARK.fullmatch(html.unescape(shown)):
        return True
    links = [token for token in tokens if token.sort is TokenSort.START and token.name == "a"]
    targets = [attributes_of(text, link).get("href", (0, 0)) for link in links]
    return any(text[start:end].startswith("#") for start, end in targets) and len(shown) <= _LONGEST_MARK


def unescape(source: Mapped) -> Iterator[Mapped]:
    """The text with its character references resolved; what came from one maps to it as a whole."""
    text = source.text
    at = 0
    for reference in _REFERENCE.finditer(text) if "&" in text else ():
        character = html.unescape(reference[0])
        if character == reference[0]:
            continue
        if reference.start() > at:
            yield source[at : reference.start()]
        if character and character != _SOFT_HYPHEN:
            yield Mapped.made_of(character, *source.span(reference.start(), reference.end()))
        at = reference.end()
    if at < len(text):
        yield source[at:] if at else source


class _Tokenizer:
    """One pass over a page. Searches that found nothing once are not repeated: that keeps it linear."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._missing: set[str] = set()

    def tokens(self) -> Iterator[Token]:
        text, at, pending = self._text, 0, 0
        while (bracket := text.find("<", at)) >= 0:
            end, token = self._markup(bracket)
            if end == bracket:  # a mere less-than sign
                at = bracket + 1
                continue
            if bracket > pending:
                yield Token(TokenSort.TEXT, pending, bracket)
            at = pending = end
            if token is None:
                continue
            yield token
            if token.sort is TokenSort.START and token.name in _RAW:
                close = self._find(f"</{token.name}", end)
                if close >= 0:
                    yield Token(TokenSort.RAW, end, close, token.name)
                    at = pending = close
        if pending < len(text):
            yield Token(TokenSort.TEXT, pending, len(text))

    def _markup(self, at: int) -> tuple[int, Token | None]:
        """Where the markup at ``at`` ends, and its token; the same place when there is no markup."""
        text = self._text
        name = _NAME.match(text, at + 1)
        if name:
            end = self._tag_end(name.end())
            sort = TokenSort.END if text[at + 1] == "/" else TokenSort.START
            return (end, Token(sort, at, end, name[1].lower())) if end else (at, None)
        if text.startswith("<!--", at) and not text.startswith(("<!-->", "<!--->"), at):
            close = self._find("-->", at + 4)
            if close >= 0:
                return close + 3, None
        if text.startswith("<![CDATA[", at):
            return at + len("<![CDATA["), None
        if text.startswith(("<!", "<?", "</"), at):
            close = self._find(">", at)
            is_closed = close >= 0 and text.find("<", at + 1, close) < 0
            return (close + 1, None) if is_closed else (at, None)
        return at, None

    def _tag_end(self, at: int) -> int:
        """The offset after the tag's ``>``, minding quotation marks as far as they make sense; 0 for none."""
        if self._find(">", at) < 0:
            return 0
        stop = min(len(self._text), at + _LONGEST_QUOTED_TAG)
        place = at
        while mark := _TAG_MARK.search(self._text, place, stop):
            if mark[0] in "<>":
                return mark.end() if mark[0] == ">" else 0
            close = self._text.find(mark[1], mark.end(), stop)
            place = close + 1 if close >= 0 else mark.end()
        return self._find(">", at) + 1

    def _find(self, what: str, at: int) -> int:
        """As ``str.find``; ``</name`` is found in either case."""
        if what in self._missing:
            return -1
        if what.startswith("</"):
            found = re.compile(re.escape(what) + r"(?=[\s/>])", re.IGNORECASE).search(self._text, at)
            place = found.start() if found else -1
        else:
            place = self._text.find(what, at)
        if place < 0:
            self._missing.add(what)
        return place
