"""The site of the documents: what is staged for it, and, where its tools are installed, that it builds."""

from __future__ import annotations

import doctest
import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tools import docs_site

ROOT = Path(__file__).resolve().parents[1]


class _Loader(yaml.SafeLoader):
    """Reads mkdocs.yml, whose one Python object becomes its name."""


_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda _loader, suffix, _node: suffix)
SETTINGS = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), _Loader)


def leaves(nav: object) -> list[str]:
    """Every page of a navigation."""
    if isinstance(nav, str):
        return [nav]
    return [leaf for each in (nav if isinstance(nav, list) else nav.values()) for leaf in leaves(each)]


def titles(nav: object) -> list[str]:
    """Every title of a navigation."""
    if isinstance(nav, list):
        return [title for each in nav for title in titles(each)]
    return (
        [found for title, each in nav.items() for found in (title, *titles(each))]
        if isinstance(nav, dict)
        else []
    )


def test_every_document_is_in_the_navigation(tmp_path: Path) -> None:
    """Each once; the Chinese twins stand behind theirs, the decisions behind their list."""
    staged = docs_site.stage(ROOT, tmp_path)
    pages = {name for name in staged if not name.endswith(".zh.md")}
    listed = leaves(SETTINGS["nav"])

    assert len(listed) == len(set(listed))
    assert {name for name in pages if not re.match(r"docs/decisions/0", name)} == set(listed)
    assert {name.removesuffix(".zh.md") + ".md" for name in set(staged) - pages} <= pages
    assert len(staged) > len(pages) + 2


def test_titles_are_translated() -> None:
    """Every title of the navigation has a Chinese one, and none is left over."""
    (chinese,) = [each for each in SETTINGS["plugins"][1]["i18n"]["languages"] if each["locale"] == "zh"]

    assert set(titles(SETTINGS["nav"])) == set(chinese["nav_translations"])


def test_nothing_is_fetched_from_elsewhere() -> None:
    """Neither fonts nor scripts."""
    assert SETTINGS["theme"]["font"] is False
    assert "extra_javascript" not in SETTINGS
    assert "extra_css" not in SETTINGS
    assert SETTINGS["strict"] is True


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("README.md", "[中文](README.zh-CN.md)", "中文"),
        ("README.zh-CN.md", "[语法](docs/q.zh-CN.md#x)", "[语法](docs/q.md#x)"),
        ("README.md", "[d](docs/decisions)", "[d](docs/decisions/README.md)"),
        ("docs/a.md", "[b](../README.md) [c](../../out.md) [s](../s.py)", "[b](../README.md) c s"),
        ("docs/guide/g.md", "[a](../a.md) ![p](../images/p.png)", "[a](../a.md) ![p](../images/p.png)"),
        ("docs/a.md", "[x](https://e.example/) [y](#z)", "[x](https://e.example/) [y](#z)"),
        ("docs/a.md", "```text lima.txt\n[n](no.md)\n```", '```text title="lima.txt"\n[n](no.md)\n```'),
    ],
)
def test_links_hold_in_the_site(name: str, text: str, expected: str) -> None:
    """Those between documents stay, those out of them become text, code is left alone."""
    pages = ["README.md", "README.zh-CN.md", "docs/a.md", "docs/q.md", "docs/q.zh-CN.md"]
    pages += ["docs/decisions/README.md", "docs/guide/g.md"]

    assert docs_site.rewritten(text, name, pages, ["docs/images/p.png"]) == expected


def test_examples_of_the_tool_run() -> None:
    """The doctests."""
    results = doctest.testmod(docs_site)
    assert results.attempted > 1
    assert results.failed == 0


def test_all_decisions_are_listed() -> None:
    """In order, with their titles (`make docs`)."""
    page = (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")

    assert page == docs_site.decisions_page(ROOT)
    assert page.count("](0") == len(list((ROOT / "docs" / "decisions").glob("0*.md"))) > 20


@pytest.mark.skipif(
    importlib.util.find_spec("material") is None or importlib.util.find_spec("mkdocs_static_i18n") is None,
    reason="the extra docs is not installed; `make docs-site` installs it",
)
def test_the_site_builds_without_a_warning() -> None:
    """In both languages, and what jieba cuts is found."""
    run = subprocess.run([sys.executable, "tools/docs_site.py"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr[-2000:]
    for language in ("", "zh/"):
        page = (ROOT / "build" / "site" / f"{language}index.html").read_text(encoding="utf-8")
        assert not re.findall(r'<(?:link|script|img)[^>]*(?:href|src)="(?:https?:)?//', page)
    index = json.loads((ROOT / "build/site/search/search_index.json").read_text(encoding="utf-8"))
    assert "zh" in index["config"]["lang"]
    assert any("\u200b" in each["text"] for each in index["docs"])
