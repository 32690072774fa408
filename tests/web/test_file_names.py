"""Downloaded files are called by what was asked, whatever that is."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest

from tests.web.conftest import Site

ASKED = {
    "两洋铁路": "两洋铁路",
    "铁路 OR 港口": "铁路_OR_港口",
    '"两洋铁路" title:"声明"': "两洋铁路_title_声明",
    "a/b AND c": "a_b_AND_c",
    "铁" * 300: "铁" * 40,
    "两\u202e洋": "两_洋",
}


@pytest.mark.parametrize("query", ASKED)
def test_a_file_is_called_by_its_query(site: Site, query: str) -> None:
    """Without what a system refuses; older programs are told a name in ASCII."""
    told = site.get(f"/export/hits.csv?q={query}").headers["content-disposition"]
    assert told.isascii()
    assert told.startswith('attachment; filename="searchlib-hits.csv"; ')
    name = unquote(told.rpartition("''")[2])
    assert re.fullmatch(rf"{re.escape(ASKED[query])}-检索结果-\d{{4}}-\d\d-\d\d\.csv", name)
    assert len(name.encode()) <= 255


def test_it_is_called_in_the_language_of_the_page(site: Site) -> None:
    """Also in Traditional characters."""
    for language, kind in (("en", "mentions"), ("zh", "提及"), ("zh-Hant", "提及")):
        told = site.get(f"/export/mentions.md?name=两洋铁路&lang={language}").headers["content-disposition"]
        assert f"-{kind}-" in unquote(told)
