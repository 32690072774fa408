"""Fuzz test of the JSON API against its own OpenAPI description.

usage: python bench/fuzz_api.py INDEX [REQUESTS]   (with the extra `fuzz`)

Serves INDEX on a free port of the loopback and lets schemathesis ask, round after round with another seed.
Every answer must have a status, a type and a shape that the description has; none may be an HTTP 5xx other
than 503, which says that the server is busy. Prints how many requests were made; exit status 1 for a fault.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from served import served

CHECKS = (
    *("not_a_server_error", "status_code_conformance", "content_type_conformance"),
    *("response_headers_conformance", "response_schema_conformance", "unsupported_method"),
)
EXAMPLES = 400
"""Requests for each operation in a round, about."""


def ask(port: int, seed: int, report: Path) -> tuple[bool, Counter[int]]:
    """Run one round; return whether it found no fault, and the number of responses of each status."""
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "run", f"http://127.0.0.1:{port}/api/v1/openapi.json"),
        *("--max-examples", str(EXAMPLES), "--seed", str(seed), "--workers", "2", "--continue-on-failure"),
        *("--phases", "examples,coverage,fuzzing", "--report-ndjson-path", str(report)),
        # No check whether valid data are accepted: a schema cannot say which queries are valid.
        *("--checks", ",".join(CHECKS)),
    ]
    # In the folder of the report, since it writes a cache into the working directory.
    done = subprocess.run(command, cwd=report.parent, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout[-12000:], done.stderr[-2000:], file=sys.stderr)
    statuses = Counter(map(int, re.findall(r'"status_code": ?(\d{3})', report.read_text(encoding="utf-8"))))
    return done.returncode == 0, statuses


def main(index: str, requests: str = "100000") -> int:
    """Run rounds until there are enough requests."""
    statuses: Counter[int] = Counter()
    sound, seed = True, 0
    with served(Path(index)) as (port, _), tempfile.TemporaryDirectory() as folder:
        while sound and statuses.total() < int(requests):
            seed += 1
            sound, more = ask(port, seed, Path(folder) / f"{seed}.ndjson")
            statuses += more
            print(f"{statuses.total():,} requests by status {dict(sorted(statuses.items()))}", flush=True)
    broken = sum(count for status, count in statuses.items() if status >= 500 and status != 503)
    return 0 if sound and not broken else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
