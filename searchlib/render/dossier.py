"""A dossier as a document: what it says, as blocks that each format writes, and as the sheets of a
workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from searchlib.analysis.dossier import Dossier, DossierGroup, Portion
from searchlib.facts.countries import country_names
from searchlib.model import Certificate, Document, Mention, Script
from searchlib.render import dossier_values
from searchlib.render.blocks import QuotedPlace, ReportBlock, ReportHeading, ReportParagraph, ReportTable
from searchlib.render.citation import citation
from searchlib.render.csv_json import columns_of
from searchlib.render.dossier_words import dossier_said
from searchlib.render.excerpt import LEFT_OUT
from searchlib.render.json_values import Json, mention_json
from searchlib.render.messages import said as worded
from searchlib.render.xlsx import Sheet

_TAGS = {Script.HANS: "zh-Hans", Script.HANT: "zh-Hant"}
_DIGEST_SHOWN = 12


def dossier_title(found: Dossier, language: str) -> str:
    """Return the title of the document."""
    return dossier_said("title", language, name=found.project.name if found.project else found.asked)


def dossier_blocks(
    found: Dossier, certificate: Certificate, language: str, mentions: Iterable[Mention] | None = None
) -> Iterator[ReportBlock]:
    """Yield the document in ``zh``, ``zh-Hant`` or ``en``, with the dossier's own mentions unless others are
    given."""
    said = partial(dossier_said, language=language)
    yield ReportHeading(1, dossier_title(found, language))
    yield ReportHeading(2, said("summary"))
    if found.whole.mentions:
        yield ReportParagraph(said("counts", **_numbers(found.whole)))
    else:
        yield ReportParagraph(said("none"))
    for key, mention in (("first", found.first), ("last", found.last)):
        if mention is not None:
            yield ReportParagraph(
                f"{said(key)}{worded(': ', language)}{citation(mention.document, mention.clause, language)}"
            )
    yield from _names(found, language)
    if found.whole.mentions:
        yield from _groups("years", "year", found.years, language)
        yield from _groups("parties", "party", found.parties, language)
        yield from _statements(found, language)
        yield from _silent(found, language)
        yield from _mentions(found, language, mentions)
    yield ReportHeading(2, said("certificate"))
    yield ReportParagraph(certificate_said(certificate, language))


def dossier_sheets(found: Dossier, certificate: Certificate, language: str) -> tuple[Sheet, ...]:
    """Return the sheets of the workbook: mentions, statements, years, parties, names, silent, certificate."""

    def sheet(name: str, rows: Iterable[Mapping[str, Json]], columns: tuple[str, ...]) -> Sheet:
        return Sheet(dossier_said(f"sheet.{name}", language), rows, columns)

    value = dossier_values.dossier_json(found, certificate, ())
    names = [{"name": name, "mentions": count} for name, count in found.counts.items()]
    return (
        sheet("mentions", map(mention_json, found.mentions), columns_of("MentionJson")),
        sheet("statements", value["statements"], columns_of("StatementPortionJson")),
        sheet("years", value["years"], columns_of("GroupPortionJson")),
        sheet("parties", value["parties"], columns_of("GroupPortionJson")),
        sheet("names", names, ("name", "mentions")),
        sheet("silent", value["silent"], columns_of("SilentJson")),
        sheet("certificate", [value["certificate"]], columns_of("CertificateJson")),
    )


def certificate_said(certificate: Certificate, language: str) -> str:
    """Return the certificate in words."""
    said = partial(dossier_said, language=language)
    told = [
        said("searched", clauses=f"{certificate.clauses_searched:,}"),
        said("scanned" if certificate.verified_by_scan else "unscanned"),
    ]
    if certificate.characters:
        counts = {"files": f"{certificate.files:,}", "characters": f"{certificate.characters:,}"}
        told.append(said("left_out", left=f"{certificate.characters_left_out:,}", **counts))
    if certificate.files_skipped:
        told.append(said("skipped", files=f"{certificate.files_skipped:,}"))
    digests = {"index": certificate.index[:_DIGEST_SHOWN], "corpus": certificate.corpus[:_DIGEST_SHOWN]}
    told.append(said("index", **digests))
    return worded("; ", language).join(told)


def parties_said(parties: Iterable[str], language: str) -> str:
    """Return the names of countries, joined by a dash; empty for none."""
    names = country_names(language)
    return "–".join(names.get(code, code) for code in parties)


def _names(found: Dossier, language: str) -> Iterator[ReportBlock]:
    said = partial(dossier_said, language=language)
    held = sorted(((name, count) for name, count in found.counts.items() if count), key=lambda row: -row[1])
    if held:
        yield ReportHeading(2, said("names"))
        yield ReportTable((said("name"), said("mentions")), tuple(held))
    if absent := [name for name, count in found.counts.items() if not count]:
        yield ReportParagraph(said("absent", names=" · ".join(absent)))


def _groups(title: str, column: str, groups: Iterable[DossierGroup], language: str) -> Iterator[ReportBlock]:
    said = partial(dossier_said, language=language)
    yield ReportHeading(2, said(title))
    keys = (
        "mentions",
        "clauses",
        "statements",
        "of_statements",
        "characters",
        "of_characters",
        "share",
        "names",
    )
    rows = []
    for each in groups:
        portion = each.portion
        key = each.key or said("unknown")
        rows.append(
            (
                parties_said(key.split(), language) if column == "party" and each.key else key,
                portion.mentions,
                portion.clauses,
                portion.statements,
                portion.of_statements,
                portion.characters,
                portion.of_characters,
                _percent(portion),
                _counted(each.names),
            )
        )
    yield ReportTable((said(column), *map(said, keys)), tuple(rows))


def _statements(found: Dossier, language: str) -> Iterator[ReportBlock]:
    said = partial(dossier_said, language=language)
    yield ReportHeading(2, said("by_statement"))
    rows = tuple(
        (
            _day(each.document),
            each.document.title or said("untitled"),
            each.portion.mentions,
            each.portion.clauses,
            each.portion.of_clauses,
            _percent(each.portion),
            _counted(each.names),
        )
        for each in found.statements
    )
    yield ReportTable(
        tuple(map(said, ("date", "statement", "mentions", "clauses", "of", "share", "names"))), rows
    )


def _silent(found: Dossier, language: str) -> Iterator[ReportBlock]:
    said = partial(dossier_said, language=language)
    yield ReportHeading(2, said("silent"))
    if not found.silent:
        yield ReportParagraph(said("no_silent"))
        return
    rows = tuple(
        (
            _day(each.document),
            each.document.title or said("untitled"),
            parties_said(each.document.parties, language),
            said(str(each.silence)),
            each.clauses,
            each.characters,
        )
        for each in found.silent
    )
    header = ("date", "statement", "party", "when", "clauses", "characters")
    yield ReportTable(tuple(map(said, header)), rows)


def _mentions(found: Dossier, language: str, mentions: Iterable[Mention] | None) -> Iterator[ReportBlock]:
    said = partial(dossier_said, language=language)
    yield ReportHeading(2, said("every"))
    own = list(found.mentions) if mentions is None else mentions
    if isinstance(own, list) and (count := len(own)) < found.whole.mentions:
        numbers = {"first": found.offset + 1, "last": found.offset + count, "total": found.whole.mentions}
        yield ReportParagraph(said("shown", **{key: f"{value:,}" for key, value in numbers.items()}))
    document = None
    for mention in own:
        if mention.document.id != document:
            document = mention.document.id
            yield ReportHeading(
                3, f"{_day(mention.document)} {mention.document.title or said('untitled')}".strip()
            )
        line = mention.line
        is_begun = len(line.before) < mention.span.start
        is_broken_off = mention.span.end + len(line.after) < len(mention.clause.text)
        yield QuotedPlace(
            before=f"{LEFT_OUT if is_begun else ''}{line.before}",
            match=line.match,
            after=f"{line.after}{LEFT_OUT if is_broken_off else ''}",
            cited=citation(mention.document, mention.clause, language),
            language=_TAGS.get(mention.document.script or Script.MIXED, "zh"),
        )


def _numbers(portion: Portion) -> dict[str, str]:
    names = (
        "mentions", "clauses", "statements", "characters", "of_clauses", "of_statements", "of_characters",
    )  # fmt: skip
    return {name: f"{getattr(portion, name):,}" for name in names} | {"share": _percent(portion)}


def _percent(portion: Portion) -> str:
    return f"{100 * portion.share:.1f}%"


def _counted(names: Mapping[str, int]) -> str:
    rows = sorted(names.items(), key=lambda row: (-row[1], row[0]))
    return " · ".join(f"{name} {count:,}" for name, count in rows)


def _day(document: Document) -> str:
    return document.date.isoformat() if document.date else ""
