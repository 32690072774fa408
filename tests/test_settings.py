"""What the environment says, read in one place."""

from pathlib import Path

import pytest

from searchlib.settings import Settings, read_settings


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, Settings()),
        ({"NO_COLOR": ""}, Settings()),
        ({"NO_COLOR": "1"}, Settings(colour=False)),
        ({"FORCE_COLOR": "1"}, Settings(colour=True)),
        ({"FORCE_COLOR": "0"}, Settings()),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, Settings(colour=False)),
        ({"TERM": "dumb"}, Settings(colour=False, dumb=True)),
        ({"TERM": "xterm-256color"}, Settings()),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, Settings(colour=True, dumb=True)),
        ({"SEARCHLIB_INDEX": "索引"}, Settings(index=Path("索引"))),
        ({"SEARCHLIB_INDEX": ""}, Settings()),
    ],
)
def test_settings_come_from_the_environment(environment: dict[str, str], expected: Settings) -> None:
    """Empty variables count as not set; NO_COLOR outweighs FORCE_COLOR."""
    assert expected == read_settings(environment)
