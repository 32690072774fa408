"""Citations to read: bibliography entries after GB/T 7714—2015, and footnotes."""

from __future__ import annotations

from datetime import date

from searchlib.model import Kind
from searchlib.render.citation import dated, day_chinese, day_english, in_title_marks
from searchlib.render.citation_works import CitedWork
from searchlib.render.terminal import on_one_line

_NEWSPAPERS = ("报", "報", "日报", "日報")


def gbt7714(work: CitedWork, language: str = "zh", accessed: date | None = None) -> str:
    """Return the entry of a bibliography after GB/T 7714—2015, 4.1 to 4.7 and 8.

    The parts are: who answers for the text. title[type/carrier]. publisher, year: place(day)[day of access].
    address. Types are of table B.1: N for a newspaper, EB/OL for what has an address, Z for all else. Parts
    that are not known are left out. Titles are as printed, without title marks.
    """
    document = work.document
    is_newspaper = (document.publisher or "").endswith(_NEWSPAPERS)
    kind = ("N" if is_newspaper else "EB" if document.url else "Z") + ("/OL" if document.url else "")
    authors = ", ".join(work.authors(language))
    day = work.published
    source = ", ".join(
        part for part in (on_one_line(document.publisher or ""), str(day.year) if day else "") if part
    )
    places = ("、" if language == "zh" else ", ").join(work.places)
    where = f"{source}: {places}" if source and places else source or places
    opened = f"[{accessed.isoformat()}]" if accessed and document.url else ""
    dates = (f"({day.isoformat()})" if day else "") + opened
    parts = (authors, f"{work.title}[{kind}]", f"{where}{dates}", on_one_line(document.url or ""))
    return ". ".join(part for part in parts if part) + ("" if document.url else ".")


def footnote(work: CitedWork, language: str = "zh", accessed: date | None = None) -> str:
    """Return a footnote: 《title》place, how and when it was made, publisher, address, day of access.

    Titles within the title have single marks (GB/T 15834). In English the title keeps its characters.
    """
    document = work.document
    chinese = language == "zh"
    title = in_title_marks(work.title)
    places = ("、" if chinese else ", ").join(work.places)
    named = (f"{title}{places}" if chinese else f"{title}, {places}") if places else title
    publisher = on_one_line(document.publisher or "")
    if publisher and publisher.endswith(_NEWSPAPERS):
        publisher = f"载{in_title_marks(publisher)}" if chinese else in_title_marks(publisher)
    day = day_chinese if chinese else day_english
    parts = [named, dated(document, language), publisher, on_one_line(document.url or "")]
    if document.kind is Kind.LAW and document.date is not None and document.date_is is None:
        parts[1] = f"（{day(document.date)}）" if chinese else f"({day(document.date)})"
    if accessed is not None and document.url:
        parts.append(f"{day(accessed)}访问" if chinese else f"accessed {day(accessed)}")
    comma, stop = ("，", "。") if chinese else (", ", ".")
    return comma.join(part for part in parts if part).replace("，（", "（").replace(", (", " (") + stop
