"""A real browser, where there is one: Chromium as the system has it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from tests.web.conftest import Site

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for the tests of a file; they say so where there is none.

    Not one for all tests: an event loop runs in this thread while it is open, and no other could be run.
    """
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("there is no Chromium; on Debian `apt-get install chromium` brings it")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=list(QUIET), chromium_sandbox=False)
        yield found
        found.close()


@dataclass
class Reader:
    """Somebody at the browser, and everything that went wrong on the pages they saw."""

    page: Page
    root: str
    context: BrowserContext
    troubles: list[str]

    def open(self, path: str) -> Page:
        """Go to a page of the site."""
        self.page.goto(self.root + path)
        return self.page

    def follow(self, link: Locator) -> None:
        """Click, and wait until the page that it leads to is there."""
        with self.page.expect_navigation():
            link.click()

    def links(self, text: str) -> None:
        """Follow the first link that says so."""
        self.follow(self.page.get_by_role("link", name=text, exact=True).first)


@pytest.fixture
def reader(browser: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[Reader]:
    """A new reader, in a context with the options given as an indirect parameter. No page may complain."""
    options = getattr(request, "param", {})
    context = browser.new_context(**{"locale": "en-US", **options})
    context.set_default_timeout(10_000)
    page = context.new_page()
    root = f"http://127.0.0.1:{site.port}"
    troubles: list[str] = []
    page.on("console", lambda message: message.type == "error" and troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda asked: asked.url.startswith(root) or troubles.append(f"left: {asked.url}"))
    page.on(
        "response", lambda answer: answer.status >= 400 and troubles.append(f"{answer.status} {answer.url}")
    )
    yield Reader(page, root, context, troubles)
    context.close()
    assert troubles == []
