"""``serve``: the access log, asked of a process of its own."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.support.program import plain_environment

LINE = re.compile(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} 127\.0\.0\.1:\d+ - "GET (\S+) HTTP/1\.1" (\d{3})')


@pytest.mark.skipif(os.name != "posix", reason="signals are sent otherwise elsewhere")
@pytest.mark.parametrize("options", [[], ["--access-log"], ["--access-log", "--workers", "2"]])
def test_requests_are_logged_where_asked_for(options: list[str], index: Path) -> None:
    """A line each on standard error with time, client, request and status; by every process."""
    command = [sys.executable, "-m", "searchlib", "serve", "--port", "0", "--index", str(index), *options]
    serving = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=plain_environment(), text=True
    )
    try:
        assert serving.stdout is not None
        address = re.search(r"http://\S+/", serving.stdout.readline())
        assert address is not None
        for path in ("healthz", "api/v1/search?q=%E9%93%81"):
            with urllib.request.urlopen(address[0] + path, timeout=60) as answer:
                assert answer.status == 200
    finally:
        serving.send_signal(signal.SIGINT)
        _, log = serving.communicate(timeout=60)

    expected = [("/healthz", "200"), ("/api/v1/search?q=%E9%93%81", "200")] if options else []
    assert LINE.findall(log) == expected
