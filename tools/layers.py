"""The layers of searchlib: which package may import which.

`tests/test_architecture.py` checks the imports against these lists; `tools/update_architecture.py` prints the
first one into `ARCHITECTURE.md`.
"""

LAYERS: tuple[tuple[str, ...], ...] = (
    ("traditional",),
    ("errors", "settings", "model"),
    ("text", "budget"),
    ("facts",),
    ("projects", "corpus"),
    ("query",),
    ("engine",),
    ("storage",),
    ("search",),
    ("indexing", "audit", "analysis"),
    ("render",),
    ("__init__",),
    ("web", "mcp"),
    ("cli",),
    ("__main__",),
)
"""Packages and modules of `searchlib`, lowest layer first; each imports from itself and from lower layers.
`__init__` is the table of public names, through which `cli` calls the library."""

EMBEDDED: tuple[tuple[str, ...], ...] = (
    ("columns",),
    ("segment",),
    ("query", "whoosh"),
)
"""The same for the packages of `searchlib/engine/embedded`; the modules beside them are above them all."""
