"""``meta.json``: what an index says of itself, and which generation is the visible one.

The file carries a checksum of its own values and the one of the generation's manifest, so that damage
anywhere in the index is damage that shows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from types import MappingProxyType, UnionType
from typing import Any

from searchlib.errors import IndexDamaged, IndexMissing, IndexStale
from searchlib.model import Skipped
from searchlib.storage.checksums import checksum

FORMAT = 7
META = "meta.json"
"""The file's name, in the index folder (the visible one) and in every generation (its own)."""
SAVED = "saved.json"
"""The file of saved queries, beside the generations."""


@dataclass(frozen=True, slots=True)
class IndexMeta:
    """What an index says of itself.

    ``analyzer``, ``reader`` and ``corpus`` are SHA-256 digests (of the analyzer, of the rules of reading, of
    document ids and contents), ``files`` one over the corpus files as bytes; ``folder`` is the corpus folder,
    None for ready-made documents; ``characters`` counts code points of clause texts; ``texts`` is the number
    of files that have documents, ``read`` that of their Chinese characters, letters and digits, ``left_out``
    that of those in no clause; ``projects`` is the registry as plain values. ``generation`` is the folder's
    name, ``number`` its place in the row of all, ``previous`` the one that was visible before, ``manifest``
    the checksum of its manifest; these three are filled in when it is published.
    ``registry`` is the digest of what the registry was made of, empty where that is not known.
    """

    format: int
    analyzer: str
    reader: str
    generation: str
    corpus: str
    files: str
    folder: str | None
    documents: int
    clauses: int
    characters: int
    texts: int
    read: int
    left_out: int
    built: str
    projects: list[dict[str, Any]]
    skipped: tuple[Skipped, ...]
    number: int = 0
    previous: str | None = None
    manifest: str = ""
    registry: str = ""

    @property
    def digest(self) -> str:
        """Names this index: equal for equal corpora, analyzers and formats."""
        return hashlib.sha256(f"{self.format} {self.analyzer} {self.corpus}".encode()).hexdigest()


_KINDS: Mapping[str, type | UnionType] = MappingProxyType(
    {
        **dict.fromkeys(("format", "documents", "clauses", "characters", "number"), int),
        **dict.fromkeys(("texts", "read", "left_out"), int),
        **dict.fromkeys(("analyzer", "reader", "generation", "corpus", "files", "built", "manifest"), str),
        **dict.fromkeys(("projects", "skipped"), list),
        **dict.fromkeys(("folder", "previous"), str | None),
    }
)
"""What each value in ``meta.json`` must be."""


def read_meta(index: Path) -> IndexMeta:
    """Read ``meta.json``; raises IndexMissing, IndexStale (another format) or IndexDamaged."""
    try:
        content = (index / META).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissing("index.missing", index=index) from None
    except IsADirectoryError as error:
        raise _damaged(index, str(error)) from None
    try:
        values = json.loads(content.decode("utf-8"))
        if values["format"] != FORMAT:
            raise _other_format(index, values["format"])
        return decode_meta(values)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged(index, f"{type(error).__name__}: {error}") from None


def encode_meta(meta: IndexMeta) -> bytes:
    """Return the content of ``meta.json``."""
    values = asdict(meta)
    values["skipped"] = [{"file": each.file, "reason": each.reason} for each in meta.skipped]
    # A folder's name that is no UTF-8 holds lone surrogates; as escapes JSON gives them back.
    text = json.dumps({**values, "checksum": _checksum_of(values)}, ensure_ascii=False, indent=1)
    return text.encode("utf-8", "backslashreplace")


def decode_meta(values: dict[str, Any]) -> IndexMeta:
    """Return the metadata in decoded JSON ``values``.

    Raises ValueError, KeyError or TypeError if their checksum does not fit or they are invalid.
    """
    written = values.pop("checksum")
    if _checksum_of(values) != written:
        raise ValueError("its checksum does not fit")
    for name, kind in _KINDS.items():
        if not isinstance(values[name], kind) or isinstance(values[name], bool):
            raise TypeError(f"{name} is {values[name]!r}")
    if not isinstance(values.setdefault("registry", ""), str):  # an index of an earlier release has none
        raise TypeError(f"registry is {values['registry']!r}")
    datetime.fromisoformat(values["built"])
    skipped = tuple(Skipped(str(row["file"]), str(row["reason"])) for row in values["skipped"])
    return IndexMeta(
        skipped=skipped, **{f.name: values[f.name] for f in fields(IndexMeta) if f.name != "skipped"}
    )


def generation_folder(index: Path, meta: IndexMeta) -> Path:
    """Return the folder of the visible generation; raises IndexDamaged if it is missing."""
    folder = index / Path(meta.generation).name
    if not folder.is_dir():
        raise IndexDamaged("index.lost-folder", index=index, generation=meta.generation)
    return folder


def _checksum_of(values: Mapping[str, Any]) -> str:
    """Return the checksum of the values as one line of JSON, which is written faster than indented JSON."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return checksum(text.encode("utf-8", "surrogatepass"))


def _other_format(index: Path, written: object) -> IndexStale:
    is_newer = isinstance(written, int) and written > FORMAT
    code = "index.newer-format" if is_newer else "index.older-format"
    return IndexStale(code, index=index, written=written, format=FORMAT)


def _damaged(index: Path, reason: str) -> IndexDamaged:
    return IndexDamaged("index.damaged-meta", file=index / META, problem=reason)
