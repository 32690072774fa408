"""Compare the detection of encodings with charset-normalizer, on real texts encoded as files are found.

usage: python bench/encodings.py FOLDER… [--files 200] [--lengths 20,100,1000]

Each text is encoded in UTF-8, GB18030, UTF-16 with and without a mark and, if it is mostly Traditional, Big5;
whole, and as slices of so many characters. Right is who gives back the characters. Then a byte in the middle
of each is taken away: right is who refuses the file, or gives back the characters on both sides of it; wrong
is who gives other characters. The table says how many are right, and the milliseconds for each.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import charset_normalizer

from searchlib.corpus.encodings import decode
from searchlib.errors import UnreadableFile

ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16", "utf-16-le")
DAMAGED = ("utf-8", "gb18030", "big5")
TRADITIONAL = "們這個國說時會對過發來學與為國際實關業將兩問應"


def ours(data: bytes) -> str | None:
    """Return the text as searchlib reads it."""
    try:
        return decode(data, "file").text
    except UnreadableFile:
        return None


def theirs(data: bytes) -> str | None:
    """Return the text as charset-normalizer reads it."""
    best = charset_normalizer.from_bytes(data).best()
    return None if best is None else str(best).removeprefix("\ufeff")


def texts(folders: list[Path], most: int) -> list[str]:
    """Return the UTF-8 texts of the folders, drawn at random, the same ones each time."""
    found = []
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        try:
            text = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue
        if sum("一" <= character <= "鿿" for character in text) > len(text) / 4:
            found.append(text)
    random.Random(7).shuffle(found)
    return found[:most]


def slices(text: str, length: int) -> str:
    """Return a slice from the middle; the whole text for 0."""
    at = max(0, (len(text) - length) // 2)
    return text[at : at + length] if length else text


def encoded(kept: list[str], encoding: str, length: int) -> Iterator[tuple[str, bytes]]:
    """Yield what can be encoded, with its bytes."""
    for text in kept:
        part = slices(text, length)
        if encoding == "big5" and sum(map(part.count, TRADITIONAL)) * 50 < len(part):
            continue
        try:
            yield part, part.encode(encoding)
        except UnicodeEncodeError:
            continue


def measured(pairs: list[tuple[str, bytes]], read: Callable[[bytes], str | None]) -> tuple[int, float]:
    """Return how many texts are right, and the milliseconds for each."""
    start = time.perf_counter()
    right = sum(read(data) == text for text, data in pairs)
    return right, 1000 * (time.perf_counter() - start) / len(pairs)


def harmless(pairs: list[tuple[str, bytes]], read: Callable[[bytes], str | None]) -> tuple[int, float]:
    """Return how many damaged texts are refused or read right at both ends, and the milliseconds for each."""
    start, right = time.perf_counter(), 0
    for text, data in pairs:
        found = read(data)
        quarter = len(text) // 4
        right += found is None or (found[:quarter] == text[:quarter] and found[-quarter:] == text[-quarter:])
    return right, 1000 * (time.perf_counter() - start) / len(pairs)


def without_a_byte(data: bytes) -> bytes:
    """Return ``data`` without the byte in its middle, or the next one beyond ASCII."""
    at = next((at for at in range(len(data) // 2, len(data)) if data[at] > 0x7F), len(data) // 2)
    return data[:at] + data[at + 1 :]


def row(
    name: str, length: int, pairs: list[tuple[str, bytes]], judge: Callable[..., tuple[int, float]]
) -> None:
    """Print one row of the table."""
    if pairs:
        (one, fast), (two, slow) = judge(pairs, ours), judge(pairs, theirs)
        shares = f"{one / len(pairs):.1%} | {two / len(pairs):.1%} | {fast:.1f} | {slow:.1f}"
        print(f"| {name} | {f'{length:,}' if length else 'all'} | {len(pairs)} | {shares} |", flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--lengths", default="20,100,1000")
    given = parser.parse_args()
    kept = texts(given.folders, given.files)
    version = charset_normalizer.__version__
    print(f"{len(kept)} texts; charset-normalizer {version}\n")
    print("| encoding | characters | texts | right: searchlib | right: charset-normalizer | ms | ms |")
    print("|---|---|---|---|---|---|---|")
    lengths = (*map(int, given.lengths.split(",")), 0)
    for encoding in ENCODINGS:
        for length in lengths:
            row(encoding, length, list(encoded(kept, encoding, length)), measured)
    for encoding in DAMAGED:
        pairs = [(text, without_a_byte(data)) for text, data in encoded(kept, encoding, 0)]
        row(f"{encoding}, a byte missing", 0, pairs, harmless)


if __name__ == "__main__":
    main()
