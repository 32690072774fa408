"""Encoding detection: from the bytes of a file to its text.

UTF-8 and byte order marks are recognised with certainty. Legacy encodings are not: GB18030 accepts nearly every
Big5 file without an error, so every candidate decodes strictly and the most Chinese-looking text wins
(:mod:`~searchlib.corpus.likeness`). A file that no candidate makes sense of is an error, never mojibake.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from searchlib.corpus.likeness import likeness
from searchlib.errors import UnreadableFile

# Longest first: the UTF-32 mark begins with the UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# In order of preference if two decode to the same text. Windows' cp950 and Python's big5 differ in a dozen
# signs: 0xA145, the dot inside a foreign name, is ‧ in cp950 and • in big5.
_LEGACY = ("gb18030", "big5", "cp950", "big5hkscs")
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
# Three or more Han characters, CJK or full-width signs in UTF-8, one after another.
_UTF8_RUN = re.compile(rb"(?:[\xe3-\xe9\xef][\x80-\xbf]{2}){3,}")
# Byte 0x1A ended a file in DOS and still does in old files.
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1a")) + b"\x7f"
_ASCII_TEXT = "\t\n\r" + "".join(map(chr, range(0x20, 0x7F)))

# Measured on slices of 20 characters of laws in both scripts: right readings 0.46 and more (one in a
# hundred below 0.68), wrong ones 0.22 at most; Korean and Japanese files read as GB18030 stay below 0.25.
_LEAST_LIKENESS = 0.33
# A reading without its invalid bytes must look this good before the file is called damaged.
_DAMAGED_LIKENESS = 0.45
# A declared encoding only breaks ties; readings within this distance count as equally good.
_TIE = 0.05
# Legacy bytes do not look like runs of UTF-8 by chance: not once in the slices above.
_LEAST_UTF8_SHARE = 0.2
_MOST_CONTROLS = 0.01
# The characters that suffice to distinguish UTF-16 from a picture.
_SAMPLE = 4096


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file without byte order mark, and the Python codec that decoded it."""

    text: str
    encoding: str


def decode(data: bytes, file: str, declared: str | None = None) -> Decoded:
    """Decode ``data``; ``declared`` is the encoding that the file itself states, which may break a tie.

    Raises UnreadableFile naming ``file`` when the bytes are no text, damaged, or in no known encoding.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark) and (encoding != "utf-32" or len(data) % 4 == 0):
            return _decode_marked(data, file, encoding)
    if b"\x00" in data:
        return _decode_wide(data, file)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_damaged_utf8(data, file, error)
        return _decode_legacy(data, file, declared)
    if _is_binary(data):
        return _decode_wide(data, file)
    return Decoded(text, "utf-8")


def _decode_marked(data: bytes, file: str, encoding: str) -> Decoded:
    """Decode a file that begins with a byte order mark."""
    try:
        # The mark is decoded too, so that an invalid byte is counted from the beginning of the file.
        text = data.decode(encoding.removesuffix("-sig")).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        name = encoding.removesuffix("-sig").upper()
        code = "file.mark-cut" if _is_cut(error) else "file.mark-broken"
        raise UnreadableFile(file, code, encoding=name, byte=error.start) from error
    if "\x00" in text:
        raise UnreadableFile(file, "file.nul-characters")
    return Decoded(text, encoding)


def _decode_wide(data: bytes, file: str) -> Decoded:
    """Decode bytes with NULs or control characters: UTF-16 or UTF-32 without a mark, or no text at all."""
    readings = _readings(data, _WIDE)
    best = max(readings, key=lambda reading: _wide_likeness(reading.text), default=None)
    if best is None or "\x00" in best.text or _wide_likeness(best.text) < _LEAST_LIKENESS:
        code = "file.nul-bytes" if b"\x00" in data else "file.control-characters"
        raise UnreadableFile(file, code, byte=_first_control(data))
    return best


def _wide_likeness(text: str) -> float:
    """Return the likeness with ASCII counted as text: a wrong reading as UTF-16 does not produce it."""
    sample = text[:_SAMPLE]
    ascii_share = sum(map(sample.count, _ASCII_TEXT)) / len(sample)
    return ascii_share + likeness(sample) * (1 - ascii_share)


def _refuse_damaged_utf8(data: bytes, file: str, error: UnicodeDecodeError) -> None:
    """Raise UnreadableFile if the bytes are evidently damaged UTF-8, or UTF-8 mixed with something else."""
    runs = [len(run.group()) for run in _UTF8_RUN.finditer(data)]
    beyond_ascii = len(data) - len(data.translate(None, bytes(range(0x80, 0x100))))
    if runs and (max(runs) >= 24 or sum(runs) >= _LEAST_UTF8_SHARE * beyond_ascii):
        raise _broken(file, "UTF-8", error) from error


def _decode_legacy(data: bytes, file: str, declared: str | None) -> Decoded:
    """Return the strict reading that looks most like Chinese."""
    readings = _readings(data, _WIDE[:2] if _is_binary(data) else (*_LEGACY, *_WIDE[:2]))
    scored = [(likeness(reading.text), reading) for reading in readings]
    best = max((score for score, _ in scored), default=-2.0)
    if best < _LEAST_LIKENESS:
        _refuse_damaged_legacy(data, file)
        raise UnreadableFile(file, "file.not-text" if _is_binary(data) else "file.unknown-encoding")
    close = [reading for score, reading in scored if score >= best - _TIE]
    claimed = [reading for reading in close if _is_same_encoding(reading.encoding, declared)]
    return claimed[0] if claimed else max(scored, key=lambda pair: pair[0])[1]


def _refuse_damaged_legacy(data: bytes, file: str) -> None:
    """Raise UnreadableFile if the bytes are evidently damaged text in a legacy encoding."""
    for encoding in _LEGACY:
        try:
            data.decode(encoding)
        except UnicodeDecodeError as error:
            if likeness(data.decode(encoding, "ignore")) >= _DAMAGED_LIKENESS:
                raise _broken(file, encoding.upper(), error) from error


def _readings(data: bytes, encodings: tuple[str, ...]) -> list[Decoded]:
    """Return the strict reading in each encoding, without those that fail."""
    readings = []
    for encoding in encodings:
        try:
            readings.append(Decoded(data.decode(encoding), encoding))
        except UnicodeDecodeError:
            continue
    return readings


def _is_same_encoding(encoding: str, declared: str | None) -> bool:
    """Return whether a declaration means this codec; pages that say gb2312 mean its superset."""
    if declared is None:
        return False
    name = declared.lower().replace("_", "-")
    families = (("gb18030", "gbk", "gb2312", "gb-2312-80"), ("big5", "cp950", "big5-hkscs", "big5hkscs"))
    family = next((family for family in families if name in family), (name,))
    return encoding in family


def _is_binary(data: bytes) -> bool:
    """Return whether there are too many control characters for a text; a single stray escape is accepted."""
    controls = len(data) - len(data.translate(None, _CONTROLS))
    return controls > _MOST_CONTROLS * len(data)


def _first_control(data: bytes) -> int:
    return next((at for at, byte in enumerate(data) if byte in _CONTROLS), 0)


def _broken(file: str, encoding: str, error: UnicodeDecodeError) -> UnreadableFile:
    """Return the error for invalid bytes, counted from 0 as in editors and ``xxd``."""
    code = "file.looks-cut" if _is_cut(error) else "file.looks-broken"
    return UnreadableFile(file, code, encoding=encoding, byte=error.start)


def _is_cut(error: UnicodeDecodeError) -> bool:
    """Return whether the bytes end within a character."""
    return error.reason in {"unexpected end of data", "truncated data", "incomplete multibyte sequence"}
