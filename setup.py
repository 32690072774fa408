"""Put the texts of ``corpus`` into the wheel as ``searchlib/demo_corpus``; all else is in pyproject.toml.

The folder stays where developers and documents expect it, and there is one copy of it in the repository. An
editable installation uses that one.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

CORPUS = Path(__file__).resolve().parent / "corpus"
INSTALLED = Path("searchlib", "demo_corpus")


class BuildWithDemo(build_py):
    """Copies the modules, then the texts of the demo."""

    def run(self) -> None:
        """Build as usual, and add the texts."""
        super().run()
        if not self.editable_mode:
            copy_demo(Path(self.build_lib))


def copy_demo(build: Path) -> None:
    """Copy the texts into the package below ``build``."""
    shutil.rmtree(build / INSTALLED, ignore_errors=True)
    shutil.copytree(CORPUS, build / INSTALLED)


if __name__ == "__main__":
    setup(cmdclass={"build_py": BuildWithDemo})
