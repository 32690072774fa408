"""Citations of answers in a chosen style: one function for every output."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from searchlib.model import Clause, Document, Hit, Mention, StatementMatch
from searchlib.render.citation import citation
from searchlib.render.citation_data import bibtex, csl, ris
from searchlib.render.citation_styles import CitationStyle
from searchlib.render.citation_texts import footnote, gbt7714
from searchlib.render.citation_works import Citable, CitedWork, cited_works
from searchlib.render.csv_json import json_text
from searchlib.render.json_values import Json


def cite(
    items: Citable | Iterable[Citable],
    style: CitationStyle | str = CitationStyle.GBT7714,
    language: str = "zh",
    accessed: date | None = None,
) -> str:
    """Return citations of hits, mentions, documents, or pairs of a clause and its document.

    Each document is cited once, with all its places in words. Several entries of a bibliography are numbered.
    ``accessed`` is the day on which the addresses were opened, which is not known otherwise. Raises
    ValueError for an unknown style.

    >>> joint = Document("d", "联合声明", date=date(2015, 5, 22))
    >>> print(cite([(Clause("d", path, f"{path}、", f"{path}、"), joint) for path in "78"], "footnote"))
    《联合声明》第7条、第8条，2015年5月22日。
    """
    listed = [items] if _is_one(items) else items
    return "\n".join(citation_lines(listed, CitationStyle(style), language, accessed))  # type: ignore[arg-type]


def citation_lines(
    items: Iterable[Citable], style: CitationStyle, language: str = "zh", accessed: date | None = None
) -> Iterator[str]:
    """Yield the lines of :func:`cite`."""
    works = cited_works(items, language)
    if style in (CitationStyle.GBT7714, CitationStyle.FOOTNOTE):
        entries = [_text(work, style, language, accessed) for work in works]
        is_list = style is CitationStyle.GBT7714 and len(entries) > 1
        yield from (f"[{number}] {entry}" if is_list else entry for number, entry in enumerate(entries, 1))
    elif style is CitationStyle.CSL_JSON:
        yield from json_text(csl(works, language, accessed)).rstrip("\n").split("\n")
    else:
        made = (bibtex if style is CitationStyle.BIBTEX else ris)(works, language, accessed)
        yield from made.rstrip("\n").split("\n") if made else ()


def cited_row(
    row: Mapping[str, Json],
    item: Citable,
    style: CitationStyle | None,
    language: str = "zh",
    accessed: date | None = None,
) -> Mapping[str, Json]:
    """Return ``row`` with the citation of ``item`` as a further value, if a style is asked for."""
    if style is None:
        return row
    return {**row, "citation": cite(item, style, language, accessed)}


def plain_citation(item: Citable, language: str = "zh") -> str:
    """Return the citation that ends with the id (:func:`searchlib.render.citation.citation`)."""
    if isinstance(item, Document):
        return citation(item, None, language)
    if isinstance(item, StatementMatch):
        return citation(item.document, None, language)
    clause, document = item if isinstance(item, tuple) else (item.clause, item.document)
    return citation(document, clause, language)


def _text(work: CitedWork, style: CitationStyle, language: str, accessed: date | None) -> str:
    return (gbt7714 if style is CitationStyle.GBT7714 else footnote)(work, language, accessed)


def _is_one(items: object) -> bool:
    """Return whether ``items`` is one thing to cite: a pair of a clause and its document is."""
    if isinstance(items, tuple) and len(items) == 2:
        return isinstance(items[0], Clause) and isinstance(items[1], Document)
    return isinstance(items, Hit | Mention | StatementMatch | Document)
