"""Citations for reference managers: BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256

from searchlib.model import Document, Kind, Script
from searchlib.render.citation_works import CitedWork
from searchlib.render.json_values import Json
from searchlib.render.terminal import on_one_line

_BIBTEX_SPECIAL = {
    "\\": r"{\textbackslash}",
    "{": r"\{",
    "}": r"\}",
    "%": r"\%",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "$": r"\$",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
}
_NO_KEY = re.compile("[^A-Za-z0-9:-]+")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_RIS_TYPES = {Kind.LAW: "STAT", Kind.REPORT: "NEWS", Kind.OTHER: "GEN"}
_CSL_TYPES = {Kind.LAW: "legislation", Kind.REPORT: "article-newspaper"}


def bibtex(works: Iterable[CitedWork], language: str = "zh", accessed: date | None = None) -> str:
    """Return entries for BibTeX and biblatex, in UTF-8: ``@misc`` with the places as ``note``.

    Keys are the documents' ids, in ASCII; characters that mean something to TeX are escaped, except in
    addresses, which are read by ``\\url``.
    """
    return "\n".join(_bibtex(work, language, accessed) for work in works)


def ris(works: Iterable[CitedWork], language: str = "zh", accessed: date | None = None) -> str:
    """Return records in RIS (Research Information Systems, 2001): STAT for laws, NEWS for reports, GOVDOC
    for statements; the places are notes."""
    return "\n".join("\n".join(_ris(work, language, accessed)) + "\n" for work in works)


def csl(works: Iterable[CitedWork], language: str = "zh", accessed: date | None = None) -> list[Json]:
    """Return items in CSL-JSON (Citation Style Language 1.0.2): legislation, article-newspaper, document."""
    return [_csl(work, language, accessed) for work in works]


def _bibtex(work: CitedWork, language: str, accessed: date | None) -> str:
    document, day = work.document, work.published
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in work.authors(language)),
        "title": f"{{{_tex(work.title)}}}",
        "year": "" if day is None else str(day.year),
        "day": "" if day is None else str(day.day),
        "publisher": _tex(document.publisher or ""),
        "note": _tex(_joined(work, language)),
        "url": on_one_line(document.url or "").replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C"),
        "urldate": accessed.isoformat() if accessed and document.url else "",
        "langid": "chinese",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if day is not None:
        lines.append(f"  month = {_MONTHS[day.month - 1]},")
    return "\n".join([f"@misc{{{_key(document)},", *lines, "}", ""])


def _tex(text: str) -> str:
    return "".join(_BIBTEX_SPECIAL.get(character, character) for character in on_one_line(text))


def _key(document: Document) -> str:
    """Return an ASCII key; ids that have other characters get a part of their digest."""
    plain = _NO_KEY.sub("", document.id).strip("-")
    if plain == document.id:
        return plain
    return f"{plain}-{sha256(document.id.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}".lstrip("-")


def _ris(work: CitedWork, language: str, accessed: date | None) -> Iterator[str]:
    document, day = work.document, work.published
    yield f"TY  - {_RIS_TYPES.get(document.kind, 'GOVDOC')}"
    yield f"ID  - {_key(document)}"
    yield f"TI  - {work.title}"
    yield from (f"AU  - {on_one_line(name)}" for name in work.authors(language))
    if day is not None:
        yield f"PY  - {day.year}"
        yield f"DA  - {day:%Y/%m/%d}/"
    if document.publisher:
        yield f"PB  - {on_one_line(document.publisher)}"
    if work.places:
        yield f"N1  - {_joined(work, language)}"
    yield f"LA  - {_language(document)}"
    if document.url:
        yield f"UR  - {on_one_line(document.url)}"
    if accessed is not None and document.url:
        yield f"Y2  - {accessed:%Y/%m/%d}/"
    yield "ER  - "


def _csl(work: CitedWork, language: str, accessed: date | None) -> dict[str, Json]:
    document, day = work.document, work.published
    item: dict[str, Json] = {
        "id": document.id,
        "type": _CSL_TYPES.get(document.kind, "document"),
        "title": work.title,
        "language": _language(document),
    }
    if authors := work.authors(language):
        item["author"] = [{"literal": name} for name in authors]
    if day is not None:
        item["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    if accessed is not None and document.url:
        item["accessed"] = {"date-parts": [[accessed.year, accessed.month, accessed.day]]}
    if document.publisher:
        is_report = document.kind is Kind.REPORT
        item["container-title" if is_report else "publisher"] = on_one_line(document.publisher)
    if document.url:
        item["URL"] = on_one_line(document.url)
    if work.places:
        item["section" if document.kind is Kind.LAW else "note"] = _joined(work, language)
    return item


def _joined(work: CitedWork, language: str) -> str:
    return ("、" if language == "zh" else ", ").join(work.places)


def _language(document: Document) -> str:
    return {Script.HANS: "zh-Hans", Script.HANT: "zh-Hant"}.get(document.script or Script.MIXED, "zh")
