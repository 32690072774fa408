"""The guide: its Python examples run as they stand."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PYTHON = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
EXAMPLES = [
    pytest.param(example, id=f"{page.stem}-{number}")
    for page in sorted((ROOT / "docs" / "guide").glob("*.md"))
    for number, example in enumerate(PYTHON.findall(page.read_text(encoding="utf-8")))
]


def test_the_guide_has_examples() -> None:
    """So that the test below looks at something."""
    assert len(EXAMPLES) > 2


@pytest.mark.parametrize("example", EXAMPLES)
def test_python_examples_run(example: str, tmp_path: Path) -> None:
    """In a folder that has the demo corpus; each prints something."""
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    run = subprocess.run(
        [sys.executable, "-c", example],
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=False,
    )

    assert (0, "") == (run.returncode, run.stderr)
    assert run.stdout.strip()
