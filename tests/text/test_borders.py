"""Names in an alphabet stand as whole words; Chinese has no borders."""

from __future__ import annotations

import pytest

from searchlib.text.borders import bare, bordered
from searchlib.text.running import key
from searchlib.text.spans import starts


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("the UN Charter", "UN", [4]),
        ("UN", "UN", [0]),
        ("UNESCO, fund, run", "UN", []),
        ("在UN会议", "UN", [1]),
        ("UN-Habitat", "UN", [0]),
        ("UN2000", "UN", []),
        ("77国集团和7国集团", "7国集团", [6]),
        ("联合国安理会", "联合国", [0]),
        ("ООН и ФООН", "ООН", [0]),
        ("Perú y Perúano", "Perú", [0]),
    ],
)
def test_borders_of_names(text: str, name: str, expected: list[int]) -> None:
    """No letter or digit of an alphabet stands beside one at the name's own end."""
    assert expected == starts(key(text), bordered(key(name)))


@pytest.mark.parametrize("name", ["UN", "联合国", "G20", "7国集团", "Perú"])
def test_borders_come_off_again(name: str) -> None:
    """What stands in the text is the name."""
    assert key(name) == bare(bordered(key(name)))


def test_no_key_holds_a_border() -> None:
    """The sign cannot be smuggled in."""
    assert key("\bun\b") == "un"
