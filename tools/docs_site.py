"""Build the site of the documents, in English and Chinese, into build/site.

usage: python tools/docs_site.py [--stage-only | --decisions]

The documents stay where they are read in the repository; they are copied into build/site-source, where links
that lead out of them become plain text. A Chinese twin, `NAME.zh-CN.md`, is the Chinese page of `NAME.md`.
`--decisions` only renews the list of decisions in docs/decisions/README.md.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[1]
STAGED = ROOT / "build" / "site-source"
PAGES = ("*.md", "docs/**/*.md", "corpus/README.md", "deploy/README.md")
FILES = ("docs/images/*", "docs/notebook.ipynb", "deploy/*", "LICENSE")
TWIN = ".zh-CN.md"

_LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\((?!https?:|mailto:|#)([^)#\s]+)(#[^)\s]*)?\)")
_CODE = re.compile(r"^(```.*?^```)", re.DOTALL | re.MULTILINE)
_NAMED = re.compile(r"^```(\w+) ([\w.-]+)$", re.MULTILINE)
_HEADING = re.compile(r"^#{2,6} (.*)$", re.MULTILINE)


def sources(root: Path) -> tuple[dict[str, Path], dict[str, Path]]:
    """Return the documents, and the other files that they lead to, by their paths from ``root``."""
    pages, files = (
        {path.relative_to(root).as_posix(): path for pattern in patterns for path in root.glob(pattern)}
        for patterns in (PAGES, FILES)
    )
    return pages, {name: path for name, path in files.items() if path.is_file()}


def staged_name(name: str) -> str:
    """Return the path of a document in the site's sources.

    >>> staged_name("docs/guide/README.zh-CN.md"), staged_name("CHANGELOG.md")
    ('docs/guide/README.zh.md', 'CHANGELOG.md')
    """
    return name.removesuffix(TWIN) + ".zh.md" if name.endswith(TWIN) else name


def rewritten(text: str, name: str, pages: Iterable[str], files: Iterable[str]) -> str:
    """Return a document with links that hold in the site.

    A link to a folder goes to the README in it, one to the Chinese twin of a document from a Chinese page to
    the document, which the site shows in the reader's language; one to a file that the site does not have,
    and one from a document to its own twin, is its text alone.
    """
    known, kept = set(pages), set(files)

    def link(found: re.Match[str]) -> str:
        mark, label, target, anchor = found[1], found[2], found[3], found[4] or ""
        path = _normal(PurePosixPath(name).parent / target)
        for each in (path, f"{path.rstrip('/')}/README.md"):
            if each in known:
                return (
                    f"{mark}[{label}]({_to(name, each)}{anchor})" if _plain(each) != _plain(name) else label
                )
        return found[0] if path in kept else label

    return "".join(
        _NAMED.sub(r'```\1 title="\2"', part) if part.startswith("```") else _LINK.sub(link, part)
        for part in _CODE.split(text)
    )


def anchored(twin: str, original: str) -> str:
    """Return a Chinese twin whose headings have the anchors of the original too, which links lead to.

    >>> anchored("## 甲\\n乙\\n", "## The First Part\\n...\\n")
    '<a id="the-first-part"></a>\\n\\n## 甲\\n乙\\n'
    """
    titles = [title for part in _prose(original) for title in _HEADING.findall(part)]
    if len(titles) != sum(len(_HEADING.findall(part)) for part in _prose(twin)):
        return twin
    rest = iter(titles)
    return "".join(
        part
        if part.startswith("```")
        else _HEADING.sub(lambda found: f'<a id="{_slug(next(rest))}"></a>\n\n{found[0]}', part)
        for part in _CODE.split(twin)
    )


def _prose(text: str) -> list[str]:
    """Return the parts of a document that are no code."""
    return [part for part in _CODE.split(text) if not part.startswith("```")]


def _slug(title: str) -> str:
    """Return the anchor of a heading, as the site and GitHub make it."""
    return re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-")


def stage(root: Path, target: Path) -> list[str]:
    """Copy the documents of ``root`` into ``target``, which is emptied; return their staged paths."""
    shutil.rmtree(target, ignore_errors=True)
    pages, files = sources(root)
    for name, path in pages.items():
        copy = target / staged_name(name)
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = rewritten(path.read_text(encoding="utf-8"), name, pages, files)
        if name.endswith(TWIN) and (original := pages.get(_plain(name))):
            text = anchored(text, original.read_text(encoding="utf-8"))
        copy.write_text(text, encoding="utf-8", newline="\n")
    for name, path in files.items():
        copy = target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    return sorted(map(staged_name, pages))


def _plain(name: str) -> str:
    """Return the path of the document that a twin is of."""
    return name.removesuffix(TWIN) + ".md" if name.endswith(TWIN) else name


def _normal(path: PurePosixPath) -> str:
    """Return a path without ``..``; one that leaves the root keeps none of its steps."""
    steps: list[str] = []
    for step in path.parts:
        if step == "..":
            if not steps:
                return ""
            steps.pop()
        elif step != ".":
            steps.append(step)
    return "/".join(steps)


def _to(name: str, target: str) -> str:
    """Return the relative link from a document to another one."""
    here = PurePosixPath(name).parent.parts
    there = PurePosixPath(_plain(target)).parts
    common = next(
        (at for at, (one, two) in enumerate(zip(here, there[:-1], strict=False)) if one != two),
        min(len(here), len(there) - 1),
    )
    return "/".join((*[".."] * (len(here) - common), *there[common:]))


def decisions_page(root: Path) -> str:
    """Return the list of all decisions, in order."""
    rows = []
    for path in sorted(root.glob("docs/decisions/0*.md")):
        number, _, title = path.read_text(encoding="utf-8").partition("\n")[0][2:].partition(". ")
        rows.append(f"| {number} | [{title}]({path.name}) |\n")
    head = (
        "# Decisions\n\nWhat somebody may want to reverse, with the reasons.\n\n| | decision |\n|---|---|\n"
    )
    return head + "".join(rows)


def main() -> int:
    """Stage the documents and build the site; every warning is an error."""
    if "--decisions" in sys.argv[1:]:
        page = ROOT / "docs" / "decisions" / "README.md"
        page.write_text(decisions_page(ROOT), encoding="utf-8", newline="\n")
        return 0
    stage(ROOT, STAGED)
    if "--stage-only" in sys.argv[1:]:
        return 0
    built = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(ROOT / "mkdocs.yml")]
    return subprocess.run(built, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
