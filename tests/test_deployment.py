"""The container, the services and the proxy: linted by their own tools where they are, and checked here."""

from __future__ import annotations

import configparser
import http.client
import json
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from searchlib.cli import main
from searchlib.web.limits import LONGEST_QUERY_STRING
from tests.web.conftest import serving

ROOT = Path(__file__).resolve().parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
NGINX = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
UNITS = sorted((ROOT / "deploy").glob("*.service"))
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
NAME = "library.example"
EACH_UNIT = pytest.mark.parametrize("path", UNITS, ids=[path.name for path in UNITS])


def needs(program: str) -> str:
    """The path of a program; the test says so where it is not there."""
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not installed")
    return found


def commands() -> Iterator[list[str]]:
    """Every command of ours that the files start, without the program's name."""
    (started,) = re.findall(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)
    yield json.loads(started)
    yield COMPOSE["services"]["serve"]["command"]
    yield re.search(r"searchlib (index \S+)", COMPOSE["services"]["index"]["entrypoint"][2])[1].split()
    for path in UNITS:
        yield unit(path)["Service"]["ExecStart"].split()[1:]


def unit(path: Path) -> configparser.ConfigParser:
    """A unit of systemd, the last value of each key."""
    found = configparser.ConfigParser(strict=False, interpolation=None)
    found.optionxform = str  # type: ignore[assignment, method-assign]
    found.read_string(path.read_text(encoding="utf-8"))
    return found


def test_the_container_is_linted() -> None:
    """hadolint finds nothing."""
    lint = subprocess.run([needs("hadolint"), str(ROOT / "Dockerfile")], capture_output=True, text=True)
    assert (lint.returncode, lint.stdout) == (0, "")


def test_the_container_is_as_it_should_be() -> None:
    """A pinned base, nothing copied that is not there, no root, a check of its health."""
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    copied = [
        name
        for line in re.findall(r"^COPY (?!--from)(.*) \S+$", DOCKERFILE, re.MULTILINE)
        for name in line.split()
    ]
    instructions = re.findall(r"^([A-Z]+) ", DOCKERFILE, re.MULTILINE)
    allowed = (ROOT / ".dockerignore").read_text(encoding="utf-8")

    assert bases
    assert all(re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+", base) for base in bases)
    assert len(copied) > 3
    assert all((ROOT / name).exists() and f"\n!{name.removeprefix('./')}\n" in allowed for name in copied)
    assert "ADD" not in instructions
    assert re.search(r"^USER [1-9]\d+:[1-9]\d+$", DOCKERFILE, re.MULTILINE)
    assert instructions.index("USER") < instructions.index("ENTRYPOINT")
    assert re.search(r"^HEALTHCHECK .*\\\n.*http://127\.0\.0\.1:8000/healthz", DOCKERFILE, re.MULTILINE)


def test_what_is_started_together() -> None:
    """One that writes the index and cannot reach out, one that serves it and cannot write."""
    index, serve = COMPOSE["services"]["index"], COMPOSE["services"]["serve"]

    for each in (index, serve):
        assert each["read_only"]
        assert each["cap_drop"] == ["ALL"]
        assert each["security_opt"] == ["no-new-privileges:true"]
    assert index["network_mode"] == "none"
    assert [each.rpartition(":")[2] for each in index["volumes"]] == ["ro", "/index"]
    assert serve["volumes"] == ["index:/index:ro"]
    assert serve["depends_on"]["index"]["condition"] == "service_completed_successfully"
    assert all(each.startswith("127.0.0.1:") for each in serve["ports"])


def test_every_command_is_one_of_ours(capsys: pytest.CaptureFixture[str]) -> None:
    """With options that it has."""
    asked = list(commands())
    assert len(asked) == 3 + len(UNITS)
    for command in asked:
        assert main([command[0], "--help"]) == 0
        known = capsys.readouterr().out
        assert all(each in known for each in command if each.startswith("--")), command


@EACH_UNIT
def test_units_are_verified(path: Path, tmp_path: Path) -> None:
    """systemd understands them, and calls what they may do safe."""
    program = needs("systemd-analyze")
    for each in UNITS:
        text = re.sub(r"/opt/searchlib/bin/searchlib", shutil.which("true") or "", each.read_text("utf-8"))
        (tmp_path / each.name).write_text(text, encoding="utf-8")
    verified = subprocess.run(
        [program, "verify", str(tmp_path / path.name)], capture_output=True, text=True, cwd=tmp_path
    )
    assert (verified.returncode, verified.stderr) == (0, "")
    judged = subprocess.run(
        [program, "security", "--offline=true", "--threshold=20", str(tmp_path / path.name)],
        capture_output=True,
        text=True,
    )
    assert judged.returncode == 0, judged.stdout[-300:]


@EACH_UNIT
def test_units_are_confined(path: Path) -> None:
    """Where there is no systemd: as a user of their own, with what is not theirs out of reach."""
    service = unit(path)["Service"]

    assert (service["User"], service["ProtectSystem"], service["NoNewPrivileges"]) == (
        "searchlib",
        "strict",
        "yes",
    )
    assert service["CapabilityBoundingSet"] == ""
    assert "SystemCallFilter" in service
    assert service["Environment"] == "SEARCHLIB_INDEX=/var/lib/searchlib/index"


def test_the_proxy_allows_what_the_server_allows() -> None:
    """Addresses as long as ours, no bodies, limits for each client, no idle connection kept too long."""
    longest = re.search(r"large_client_header_buffers \d+ (\d+)k;", NGINX)
    kept = re.search(r"upstream searchlib \{.*?keepalive_timeout (\d+)s;", NGINX, re.DOTALL)
    assert longest is not None
    assert kept is not None
    assert int(longest[1]) * 1024 >= 2 * LONGEST_QUERY_STRING
    assert int(kept[1]) < 15
    for directive in (
        "limit_req ",
        "limit_conn ",
        "limit_except GET",
        "client_max_body_size 1k",
        "ssl_protocols",
    ):
        assert directive in NGINX


@contextmanager
def proxied(folder: Path, server: int) -> Iterator[int]:
    """nginx with our configuration in front of a server; the port where it speaks TLS."""
    program, certify = needs("nginx"), needs("openssl")
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as two:
        plain, secure = (each.getsockname()[1] for each in (one, two))
    request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}"]
    files = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run([certify, *request, *files], check=True, capture_output=True)
    text = re.sub(r"^ *listen \[.*\n", "", NGINX, flags=re.MULTILINE)
    text = text.replace("/etc/ssl/searchlib", str(folder)).replace("127.0.0.1:8000", f"127.0.0.1:{server}")
    text = text.replace("listen 80;", f"listen 127.0.0.1:{plain};")
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{secure} ssl;")
    paths = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = folder / "nginx.conf"
    config.write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/errors warn;\n"
        f"events {{}}\nhttp {{ access_log off;\n{paths}{text}}}\n",
        encoding="utf-8",
    )
    called = [program, "-p", str(folder), "-e", str(folder / "errors"), "-c", str(config)]
    checked = subprocess.run([*called, "-t"], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
    process = subprocess.Popen(called, stderr=subprocess.PIPE)
    try:
        until = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", secure), timeout=1).close()
                break
            except OSError:
                assert process.poll() is None
                assert time.monotonic() < until
                time.sleep(0.05)
        yield secure
    finally:
        process.terminate()
        process.communicate(timeout=20)


def test_the_proxy_passes_on_and_limits(demo_index: Path, tmp_path: Path) -> None:
    """nginx and a server together: answers, files, typed addresses; other methods and floods are refused."""
    needs("nginx")
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    rest = f"Host: {NAME}\r\nConnection: close\r\n\r\n".encode()
    with serving(demo_index, hosts=(NAME,)) as site, proxied(tmp_path, site.port) as port:

        def ask(path: bytes, method: bytes = b"GET") -> tuple[int, dict[str, str], bytes]:
            plain = socket.create_connection(("127.0.0.1", port), timeout=20)
            with trusting.wrap_socket(plain) as wire:
                wire.sendall(b"%s %s HTTP/1.1\r\n%s" % (method, path, rest))
                answer = http.client.HTTPResponse(wire)
                answer.begin()
                return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()

        status, headers, body = ask("/api/v1/search?q=铁路&limit=1".encode())
        assert (status, json.loads(body)["query"]) == (200, "铁路")
        assert headers["strict-transport-security"].startswith("max-age=")
        assert "default-src 'none'" in headers["content-security-policy"]
        status, _, body = ask(b"/export/hits.csv?q=%E5%90%88%E4%BD%9C")
        assert status == 200
        assert body == site.get("/export/hits.csv?q=合作").body
        assert ask(b"/", b"POST")[0] == 403
        assert ask(b"/healthz")[0] == 200
        assert ask(b"/?q=" + b"a" * 20_000)[0] == 414
        statuses = {ask(b"/help")[0] for _ in range(80)}
        assert statuses == {200, 429}
