"""Ids of documents: readable, stable, and made of the document's own content only.

* A statement or communiqué: day, parties, kind (``2015-05-22-cn-pe-joint-statement``). A second one of the
  same day and parties has a topic, and the topic is added: whatever its title says after 关于, unless that is
  the relation itself (关于深化全面战略伙伴关系的联合声明).
* A law: its title and day (``law-中华人民共和国刑法-2020-12-26``).
* A report, of which a day has many: day, parties, kind and 8 hexadecimal digits of the SHA-256 of the folded
  title (``2013-04-06-cn-pe-report-3df9320b``), or of the content where there is no title.
* Another text: day, parties, kind and title.
* What is not known is left out; a missing day says ``undated``. A text in traditional characters ends in
  ``-hant``, so that a statement kept in both scripts has two ids.

So two documents share an id only when they are the same text from two sources, or copies. Then the one from
the first file (by path, then place) keeps it and each other one gets ``-`` and 8 digits of its content
digest; of exact copies, 8 digits of the SHA-256 of file and place. The files that are there now decide this
alone, so that it makes no difference in which order they came.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count

from searchlib.corpus.blocks import Metadata
from searchlib.corpus.paragraphs import compact
from searchlib.corpus.outline import Placed
from searchlib.model import Document, Kind, Script
from searchlib.text.views import fold

_SLUG = re.compile(r"[^0-9A-Za-z\u3007\u3400-\u9fff\U00020000-\U0003ffff]+")
_TOPIC = re.compile("关于(.+?)的?(?:联合声明|联合宣言|共同声明|共同宣言|联合公报|新闻公报|公报)")
_LONGEST_SLUG = 60


def document_id(metadata: Metadata, script: Script | None, digest: str) -> str:
    """The id that the content alone gives; ``digest`` stands in for a missing title."""
    title = metadata.title or ""
    day = metadata.date.isoformat() if metadata.date else None
    kind = metadata.kind or Kind.OTHER
    if kind is Kind.LAW and title:
        parts = ["law", slug(title), day]
    else:
        parts = [day or "undated", *(code.lower() for code in metadata.parties), kind.value]
        parts.append(_distinction(metadata, kind, title) if title else digest[:8])
    if script is Script.HANT and kind is not Kind.LAW:
        parts.append("hant")
    return "-".join(part for part in parts if part)


def slug(title: str) -> str:
    """``title`` as part of an id: letters and figures; a long one is cut and ends in a digest of the whole.

    >>> slug("中华人民共和国 宪法修正案（2018年）")
    '中华人民共和国宪法修正案2018年'
    """
    written = _SLUG.sub("", title).lower()
    return written if len(written) <= _LONGEST_SLUG else f"{written[: _LONGEST_SLUG - 8]}{_sign(written)}"


def content_digest(metadata: Metadata, clauses: Iterable[Placed]) -> str:
    """SHA-256 of what makes the content: metadata and clauses, not files, offsets or ids."""
    return _digest(metadata, ((each.path, each.number, each.headings, each.text.text) for each in clauses))


def document_digest(document: Document) -> str:
    """:func:`content_digest` of a ready-made document."""
    clauses = document.clauses
    return _digest(document, ((each.path, each.number, each.headings, each.text) for each in clauses))


def _digest(
    known: Metadata | Document, clauses: Iterable[tuple[str, str | None, tuple[str, ...], str]]
) -> str:
    hashed = hashlib.sha256()
    when = (known.date, known.date_is, known.published)
    facts = [known.title, known.kind, *when, *known.parties, known.place, known.publisher, known.url]
    if known.level or known.issuers:  # facts that only laws have; other documents keep their digests
        facts += [known.level, *known.issuers]
    hashed.update("\x1f".join(map(str, facts)).encode("utf-8", "surrogatepass"))
    for path, number, headings, text in clauses:
        fields = (path, number or "", *headings, text)
        hashed.update(("\x1e" + "\x1f".join(fields)).encode("utf-8", "surrogatepass"))
    return hashed.hexdigest()


def with_id(document: Document, name: str) -> Document:
    """``document`` and its clauses under the id ``name``."""
    clauses = tuple(replace(clause, document_id=name) for clause in document.clauses)
    return replace(document, id=name, clauses=clauses)


class Ids:
    """The ids given so far. Documents must come in corpus order for the first to keep its own."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)

    def give(self, name: str, digest: str, file: str, start: int) -> str:
        """An id that no other document has: ``name``, unless that one is taken.

        ``start`` is where the document begins in ``file``, whose content has the digest ``digest``.
        """
        if name not in self._taken:
            self._taken.add(name)
            return name
        free = next(other for other in _names(name, digest, f"{file}:{start}") if other not in self._taken)
        self._taken.add(free)
        return free

    def admit(self, document: Document) -> Document:
        """``document`` under an id that no other document has."""
        source = document.source
        place = ("", 0) if source is None else (source.file, source.start)
        name = self.give(document.id, document.digest, *place)
        return document if name == document.id else with_id(document, name)


def _names(name: str, digest: str, place: str) -> Iterator[str]:
    """What to try when ``name`` is taken, in order."""
    yield f"{name}-{digest[:8]}"
    yield f"{name}-{_sign(place)}"
    for copy in count(2):
        yield f"{name}-{_sign(place)}-{copy}"


def _distinction(metadata: Metadata, kind: Kind, title: str) -> str:
    """What tells the document from others of its kind, day and parties."""
    if kind is Kind.OTHER:
        return slug(title)
    if kind is not Kind.REPORT and metadata.date and len(metadata.parties) >= 2:
        return _topic(title)
    return _sign(fold(compact(title)))


def _topic(title: str) -> str:
    found = _TOPIC.search(fold(title[:200]))
    if found is None or "关系" in found[1]:
        return ""
    return slug(title[found.start(1) : found.end(1)])


def _sign(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
