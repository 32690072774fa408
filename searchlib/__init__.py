"""Complete, fast, citable search in Chinese official texts.

>>> import searchlib, tempfile
>>> with tempfile.TemporaryDirectory() as folder:
...     clause = searchlib.Clause("d1", "8", "八、双方推进两洋铁路项目。", number="八、")
...     document = searchlib.Document("d1", "联合声明", clauses=(clause,))
...     report = searchlib.build_documents([document], folder)
...     with searchlib.open(folder) as library:
...         [(hit.clause.id, hit.spans) for hit in library.search("兩洋鐵路")]
[('d1#8', (Span(start=6, end=10),))]
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the same table for type checkers; a test compares the two
    from searchlib.analysis.comparison import Comparison as Comparison
    from searchlib.analysis.comparison import compare as compare
    from searchlib.analysis.lineage import Lineage as Lineage
    from searchlib.analysis.lineage import lineage as lineage
    from searchlib.audit.check import check as check
    from searchlib.audit.check import restore as restore
    from searchlib.audit.coverage import coverage as coverage
    from searchlib.audit.verify import verify as verify
    from searchlib.errors import SearchlibError as SearchlibError
    from searchlib.indexing.build import build as build
    from searchlib.indexing.build import build_documents as build_documents
    from searchlib.indexing.watch import watch as watch
    from searchlib.model import BuildReport as BuildReport
    from searchlib.model import Clause as Clause
    from searchlib.model import Coverage as Coverage
    from searchlib.model import DateIs as DateIs
    from searchlib.model import Document as Document
    from searchlib.model import Hit as Hit
    from searchlib.model import Kind as Kind
    from searchlib.model import Mention as Mention
    from searchlib.model import Mentions as Mentions
    from searchlib.model import Script as Script
    from searchlib.model import SearchRequest as SearchRequest
    from searchlib.model import SearchResults as SearchResults
    from searchlib.model import Sort as Sort
    from searchlib.model import Source as Source
    from searchlib.model import SourceMap as SourceMap
    from searchlib.model import Span as Span
    from searchlib.model import Tier as Tier
    from searchlib.model import Verification as Verification
    from searchlib.render.citing import cite as cite
    from searchlib.search.library import Library as Library
    from searchlib.search.opening import open_library
    from searchlib.search.saved import delete_query as delete_query
    from searchlib.search.saved import save_query as save_query
    from searchlib.search.saved import saved_queries as saved_queries

    open = open_library

__version__ = "0.1.0"

_MODEL = (
    "BuildReport Clause Coverage DateIs Document Hit Kind Mention Mentions Script SearchRequest "
    "SearchResults Sort Source SourceMap Span Tier Verification"
)
_PLACES = {
    **{name: f"searchlib.model:{name}" for name in _MODEL.split()},
    "Comparison": "searchlib.analysis.comparison:Comparison",
    "Library": "searchlib.search.library:Library",
    "Lineage": "searchlib.analysis.lineage:Lineage",
    "SearchlibError": "searchlib.errors:SearchlibError",
    "build": "searchlib.indexing.build:build",
    "build_documents": "searchlib.indexing.build:build_documents",
    "check": "searchlib.audit.check:check",
    "cite": "searchlib.render.citing:cite",
    "compare": "searchlib.analysis.comparison:compare",
    "coverage": "searchlib.audit.coverage:coverage",
    "delete_query": "searchlib.search.saved:delete_query",
    "lineage": "searchlib.analysis.lineage:lineage",
    "open": "searchlib.search.opening:open_library",
    "restore": "searchlib.audit.check:restore",
    "save_query": "searchlib.search.saved:save_query",
    "saved_queries": "searchlib.search.saved:saved_queries",
    "verify": "searchlib.audit.verify:verify",
    "watch": "searchlib.indexing.watch:watch",
}
"""Every public name, with the module and the name under which it is defined."""

__all__ = sorted(_PLACES)


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that importing the package loads nothing."""
    if name not in _PLACES:
        raise AttributeError(f"module 'searchlib' has no attribute '{name}'")
    module, _, attribute = _PLACES[name].partition(":")
    value = getattr(import_module(module), attribute)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names, those not yet imported included, and the names that every module has."""
    return sorted({*(name for name in globals() if name.startswith("__")), *__all__})
