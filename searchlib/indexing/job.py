"""The input of a build: corpus state, rules of reading, registry and analyzer."""

from __future__ import annotations

from dataclasses import dataclass

from searchlib.corpus.digest import CorpusState
from searchlib.engine.choose import EMBEDDED
from searchlib.model import Progress
from searchlib.projects import Registry
from searchlib.text.analyzer import Analyzer


@dataclass(frozen=True, slots=True)
class BuildJob:
    """The corpus folder as it is now and its full name (None for ready-made documents), the fingerprint of
    the rules of reading, the registry of projects, an analyzer with its words, the name of the engine, and
    the digest of what the registry was made of (empty where that is not known)."""

    state: CorpusState
    folder: str | None
    reader: str
    registry: Registry
    analyzer: Analyzer
    progress: Progress | None = None
    engine: str = EMBEDDED
    sources: str = ""
