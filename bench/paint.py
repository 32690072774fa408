"""Page load in a browser: requests, bytes, and the time of the first paint.

usage: python bench/paint.py INDEX QUERY [--rounds 7]   (needs Chromium; Playwright comes with `dev`)

Serves INDEX on a free port of the loopback and opens each kind of page in a new, empty browser context.
Prints one line a page: requests, kilobytes sent (headers not counted), of them the page itself, and in
milliseconds from the start of navigation the first byte, the first paint with content and the end of loading
(medians; Paint Timing and Navigation Timing of the W3C).
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright
from served import served

import searchlib

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
TIMES = """() => {
  const page = performance.getEntriesByType("navigation")[0];
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  return { first: page.responseStart, paint: paint ? paint.startTime : null, done: page.loadEventEnd };
}"""


def pages(index: Path, query: str) -> dict[str, str]:
    """Return the kinds of pages, by name."""
    with searchlib.open(index) as library:
        hit = library.answer(searchlib.SearchRequest(query, 1)).hits[0]
        project = library.projects[0].id
    asked = quote(query)
    return {
        "beginning": "/",
        "answer": f"/?q={asked}",
        "in context": f"/?q={asked}&view=kwic",
        "timeline": f"/?q={asked}&view=timeline",
        "statement": f"/statements/{quote(hit.document.id, safe='')}?q={asked}",
        "project": f"/projects/{quote(project, safe='')}",
        "help": "/help",
    }


def visit(browser: Browser, address: str) -> tuple[int, int, int, dict[str, Any]]:
    """Return requests, bytes of all bodies as sent, bytes of the page, and the times of one visit."""
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    answers: list[Any] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address, wait_until="networkidle")
    sizes = [answer.request.sizes()["responseBodySize"] for answer in answers]
    times = page.evaluate(TIMES)
    context.close()
    return len(sizes), sum(sizes), sizes[0], times


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("query")
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        print("there is no Chromium", file=sys.stderr)
        return 2
    print("| page | requests | kB | of them the page | first byte, ms | first paint, ms | loaded, ms |")
    print("|---|---|---|---|---|---|---|")
    with served(given.index) as (port, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, chromium_sandbox=False)
        for name, path in pages(given.index, given.query).items():
            seen = [visit(browser, f"http://127.0.0.1:{port}{path}") for _ in range(given.rounds)]
            count, total, own, _ = seen[0]
            moments = [
                statistics.median(times[moment] or 0 for *_, times in seen)
                for moment in ("first", "paint", "done")
            ]
            sizes = f"{total / 1000:.1f} | {own / 1000:.1f}"
            print(f"| {name} | {count} | {sizes} | " + " | ".join(f"{each:.0f}" for each in moments) + " |")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
