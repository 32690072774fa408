"""What of a file is markup: tags and comments, scripts and style sheets, the head of a page, targets of
links, front matter, keys and escapes of records.

The rules are made for this purpose alone and know nothing of the readers. They say what may be left out; what
a reader keeps is in its clauses all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_HTML = re.compile(
    r"(?P<comment><!--)"
    r"|<(?P<raw>script|style|template|noscript|head)\b[^<>]*+>"
    r"|<title\b[^<>]*+>[^<>]*+</title\s*+>"
    r"|</?[A-Za-z][A-Za-z0-9_:.-]*+(?=[\s/>])(?:[^<>\"']++|\"[^\"]{0,300}+\"|'[^']{0,300}+'){0,60}+>"
    r"|</?[A-Za-z][A-Za-z0-9_:.-]*+(?=[\s/>])[^<>]*+>|<!\[CDATA\[|<[!?/][^<>]*+>"
    r"|&(?:#[0-9]{1,8}|#[xX][0-9A-Fa-f]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});?",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(
    r"(?<=\])\((?:<[^<>\n]*+>|[^\s()]*+(?:\([^\s()]*+\)[^\s()]*+)*+)(?:\s++\"[^\"\n]*+\"|\s++'[^'\n]*+')?\s*+\)"
    r"|(?<=\])\[[^\[\]\n]{0,200}+\]"
    r"|!\[[^\[\]\n]{0,500}+\]"
    r"|^[ ]{0,3}\[[^\[\]\n]{1,200}+\]:[^\n]*+$"
    r"|^[ \t]*+(?:```|~~~)[^\n]*+$"
    r"|^[ \t]*+\{[%:][^\n{}]*+\}[ \t]*+\r?$",
    re.MULTILINE,
)
_FRONT_MATTER = re.compile(
    r"\ufeff?(?:---[ \t]*+\r?\n(?:(?!(?:---|\.\.\.)[ \t]*+\r?$)[^\n]*+\n){0,2000}+(?:---|\.\.\.)"
    r"|\+\+\+[ \t]*+\r?\n(?:(?!\+\+\+[ \t]*+\r?$)[^\n]*+\n){0,2000}+\+\+\+)[ \t]*+\r?$",
    re.MULTILINE,
)
_JSON = re.compile(
    r'"(?:[^"\\\n]|\\.)*+"(?=\s*+:)'
    r"|\\u[0-9a-fA-F]{4}|\\[a-z]|(?<=[:,\[{\s])(?:null|true|false)(?=[\s,\]}])"
)
_FIRST_LINE = re.compile(r"[^\r\n]*+")


def markup(file: str, text: str) -> Iterator[tuple[int, int]]:
    """Return the stretches of ``text`` that are markup, in the form that the name of its file tells."""
    name = file.lower()
    front = _FRONT_MATTER.match(text)
    if front:
        yield front.span()
    if name.endswith((".json", ".jsonl")):
        yield from (found.span() for found in _JSON.finditer(text))
    elif name.endswith(".csv"):
        head = _FIRST_LINE.match(text)
        yield head.span() if head else (0, 0)
    if "<" in text or "&" in text:
        yield from _html(text)
    if "](" in text or "][" in text or "]:" in text or "```" in text or "~~~" in text or "{" in text:
        yield from (found.span() for found in _MARKDOWN.finditer(text))


def _html(text: str) -> Iterator[tuple[int, int]]:
    """Tags, character references, and comments and scripts up to their ends where they have one."""
    absent: set[str] = set()
    at = 0
    while found := _HTML.search(text, at):
        start, at = found.span()
        end = "-->" if found["comment"] else rf"</{found['raw'].lower()}\b[^<>]*+>" if found["raw"] else ""
        if end and end not in absent:
            closing = re.compile(end, re.IGNORECASE).search(text, at)
            if closing:
                at = closing.end()
            else:
                absent.add(end)
        if at > start + len("<!--") or not found["comment"]:
            yield start, at
