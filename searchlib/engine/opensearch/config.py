"""``engine.json`` in an index folder: that its generations live in a cluster, and in which one.

Indices are named after an owner, which is drawn at random for an index folder. A copy of the folder must not
remove the indices of the original, so the file says which file it was, and a copy has another inode: its
next build draws an owner of its own.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from searchlib.errors import IndexDamaged

CONFIG = "engine.json"
REMOTE = "remote.json"
"""In a generation: which indices hold it, see ``remote``."""


@dataclass(frozen=True, slots=True)
class EngineConfig:
    """The cluster of an index folder: its addresses, with how many shards and replicas it is built, and what
    the names of its indices begin with. Where it is not ``active``, the next generations are built by the
    default engine, and this is remembered for the removal of those before.
    """

    url: str
    shards: int
    replicas: int
    owner: str = ""
    active: bool = True

    def write(self, index: Path) -> EngineConfig:
        """Write it into the folder ``index``; return it with its owner, which is drawn if need be."""
        owner = self.owner or f"searchlib-{secrets.token_hex(6)}"
        config = replace(self, owner=owner)
        fresh = index / f"{CONFIG}.{secrets.token_hex(4)}"
        try:
            with fresh.open("x", encoding="utf-8") as file:
                fresh.chmod(0o600)
                values = {**asdict(config), "inode": fresh.stat().st_ino}
                file.write(json.dumps(values, ensure_ascii=False, indent=1))
            fresh.replace(index / CONFIG)
        finally:
            fresh.unlink(missing_ok=True)
        return config


def read_config(index: Path) -> EngineConfig | None:
    """Return what ``engine.json`` in ``index`` says, without the owner if it is a copy; None without one.

    Raises IndexDamaged if it is invalid.
    """
    path = index / CONFIG
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        is_own = values["inode"] == path.stat().st_ino
        owner = str(values["owner"]) if is_own else ""
        counts = int(values["shards"]), int(values["replicas"])
        return EngineConfig(str(values["url"]), *counts, owner, bool(values["active"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise IndexDamaged("index.damaged-catalogue", file=path, problem=str(error)) from None
