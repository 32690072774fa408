"""Pictures of concordances: frequencies of the years, the spread over statements, and words near a query."""

from __future__ import annotations

from collections.abc import Sequence

from searchlib.analysis.collocates import NEIGHBOUR_LENGTHS, Collocate, Neighbour
from searchlib.analysis.dispersion import Spread
from searchlib.render.svg import bar_chart, bars_across, stacked, strip_chart

_WORDS = {
    "years": ("各年频率", "Frequency by year"),
    "per-million": ("每百万字处数", "places in a million characters"),
    "undated": ("无日期", "no date"),
    "spread": ("在各文件中的分布", "Spread over statements"),
    "in-time": (
        "各文件由旧到新首尾相接，颜色越深越密",
        "statements laid end to end, oldest first; the darker, the denser",
    ),
    "collocates": ("搭配词", "Collocates"),
    "log-likelihood": ("对数似然比", "log-likelihood"),
    "left": ("左邻", "Left"),
    "right": ("右邻", "Right"),
    "lines": ("处数", "lines"),
}
"""The texts of pictures, in Chinese and English."""


def spread_svg(understood: str, found: Spread, language: str = "en") -> str:
    """Return the frequency of each year, and where in the texts the places are."""
    years = [
        (str(each.year) if each.year else _said("undated", language), each.per_million)
        for each in found.by_year
    ]
    return stacked(
        [
            bar_chart(f"{_said('years', language)}: {understood}", years, _said("per-million", language)),
            strip_chart(
                f"{_said('spread', language)}: {understood}", found.by_statement, _said("in-time", language)
            ),
        ],
        f"{_said('spread', language)}: {understood}",
    )


def collocates_svg(understood: str, found: Sequence[Collocate], language: str = "en") -> str:
    """Return the words near the places, by log-likelihood."""
    bars = [(each.word, each.log_likelihood, f"{each.log_likelihood:,.1f} ({each.near:,})") for each in found]
    return bars_across(
        f"{_said('collocates', language)}: {understood}", bars, _said("log-likelihood", language)
    )


def neighbours_svg(understood: str, found: Sequence[Neighbour], language: str = "en") -> str:
    """Return what stands directly left and right, for each length."""
    drawings = []
    for length in NEIGHBOUR_LENGTHS:
        for side in ("left", "right"):
            own = [each for each in found if each.side == side and len(each.text) == length]
            bars = [(each.text, float(each.lines), f"{each.lines:,}") for each in own]
            title = f"{_said(side, language)} {length}: {understood}"
            drawings.append(bars_across(title, bars, _said("lines", language)))
    return stacked(drawings, understood)


def _said(key: str, language: str) -> str:
    return _WORDS[key][0 if language == "zh" else 1]
