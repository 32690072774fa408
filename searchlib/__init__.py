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

if TYPE_CHECKING:
    from searchlib.builder import build, build_documents
    from searchlib.checking import check, restore
    from searchlib.errors import SearchlibError
    from searchlib.model import (
        BuildReport,
        Clause,
        DateIs,
        Document,
        Hit,
        Kind,
        Mention,
        Mentions,
        Script,
        SearchRequest,
        SearchResults,
        Sort,
        Source,
        SourceMap,
        Span,
        Tier,
        Verification,
    )
    from searchlib.opening import open_library as open
    from searchlib.saved import delete_query, save_query, saved_queries
    from searchlib.searcher import Library
    from searchlib.verification import verify
    from searchlib.watching import watch

__all__ = [
    "BuildReport",
    "Clause",
    "DateIs",
    "Document",
    "Hit",
    "Kind",
    "Library",
    "Mention",
    "Mentions",
    "Script",
    "SearchRequest",
    "SearchResults",
    "SearchlibError",
    "Sort",
    "Source",
    "SourceMap",
    "Span",
    "Tier",
    "Verification",
    "build",
    "build_documents",
    "check",
    "delete_query",
    "open",
    "restore",
    "save_query",
    "saved_queries",
    "verify",
    "watch",
]

__version__ = "0.1.0"

_HOMES = {
    "build": "builder",
    "build_documents": "builder",
    "SearchlibError": "errors",
    "Library": "searcher",
    "verify": "verification",
    "check": "checking",
    "restore": "checking",
    "save_query": "saved",
    "saved_queries": "saved",
    "delete_query": "saved",
    "watch": "watching",
}


def __getattr__(name: str) -> Any:
    """Public names are fetched from their modules when first used, so that importing the package is free."""
    if name not in __all__:
        raise AttributeError(f"module 'searchlib' has no attribute '{name}'")
    if name == "open":
        value = import_module("searchlib.opening").open_library
    else:
        value = getattr(import_module(f"searchlib.{_HOMES.get(name, 'model')}"), name)
    globals()[name] = value
    return value
