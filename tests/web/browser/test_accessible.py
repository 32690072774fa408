"""axe-core finds nothing to complain about on any page, in every language, theme and width."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.web.conftest import Site

RAILWAY = "两洋铁路"
PATHS = (
    "/",
    f"/?q={RAILWAY}",
    "/?q=合作&page=2",
    f"/?q={RAILWAY}&view=kwic",
    "/?q=铁路&view=kwic&order=R1+R2+R3",
    "/?q=铁路&view=kwic&show=neighbours",
    "/?q=铁路&view=kwic&show=collocates",
    "/?q=铁路&view=kwic&show=spread",
    "/analysis",
    f"/dossier?q={RAILWAY}",
    "/dossier?q=钱凯港",
    "/formula?q=奉行一个中国",
    "/formula?at=2019-06-13-cn-kg-joint-statement",
    f"/names?q={RAILWAY}",
    f"/?q={RAILWAY}&view=timeline",
    f"/?q={RAILWAY}&group=statement",
    "/?q=铁路&view=timeline&scale=count",
    "/statements?by=title&kind=law",
    "/statements?title=无此标题",
    "/compare",
    "/compare?a=2018-06-06-cn-kg-joint-statement&b=2019-06-13-cn-kg-joint-statement",
    "/lineage?of=KG",
    "/quote",
    "/?q=(",
    "/?q=无此词无此词",
    "/statements",
    f"/statements/2016-09-13-cn-pe-joint-statement?q={RAILWAY}&at=7",
    "/projects",
    f"/projects/{RAILWAY}",
    "/help",
    "/api/v1/",
    "/?q=铁路&country=KG",
    "/nowhere",
)
VIEWS = (
    *((360, "light", "zh"), (360, "dark", "en"), (360, "dark", "zh-Hant")),
    *((1280, "light", "en"), (1280, "light", "zh-Hant"), (1280, "dark", "zh")),
)
"""Widths, themes and languages: each with each of the others at least once."""


@pytest.mark.parametrize(("width", "theme", "language"), VIEWS)
def test_no_page_has_a_violation(browser: Browser, site: Site, language: str, theme: str, width: int) -> None:
    """Contrast, labels, roles, headings, landmarks: all of axe's rules."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=theme, bypass_csp=True
    )
    page = context.new_page()
    axe, found = Axe(), {}
    for path in PATHS:
        joint = "&" if "?" in path else "?"
        page.goto(f"http://127.0.0.1:{site.port}{path}{joint}lang={language}")
        violations = axe.run(page).response["violations"]
        if violations:
            found[path] = [(each["id"], each["nodes"][0]["html"][:160]) for each in violations]
    context.close()
    assert found == {}
