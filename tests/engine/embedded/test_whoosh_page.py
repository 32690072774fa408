"""The page about Whoosh shows what plain Whoosh does with an index, to the letter."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
BLOCK = re.compile(r"^```(python|text)\n(.*?)^```", re.DOTALL | re.MULTILINE)
SENTENCE = (
    "searchlib uses Whoosh's schema, commits, segments, table of contents and write lock, and its codec is "
    "one of Whoosh's extension points; no posting list, scorer or searcher of Whoosh runs when searchlib "
    "answers; plain Whoosh opens and queries the index where searchlib is installed, and must not write to it"
)


def test_the_examples_print_what_is_shown(demo_index: Path, tmp_path: Path) -> None:
    """The examples are one program; every output shown is printed, and no other."""
    blocks = BLOCK.findall((ROOT / "docs" / "whoosh.md").read_text(encoding="utf-8"))
    (tmp_path / "index").symlink_to(demo_index)
    run = subprocess.run(
        [sys.executable, "-c", "".join(text for kind, text in blocks if kind == "python")],
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        check=False,
    )

    assert run.stderr == ""
    assert "".join(text for kind, text in blocks if kind == "text") == run.stdout


def test_the_same_sentence_stands_wherever_whoosh_is_explained() -> None:
    """What of Whoosh is used is said once, in the same words."""
    for page in ("README.md", "ARCHITECTURE.md", "docs/whoosh.md"):
        assert SENTENCE in (ROOT / page).read_text(encoding="utf-8"), page
