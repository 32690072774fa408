"""A library whose engine is the brute-force oracle, with the clauses of an open one."""

from __future__ import annotations

from searchlib.engine.oracle import OracleEngine
from searchlib.projects import Registry
from searchlib.search.library import Library
from searchlib.text.analyzer import Analyzer
from tests.support.engines import analyzed_clause


def oracle_library(library: Library, analyzer: Analyzer) -> Library:
    """The same texts and the same registry behind plain scans; record numbers are others."""
    clauses = [
        analyzed_clause(analyzer, clause, document, ordinal)
        for document in library.documents()
        for ordinal, clause in enumerate(library.document(document.id).clauses)
    ]
    registry = Registry(library.projects)
    return Library(OracleEngine(clauses), library.meta, analyzer, registry, library.integrity)
