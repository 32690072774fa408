"""Account for every Chinese character, letter and digit of files: in one clause, or left out for a reason.

Nothing here is shared with the readers but the decoding. What a clause holds is looked up in its file by the
clause's source map and compared, character by character; what is in no clause must be markup, a repeated
title, or a piece that the reader says it leaves out. Anything else is a flaw.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from searchlib.audit.markup import markup
from searchlib.corpus.leftout import OmissionReason
from searchlib.corpus.listing import listing
from searchlib.corpus.load import LoadedFile, load_whole
from searchlib.errors import CorpusMissing
from searchlib.model import Clause, Coverage, Flaw, Piece, Progress, Skipped
from searchlib.storage.meta import read_meta
from searchlib.text.running import key
from searchlib.text.tables import countable

MARKUP = "markup"
_SHOWN = 20
"""Pieces of each sort that are listed unless one file is asked for."""

_LONGEST_SHOWN = 80
_LONGEST_LABEL = 12
_RUNNING = re.compile(r"[^。！？\r\n<>]{40,}+[。！？]?")
"""Running text; with the end of a sentence it is a sentence, which is no page furniture."""

_WORD = re.compile(r"\w")
_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}(?:\\u[0-9a-fA-F]{4})?|.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Account:
    """Where the characters of one file are.

    ``held`` has for each character of the text in how many clauses it is, ``owners`` the number of the last
    one (0: none), ``counts`` whether it is a Chinese
    character, letter or digit, ``reasons`` the number of its reason in ``names`` where it is in no clause
    (0: none).
    """

    loaded: LoadedFile
    held: NDArray[np.uint8]
    owners: NDArray[np.uint32]
    counts: NDArray[np.bool_]
    reasons: NDArray[np.uint8]
    names: tuple[str, ...]
    misplaced: tuple[tuple[int, int], ...]

    @property
    def file(self) -> str:
        """The file's path relative to the corpus."""
        return self.loaded.text.file

    def lost(self) -> NDArray[np.bool_]:
        """Return which characters are in no clause and left out for no reason."""
        return self._outside(0)

    def lost_at(self) -> list[int]:
        """Return where the characters stand that are lost."""
        places: list[int] = np.flatnonzero(self.lost()).tolist()
        return places

    def flaws(self) -> Iterator[Piece]:
        """Yield what is not accounted for."""
        yield from self._pieces(self.lost(), str(Flaw.UNACCOUNTED))
        yield from self._pieces(self.counts & (self.held > 1), str(Flaw.TWICE))
        for start, end in self.misplaced:
            yield self._piece(start, end, str(Flaw.MISPLACED), int(np.count_nonzero(self.counts[start:end])))

    def pieces(self) -> Iterator[Piece]:
        """Yield the pieces left out, but for markup."""
        for number, name in enumerate(self.names[2:], 2):
            yield from self._pieces(self._outside(number), name)

    def left_out(self) -> Counter[str]:
        """Return how many characters are left out for each reason."""
        found = np.bincount(self.reasons[self.counts & (self.held == 0)], minlength=len(self.names))
        return Counter({name: int(n) for name, n in zip(self.names[1:], found[1:], strict=True) if n})

    def _outside(self, reason: int) -> NDArray[np.bool_]:
        mask: NDArray[np.bool_] = self.counts & (self.held == 0) & (self.reasons == reason)
        return mask

    def _pieces(self, mask: NDArray[np.bool_], reason: str) -> Iterator[Piece]:
        """The stretches that hold the characters of ``mask`` and no other that counts and is no markup."""
        for start, end in _stretches(mask, self.counts & ~mask & (self.reasons != 1)):
            yield self._piece(start, end, reason, int(np.count_nonzero(mask[start:end])))

    def _piece(self, start: int, end: int, reason: str, characters: int) -> Piece:
        text = self.loaded.text.text
        shown = " ".join(text[start : min(end, start + 4 * _LONGEST_SHOWN)].split())
        cut = shown[:_LONGEST_SHOWN] + "…" if len(shown) > _LONGEST_SHOWN else shown
        line = text.count("\n", 0, start) + 1
        return Piece(self.file, start, end, line, max(1, characters), reason, cut)


def coverage(
    index: str | Path = "index",
    corpus: str | Path | None = None,
    *,
    file: str | None = None,
    progress: Progress | None = None,
) -> Coverage:
    """Return where the characters of the corpus that ``index`` was built from are, file by file added up.

    ``corpus`` names another folder; then no index is needed. With ``file``, a path in that folder, it is
    the one that is looked at, and every piece left out of it is listed. Raises CorpusMissing when the folder
    is not known, cannot be listed, or has no such file.
    """
    folder = corpus if corpus is not None else read_meta(Path(index)).folder
    if folder is None:
        raise CorpusMissing("corpus.unknown")
    root = Path(folder)
    entries = listing(root)
    if file is not None:
        if file not in entries:
            raise CorpusMissing("corpus.no-such-file", folder=root, file=file)
        entries = {file: entries[file]}
    summary = Summary(whole=file is not None)
    if progress:
        progress("reading and analysing files", 0, len(entries))
    for number, entry in enumerate(entries.values()):
        loaded = load_whole(entry, root)
        summary.add(loaded if isinstance(loaded, Skipped) else account(loaded))
        if progress:
            progress("reading and analysing files", number + 1, len(entries))
    return summary.outcome()


def _holds_sentence(text: str, start: int, end: int) -> bool:
    return any(found[0][-1] in "。！？" for found in _RUNNING.finditer(text, start, end))


class Summary:
    """Adds up the accounts of many files; ``whole``: every piece is listed, not only the longest ones."""

    def __init__(self, whole: bool = False) -> None:
        self._whole = whole
        self._files = self._characters = self._held = 0
        self._left_out: Counter[str] = Counter()
        self._flaws: list[Piece] = []
        self._pieces: list[Piece] = []
        self._suspicious: list[Piece] = []
        self._skipped: list[Skipped] = []

    def add(self, found: Account | Skipped) -> None:
        """Add the next file."""
        if isinstance(found, Skipped):
            self._skipped.append(found)
            return
        self._files += 1
        self._characters += int(np.count_nonzero(found.counts))
        self._held += int(np.count_nonzero(found.counts & (found.held > 0)))
        self._left_out += found.left_out()
        self._flaws += found.flaws()
        pieces = list(found.pieces())
        text = found.loaded.text.text
        self._suspicious += (each for each in pieces if _holds_sentence(text, each.start, each.end + 1))
        self._pieces += pieces
        if not self._whole and len(self._pieces) > 2000:
            self._pieces = _longest(self._pieces)

    def outcome(self) -> Coverage:
        """Return what was added up."""
        return Coverage(
            files=self._files,
            characters=self._characters,
            in_clauses=self._held,
            left_out=tuple(self._left_out.most_common()),
            flaws=tuple(self._flaws),
            pieces=tuple(self._pieces if self._whole else _longest(self._pieces)),
            suspicious=tuple(self._suspicious),
            skipped=tuple(self._skipped),
        )


def account(loaded: LoadedFile) -> Account:
    """Return where the characters of one file are."""
    text = loaded.text.text
    held = np.zeros(len(text), np.uint8)
    owners = np.zeros(len(text), np.uint32)
    misplaced: list[tuple[int, int]] = []
    clauses = (clause for document in loaded.documents for clause in document.clauses)
    for number, clause in enumerate(clauses, 1):
        for start, end, is_right in _places(clause, text):
            if is_right:
                held[start:end] += 1
                owners[start:end] = number
            else:
                misplaced.append((start, end))
    counts = countable(text)
    reasons = np.zeros(len(text), np.uint8)
    declared = list(_declared(loaded))
    names = ("", MARKUP, *sorted({reason for _, _, reason in declared}))
    for start, end, reason in declared:
        reasons[start:end] = names.index(reason)
    for start, end in markup(loaded.text.file, text):
        reasons[start:end] = 1
    return Account(loaded, held, owners, counts, reasons, names, tuple(misplaced))


def _stretches(mask: NDArray[np.bool_], others: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The stretches from one character of ``mask`` to another with none of ``others`` between them."""
    places = np.flatnonzero(mask)
    if not len(places):
        return []
    before = np.concatenate(([0], np.cumsum(others, dtype=np.int64)))
    breaks = np.flatnonzero(before[places[1:]] != before[places[:-1]])
    starts = places[np.concatenate(([0], breaks + 1))]
    ends = places[np.concatenate((breaks, [len(places) - 1]))] + 1
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


def _places(clause: Clause, text: str) -> Iterator[tuple[int, int, bool]]:
    """Where the parts of a clause stand in the file, and whether the file has the same characters there."""
    if clause.source is None:
        return
    runs = clause.source.runs
    ends = [*(run[0] for run in runs[1:]), clause.source.length]
    for (begin, start, width), stop in zip(runs, ends, strict=True):
        piece, source = clause.text[begin:stop], text[start : start + max(0, width)]
        if stop - begin == width and _is_same(piece, source):
            yield start, start + width, True
        elif _WORD.search(piece) and not _is_stated_in(piece, source):
            yield start, start + max(0, width), _is_written_as(piece, source)
    if clause.source.length != len(clause.text):
        yield runs[0][1] if runs else 0, runs[0][1] if runs else 0, False


def _is_same(piece: str, source: str) -> bool:
    """Return whether both are the same but for blanks and line ends that stand for each other."""
    if piece == source:
        return True
    pairs = zip(piece, source, strict=False)
    return len(piece) == len(source) and all(a == b or not (a.isalnum() or b.isalnum()) for a, b in pairs)


def _is_written_as(piece: str, source: str) -> bool:
    """Return whether ``piece`` is what a character reference or an escape in the file stands for."""
    return html.unescape(source) == piece or (
        _ESCAPE.fullmatch(source) is not None and _unescaped(source) == piece
    )


def _is_stated_in(piece: str, source: str) -> bool:
    """Return whether ``piece`` is a value of front matter, which may be written with escapes there."""
    if not source.startswith(("---", "+++")):
        return False
    seen = "".join(character for character in _unescaped(source) if character.isprintable())
    return all(word in seen for word in piece.split())


def _unescaped(source: str) -> str:
    def character(escape: re.Match[str]) -> str:
        try:
            return str(json.loads(f'"{escape[0]}"'))
        except ValueError:
            return escape[0]

    return _ESCAPE.sub(character, source)


def _declared(loaded: LoadedFile) -> Iterator[tuple[int, int, str]]:
    """The pieces that the reader left out, with the reason; a repeated title only where it is one."""
    titles = [key(document.title) for document in loaded.documents if document.title]
    for piece in loaded.left_out:
        text = key(loaded.text.text[piece.start : piece.end])
        if piece.reason is not OmissionReason.TITLE or any(_repeats(text, title) for title in titles):
            yield piece.start, piece.end, str(piece.reason)


def _repeats(piece: str, title: str) -> bool:
    return piece in title or (title in piece and len(piece) <= len(title) + _LONGEST_LABEL)


def _longest(pieces: Iterable[Piece]) -> list[Piece]:
    return sorted(pieces, key=lambda each: -each.characters)[:_SHOWN]
