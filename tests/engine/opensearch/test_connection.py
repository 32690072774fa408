"""Addresses and secrets: what is refused, and that no secret is shown."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from searchlib.cli import main
from searchlib.engine.choose import EngineChoice, choose_engine, engine_for
from searchlib.engine.opensearch.connection import cluster_address, connect
from searchlib.errors import EngineUnavailable, MissingExtra
from searchlib.settings import EngineSettings, read_engine_settings

SECRET = "tr0mbone"
NAMES = ("SEARCHLIB_ENGINE_PASSWORD", "SEARCHLIB_ENGINE_API_KEY")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        (f"https://reader:{SECRET}@search.example.org:9200", "engine.password-in-url"),
        (f"http://{SECRET}@127.0.0.1:9200", "engine.password-in-url"),
        ("search.example.org:9200", "engine.bad-url"),
        ("ftp://search.example.org", "engine.bad-url"),
        ("https://search.example.org:port", "engine.bad-url"),
        (f"https://search.example.org/?key={SECRET}", "engine.bad-url"),
        ("https://", "engine.bad-url"),
        ("", "engine.bad-url"),
        ("http://search.example.org:9200", "engine.open-password"),
        ("https://one.example.org,http://two.example.org", "engine.open-password"),
    ],
)
def test_addresses_that_are_refused(url: str, code: str, tmp_path: Path) -> None:
    """Nothing of them is written, and the error repeats nothing secret."""
    settings = EngineSettings(user="reader", password=SECRET)
    with pytest.raises(EngineUnavailable) as caught:
        cluster_address(url, settings)
    assert caught.value.code == code
    assert SECRET not in str(caught.value)
    if code != "engine.open-password":
        with pytest.raises(EngineUnavailable):
            choose_engine(tmp_path, EngineChoice("opensearch", url))
        assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("host", ["127.0.0.1:9200", "localhost:9200", "[::1]:9200"])
def test_a_password_may_reach_this_machine_in_the_open(host: str) -> None:
    """And any machine over TLS."""
    settings = EngineSettings(user="reader", password=SECRET)
    assert cluster_address(f"http://{host}", settings).urls == (f"http://{host}",)
    assert cluster_address("https://search.example.org/", settings).urls == ("https://search.example.org",)
    assert cluster_address("http://search.example.org", EngineSettings()).user == ""


def test_another_address_may_be_set() -> None:
    """The index remembers one; machines may know the cluster by another."""
    settings = EngineSettings(url="https://inside.example.org:9200")
    assert cluster_address("https://outside.example.org", settings).shown == "https://inside.example.org:9200"


@pytest.mark.parametrize("name", NAMES)
def test_secrets_come_from_the_environment_or_a_file(name: str, tmp_path: Path) -> None:
    """The file's first line."""
    file = tmp_path / "secret"
    file.write_text(f"{SECRET}\nanother line\n")
    for settings in (
        read_engine_settings({name: SECRET}),
        read_engine_settings({f"{name}_FILE": str(file)}),
    ):
        assert SECRET in (settings.password, settings.api_key)
        assert SECRET not in repr(settings)
        assert SECRET not in repr(cluster_address("https://search.example.org", settings))


def test_without_the_library_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to install."""
    monkeypatch.setitem(sys.modules, "opensearchpy", None)
    with pytest.raises(MissingExtra, match=r"searchlib\[opensearch\]"):
        connect(cluster_address("http://127.0.0.1:9200", EngineSettings()))


def test_certificates_are_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no way to switch that off."""
    opensearchpy = pytest.importorskip("opensearchpy")
    given: dict[str, object] = {}

    class Client:
        transport = None

        def __init__(self, _: object, **options: object) -> None:
            given.update(options)

    monkeypatch.setattr(opensearchpy, "OpenSearch", Client)
    connect(cluster_address("https://search.example.org", EngineSettings(user="a", password=SECRET)))
    assert given["verify_certs"] is True
    assert given["http_auth"] == ("a", SECRET)
    given.clear()
    connect(cluster_address("https://search.example.org", EngineSettings(api_key=SECRET, authority="ca.pem")))
    assert given["ca_certs"] == "ca.pem"
    assert given["headers"] == {"Authorization": f"ApiKey {SECRET}"}


def test_no_output_and_no_file_has_a_secret(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Of commands whose cluster is not there."""
    pytest.importorskip("opensearchpy")
    for name in NAMES:
        monkeypatch.setenv(name, SECRET)
    monkeypatch.setenv("SEARCHLIB_ENGINE_USER", "reader")
    index = tmp_path / "far"
    place = ["--index", str(index)]
    status = main(["index", str(corpus), *place, "--engine", "opensearch", "--url", "http://127.0.0.1:9"])
    assert status == 2
    assert engine_for(index) == "opensearch"
    assert main(["index", str(corpus), *place]) == 2
    lines = "".join(capfd.readouterr()).splitlines()
    assert len(lines) == 2
    said = "".join(lines)
    assert "http://127.0.0.1:9 does not answer" in said
    assert SECRET not in said
    files = [path for path in index.rglob("*") if path.is_file()]
    assert files
    assert not any(SECRET.encode() in path.read_bytes() for path in files)

    assert main(["index", str(corpus), *place, "--engine", "embedded"]) == 0
    assert engine_for(index) == "embedded"


@pytest.mark.parametrize(
    "options",
    [
        ["--url", "http://127.0.0.1:9"],
        ["--shards", "3"],
        ["--engine", "embedded", "--replicas", "1"],
        ["--engine", "opensearch"],
        ["--engine", "opensearch", "--url", f"http://a:{SECRET}@127.0.0.1:9"],
    ],
)
def test_options_that_do_not_fit(
    options: list[str], corpus: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """One line, and status 2."""
    assert main(["index", str(corpus), "--index", str(tmp_path / "far"), *options]) == 2
    said = capfd.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert SECRET not in said.err
