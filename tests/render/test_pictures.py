"""Pictures: SVG that every program reads, and PNG with Chinese characters in it."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.cli import main
from searchlib.errors import MissingExtra
from searchlib.render import png as png_module
from searchlib.render.png import png
from searchlib.render.svg import bar_chart, bars_across, stacked, strip_chart

SPACE = "{http://www.w3.org/2000/svg}"
LABELS = st.text(max_size=6)


@given(st.lists(st.tuples(LABELS, st.floats(0, 1e9)), max_size=6), LABELS)
def test_every_drawing_is_xml(bars: list[tuple[str, float]], title: str) -> None:
    """Whatever the labels hold; no script, no style, nothing from elsewhere."""
    drawing = stacked(
        [
            bar_chart(title, bars, title),
            bars_across(title, [(label, value, label) for label, value in bars]),
            strip_chart(title, [(at, at * 2) for at, _ in enumerate(bars)]),
        ],
        title,
    )
    root = ElementTree.fromstring(drawing)

    assert root.tag == f"{SPACE}svg"
    assert not {element.tag.removeprefix(SPACE) for element in root.iter()} - {
        "svg",
        "g",
        "title",
        "rect",
        "text",
        "line",
    }
    assert not any({"style", "href", "onload"} & element.attrib.keys() for element in root.iter())


def test_bars_are_as_tall_as_their_values() -> None:
    """And say their labels and values."""
    root = ElementTree.fromstring(
        bar_chart("各年频率", [("2015", 10.0), ("2016", 5.0), ("2017", 0.0)], "每百万字")
    )
    bars = [each for each in root.iter(f"{SPACE}rect") if each.find(f"{SPACE}title") is not None]

    assert [float(bar.attrib["height"]) / float(bars[0].attrib["height"]) for bar in bars] == [1, 0.5, 0]
    assert [bar.findtext(f"{SPACE}title") for bar in bars] == ["2015: 10", "2016: 5", "2017: 0"]
    assert {"各年频率", "每百万字", "2015"} <= {each.text for each in root.iter(f"{SPACE}text")}


@pytest.mark.parametrize("show", ["neighbours", "collocates", "spread"])
def test_the_command_draws_what_it_counts(
    demo_index: Path, tmp_path: Path, show: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the query and its words as text; the table is printed all the same."""
    path = tmp_path / "picture.svg"
    command = [
        "kwic",
        "铁路",
        "--show",
        show,
        "--language",
        "zh",
        "--picture",
        str(path),
        "--index",
        str(demo_index),
    ]
    assert main(command) == 0
    drawn = {each.text or "" for each in ElementTree.parse(path).getroot().iter(f"{SPACE}text")}

    assert any(text.endswith("铁路") for text in drawn)
    assert {"neighbours": "两洋", "collocates": "项目", "spread": "2015"}[show] in drawn
    assert "铁路" in capsys.readouterr().out


def test_what_is_no_picture_is_refused(
    demo_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another suffix, or lines."""
    arguments = ["kwic", "铁路", "--index", str(demo_index)]
    assert main([*arguments, "--show", "spread", "--picture", str(tmp_path / "a.gif")]) == 2
    assert ".svg or .png" in capsys.readouterr().err
    assert main([*arguments, "--picture", str(tmp_path / "a.svg")]) == 2
    assert list(tmp_path.iterdir()) == []


def test_a_png_shows_chinese() -> None:
    """Different characters are different pictures, twice the size of the drawing."""
    pytest.importorskip("resvg_py", reason="draws the PNG; it is the extra pictures")
    try:
        one, other = (png(bars_across("词", [(word, 1.0, "1")])) for word in ("铁路", "公路"))
    except MissingExtra as error:
        pytest.skip(str(error))

    assert one.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(one[16:20]) == 1440
    assert one != other


def test_without_fonts_there_is_no_png(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that says what to do, and no picture without its characters."""
    pytest.importorskip("resvg_py", reason="draws the PNG; it is the extra pictures")
    monkeypatch.setattr(png_module, "_has_chinese", lambda: False)
    with pytest.raises(MissingExtra, match="font"):
        png(bars_across("词", [("铁路", 1.0, "1")]))
