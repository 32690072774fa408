"""From one page's blocks to a document with its clauses."""

from __future__ import annotations

from dataclasses import replace

from searchlib.corpus.blocks import Metadata, Page, Role
from searchlib.corpus.identity import content_digest, document_id
from searchlib.corpus.outline import outline
from searchlib.corpus.recognise import recognise
from searchlib.corpus.scripts import script_of
from searchlib.corpus.sidecar import merge
from searchlib.model import Clause, Document, Kind, Source


_LONGEST_HEAD = 1000
"""Code points of the longest title or heading. Every clause below is found by their words too, so that one of
100,000 above as many clauses would make the index a thousand times as large as the text."""


def split(page: Page, file: str, stated: Metadata | None = None) -> Document | None:
    """The document that ``page`` of ``file`` is; None when it holds no text at all.

    ``stated`` is what the reader states about the file; it overrides everything recognised.
    """
    page = _with_short_heads(page)
    placed = outline(page.blocks)
    if not placed:
        return None
    metadata = recognise(page, file)
    if stated is not None:
        metadata = merge(metadata, stated)
    script = script_of(one.text.text for one in placed)
    digest = content_digest(metadata, placed)
    name = document_id(metadata, script, digest)
    clauses = tuple(
        Clause(name, one.path, one.text.text, one.number, one.headings, one.text.map) for one in placed
    )
    return Document(
        id=name,
        title=metadata.title,
        kind=metadata.kind or Kind.OTHER,
        date=metadata.date,
        date_is=metadata.date_is,
        published=metadata.published,
        parties=metadata.parties,
        place=metadata.place,
        publisher=metadata.publisher,
        url=metadata.url,
        level=metadata.level,
        issuers=metadata.issuers,
        script=script,
        source=Source(file, page.start, page.end),
        digest=digest,
        clause_count=len(clauses),
        clauses=clauses,
    )


def _with_short_heads(page: Page) -> Page:
    """Make paragraphs of titles and headings that are too long to be any, and forget such a title."""
    blocks = tuple(
        replace(block, role=Role.PARAGRAPH, level=1)
        if block.role in (Role.TITLE, Role.HEADING) and len(block.text) > _LONGEST_HEAD
        else block
        for block in page.blocks
    )
    if len(page.metadata.title or "") > _LONGEST_HEAD:
        page = replace(page, metadata=replace(page.metadata, title=None))
    return replace(page, blocks=blocks)
