"""Saved queries: queries kept in the index folder whose answers are compared before and after a build.

The answer of a saved query is every clause that matches it exactly. They are kept beside the generations, so
that a rebuild keeps them too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from searchlib.errors import IndexDamaged, NotInIndex, SearchlibError
from searchlib.model import AnswerChange, CitedClause, Clause, Document
from searchlib.query.parser import parse
from searchlib.search.library import Library
from searchlib.search.opening import open_library
from searchlib.storage.checksums import checksum
from searchlib.storage.durable import clear_unfinished, replace_synced
from searchlib.storage.lock import locked_briefly
from searchlib.storage.meta import SAVED, read_meta

_LOCK = "saved.lock"


@dataclass(frozen=True, slots=True)
class Affected:
    """The ids of documents in which answers can differ: as they were before, and as they are now."""

    before: Set[str]
    now: Set[str]


def saved_queries(index: str | Path = "index") -> dict[str, str]:
    """Return the queries by name; raises IndexDamaged if the file is not a valid list of saved queries."""
    path = Path(index) / SAVED
    try:
        values = json.loads(path.read_bytes().decode("utf-8"))
        queries: dict[str, str] = dict(values["queries"])
        if not all(isinstance(query, str) for query in queries.values()):
            raise ValueError("a query is no text")
        if _checksum_of(queries) != values["checksum"]:
            raise ValueError("its checksum does not fit")
    except FileNotFoundError:
        return {}
    except (IsADirectoryError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise IndexDamaged("index.damaged-saved", saved=path, problem=str(error)) from None
    return dict(sorted(queries.items()))


def save_query(name: str, query: str, index: str | Path = "index") -> int:
    """Save ``query`` as ``name``, replacing one of that name; return how many clauses match it now.

    Raises QueryError for a query that cannot be understood, IndexMissing.
    """
    if not name.strip() or not name.isprintable():
        raise SearchlibError("saved.bad-name", name=name)
    parse(query)
    with open_library(index) as library:
        found = library.search(query, limit=1, exact=True).totals.exact
    with _editing(Path(index)) as queries:
        queries[name] = query
    return found


def delete_query(name: str, index: str | Path = "index") -> str:
    """Delete the query called ``name`` and return it; raises NotInIndex if there is none."""
    with _editing(Path(index)) as queries:
        if name not in queries:
            code = "saved.unknown" if queries else "saved.none"
            raise NotInIndex(code, name=name, known=tuple(queries))
        return queries.pop(name)


def changed_answers(
    index: Path, old: Library | None, new: Library, affected: Affected | None
) -> tuple[AnswerChange, ...]:
    """Return the saved queries of ``index`` whose answers differ between ``old`` and ``new``.

    Only the ``affected`` documents are compared, all of them if None. ``old`` is None if the previous index
    cannot be opened any more; then each query says so.
    """
    try:
        queries = saved_queries(index)
    except IndexDamaged as error:
        return (AnswerChange(SAVED, "", reason=str(error)),)
    found = (_compared(name, query, old, new, affected) for name, query in queries.items())
    return tuple(change for change in found if change is not None)


def _compared(
    name: str, query: str, old: Library | None, new: Library, affected: Affected | None
) -> AnswerChange | None:
    if old is None:
        return AnswerChange(name, query, reason="the index before cannot be asked any more")
    try:
        before = _answer(old, query, affected.before if affected else None)
        now = _answer(new, query, affected.now if affected else None)
    except IndexDamaged:
        raise
    except SearchlibError as error:
        return AnswerChange(name, query, reason=str(error))
    came = tuple(now[clause] for clause in now if clause not in before)
    went = tuple(before[clause] for clause in before if clause not in now)
    changed = tuple(
        now[clause] for clause in now if clause in before and _differs(now[clause], before[clause])
    )
    return AnswerChange(name, query, came, went, changed) if came or went or changed else None


def _answer(library: Library, query: str, documents: Set[str] | None) -> Mapping[str, CitedClause]:
    if documents is not None and not documents:
        return {}
    rows: tuple[tuple[Clause, Document], ...] = library.select(
        query, None if documents is None else sorted(documents)
    )
    return {clause.id: CitedClause(clause, document) for clause, document in rows}


def _differs(one: CitedClause, other: CitedClause) -> bool:
    facts = [(each.clause.text, each.clause.number, each.clause.headings) for each in (one, other)]
    return facts[0] != facts[1]


@contextmanager
def _editing(index: Path) -> Iterator[dict[str, str]]:
    """Lend the saved queries to be changed; they are written back unless an error is raised."""
    read_meta(index)  # an index must be there
    with locked_briefly(index, _LOCK):
        clear_unfinished(index / SAVED)
        queries = saved_queries(index)
        yield queries
        values = {"queries": queries, "checksum": _checksum_of(queries)}
        content = json.dumps(values, ensure_ascii=False, indent=1)
        replace_synced(index / SAVED, content.encode("utf-8", "backslashreplace"))


def _checksum_of(queries: Mapping[str, str]) -> str:
    return checksum(json.dumps(sorted(queries.items())).encode())
