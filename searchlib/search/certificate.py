"""Certify answers: which index and corpus they are of, and whether a plain scan has found the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Set
from threading import Lock

from searchlib.engine.base import Engine, Occurrences
from searchlib.errors import IndexDamaged
from searchlib.model import Certificate, Needle
from searchlib.query.ast import Query
from searchlib.search.mentions import disagreement
from searchlib.search.statement_scan import scan_statements
from searchlib.storage.meta import IndexMeta
from searchlib.text.borders import bare

SCAN_LIMIT = 5_000_000
"""Code points up to which ``mentions`` compares its answer with a plain scan unless told otherwise."""

_REMEMBERED = 512
"""Names whose scans are remembered."""


class Certifier:
    """The certificates of one open index. Safe to share between threads.

    The files of an open index do not change, so that a scan which agreed once is not repeated.
    """

    def __init__(self, engine: Engine, meta: IndexMeta) -> None:
        self._engine = engine
        self._meta = meta
        self._scanning = Lock()
        self._agreed: dict[tuple[Needle, ...], None] = {}
        self._agreed_statements: dict[str, None] = {}

    def certificate(self, verified_by_scan: bool = False, needles: tuple[Needle, ...] = ()) -> Certificate:
        """Return the certificate of an answer to which ``needles`` were looked for."""
        meta = self._meta
        return Certificate(
            index=meta.digest,
            corpus=meta.corpus,
            clauses_searched=self._engine.clause_count,
            verified_by_scan=verified_by_scan,
            forms=tuple(dict.fromkeys(map(_written, needles))),
            files=meta.texts,
            files_skipped=len(meta.skipped),
            characters=meta.read,
            characters_left_out=meta.left_out,
        )

    def compare_statements(
        self, understood: str, query: Query, found: Set[str], scan: bool | None
    ) -> Certificate:
        """Compare the ids of the statements ``found`` with a plain scan and return the certificate.

        ``scan`` is as in :meth:`compare`. Raises IndexDamaged if the two differ.
        """
        if scan is None:
            scan = self._meta.characters <= SCAN_LIMIT
        if not scan:
            return self.certificate()
        if str(query) in self._agreed_statements:
            return self.certificate(verified_by_scan=True)
        with self._scanning:
            if str(query) not in self._agreed_statements:
                scanned = scan_statements(self._engine, query)
                if scanned != found:
                    raise IndexDamaged(
                        "index.misses-statements", query=understood, found=len(found), scanned=len(scanned)
                    )
                if len(self._agreed_statements) >= _REMEMBERED:
                    self._agreed_statements.clear()
                self._agreed_statements[str(query)] = None
        return self.certificate(verified_by_scan=True)

    def compare(
        self, name: str, needles: tuple[Needle, ...], occurrences: Occurrences, scan: bool | None
    ) -> Certificate:
        """Compare ``occurrences`` of the needles of ``name`` with a plain scan and return the certificate.

        ``scan`` True always scans and False never; None scans an index of at most :data:`SCAN_LIMIT` code
        points where no scan for these needles has agreed before. Raises IndexDamaged if the two differ.
        """
        if scan is False or (scan is None and self._meta.characters > SCAN_LIMIT):
            return self.certificate(needles=needles)
        if not scan and needles in self._agreed:
            return self.certificate(verified_by_scan=True, needles=needles)
        with self._scanning:  # who has waited for the same scan needs no other
            if scan or needles not in self._agreed:
                self._scan(name, needles, occurrences)
        return self.certificate(verified_by_scan=True, needles=needles)

    def _scan(self, name: str, needles: tuple[Needle, ...], occurrences: Occurrences) -> None:
        if counts := disagreement(self._engine, needles, occurrences):
            raise IndexDamaged("index.miscounts", name=name, found=counts[0], scanned=counts[1])
        if len(self._agreed) >= _REMEMBERED:
            self._agreed.clear()
        self._agreed[needles] = None


def _written(needle: Needle) -> str:
    """A needle as people write it; the decomposed letters of some are looked for too and look the same."""
    return unicodedata.normalize("NFC", bare(needle))
