"""SVG as PNG, by resvg, with the fonts of the system."""

from __future__ import annotations

from functools import cache

from searchlib.errors import MissingExtra

_SCALE = 2
"""Pixels of the picture for each of the drawing: sharp in print."""

_PROBE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" font-family="sans-serif">'
    '<text x="4" y="30" font-size="28">{}</text></svg>'
)


def png(drawing: str) -> bytes:
    """Return the picture of an SVG drawing, twice its size in pixels.

    Raises MissingExtra if resvg is not installed, or no font of the system has Chinese characters: a picture
    without them would be wrong.
    """
    try:
        import resvg_py  # an extra: most readers need no picture
    except ImportError as error:
        raise MissingExtra("extra.pictures", library="resvg-py", requirement="searchlib[pictures]") from error
    if not _has_chinese():
        raise MissingExtra("extra.no-chinese-font", requirement="fonts-noto-cjk")
    return bytes(resvg_py.svg_to_bytes(svg_string=drawing, zoom=_SCALE))


@cache
def _has_chinese() -> bool:
    """Return whether two different Chinese characters are drawn differently, and not as nothing."""
    import resvg_py

    nothing, one, other = (
        bytes(resvg_py.svg_to_bytes(svg_string=_PROBE.format(character))) for character in (" ", "国", "民")
    )
    return len({nothing, one, other}) == 3
