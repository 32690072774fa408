"""Walking a corpus folder and reading its files."""

from __future__ import annotations

import hashlib
import os
import socket
from pathlib import Path

import pytest

from searchlib.corpus.foreign import why_not_read
from searchlib.corpus.listing import walk
from searchlib.corpus.names import suffix_of
from searchlib.corpus.read import FileText, read_file
from searchlib.errors import CorpusMissing, UnreadableFile
from searchlib.model import Skipped

TEXT = "双方强调两洋铁路项目的重要性。𠮷\r\n"


def write(root: Path, name: str, data: bytes = TEXT.encode()) -> Path:
    """A file below ``root`` with these bytes, its folders made where they are missing."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def names(root: Path) -> list[str]:
    """The files that a walk finds, and those it skips in parentheses."""
    return [
        f"({entry.file})" if isinstance(entry, Skipped) else entry.relative_to(root).as_posix()
        for entry in walk(root)
    ]


def reasons(root: Path) -> dict[str, str]:
    """Why a walk skips what it skips, by file."""
    return {entry.file: entry.reason for entry in walk(root) if isinstance(entry, Skipped)}


def test_walks_by_relative_path(tmp_path: Path) -> None:
    """Files come by their whole relative path, whatever the order they were made in."""
    for name in ("b.txt", "a/z.md", "a.txt", "a/b/c.HTML", "公报", "x.htm", "y.markdown", "z.pdf", "z.docx"):
        write(tmp_path, name)

    assert names(tmp_path) == [
        "a.txt",
        "a/b/c.HTML",
        "a/z.md",
        "b.txt",
        "x.htm",
        "y.markdown",
        "z.docx",
        "z.pdf",
        "公报",
    ]


def test_leaves_out_what_is_no_text_of_the_corpus(tmp_path: Path) -> None:
    """Hidden files, sidecars, the registry and the README beside it are neither read nor reported."""
    for name in (
        ".hidden.txt",
        ".git/x.txt",
        "a.meta.toml",
        "projects.toml",
        "README.md",
        "LICENSE",
        "LICENSE-data.md",
        "~$draft.docx",
        "sub/README.md",
        "a.txt",
    ):
        write(tmp_path, name)

    assert names(tmp_path) == ["a.txt", "sub/README.md"]


def test_names_a_sidecar_without_its_file(tmp_path: Path) -> None:
    """What it states is lost with the file's new name, so it is named; beside its file it is not."""
    for name in ("a.txt", "a.meta.toml", "a.txt.meta.toml", "sub/a.meta.toml", "b.meta.toml"):
        write(tmp_path, name)

    found = {each.file: each.reason for each in walk(tmp_path) if isinstance(each, Skipped)}
    assert list(found) == ["b.meta.toml", "sub/a.meta.toml"]
    assert all("rename it with its file" in reason for reason in found.values())


def test_names_other_formats(tmp_path: Path) -> None:
    """A file that searchlib cannot read is skipped by name, not passed over in silence."""
    write(tmp_path, "图.png")
    write(tmp_path, "sub/projects.toml")

    assert names(tmp_path) == ["(sub/projects.toml)", "(图.png)"]
    assert reasons(tmp_path)["图.png"] == why_not_read("", ".png").reason
    assert reasons(tmp_path)["图.png"].endswith("save the text as .txt")


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("a.TXT", ".txt"),
        ("2013.04.06 联合声明", ""),
        ("公报.2013", ""),
        ("第3.5条", ""),
        (".txt", ""),
        ("声明.tar.gz", ".gz"),
        ("x.7z", ".7z"),
    ],
)
def test_a_suffix_is_no_number(name: str, suffix: str) -> None:
    """A dot in a date or a number begins no suffix."""
    assert suffix == suffix_of(name)


@pytest.mark.parametrize("name", ["missing", "file.txt"])
def test_missing_corpus(tmp_path: Path, name: str) -> None:
    """A root that is no folder fails at once, before anything is listed."""
    write(tmp_path, "file.txt")

    with pytest.raises(CorpusMissing, match=name):
        walk(tmp_path / name)


def test_never_opens_what_is_not_a_file(tmp_path: Path) -> None:
    """A FIFO would block a reader for ever; it is skipped without being opened, and so is a socket."""
    os.mkfifo(tmp_path / "fifo.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s.txt"))
        found = reasons(tmp_path)

    assert found == {"fifo.txt": "a FIFO, not a file", "s.txt": "a socket, not a file"}
    with pytest.raises(UnreadableFile, match="a FIFO"):
        read_file(tmp_path / "fifo.txt", tmp_path)


def test_links(tmp_path: Path) -> None:
    """Links out of the corpus, in circles or to nothing are skipped; so is a second name of a file."""
    root = tmp_path / "corpus"
    write(root, "a.txt")
    write(root, ".store/b.txt")
    write(tmp_path, "secret.txt")
    links = {
        "outside.txt": "../secret.txt",
        "absolute.txt": str(tmp_path / "secret.txt"),
        "loop.txt": "loop.txt",
        "broken.txt": "nothing.txt",
        "twice.txt": "a.txt",
        "annexed.txt": ".store/b.txt",
        "up": "..",
        "here": ".",
    }
    for name, target in links.items():
        (root / name).symlink_to(target)

    assert reasons(root) == {
        "outside.txt": "a link to something outside the corpus folder",
        "absolute.txt": "a link to something outside the corpus folder",
        "up": "a link to something outside the corpus folder",
        "loop.txt": "a link that leads back to itself",
        "broken.txt": "a broken link",
        "twice.txt": "a link to a.txt, which is read under its own name",
        "here": "a link to a folder; put the folder itself here",
    }
    assert read_file(root / "annexed.txt", root).text == TEXT
    with pytest.raises(UnreadableFile, match="outside the corpus"):
        read_file(root / "outside.txt", root)


def test_file_swapped_for_a_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that becomes a link between looking and opening is not followed."""
    root = tmp_path / "corpus"
    write(tmp_path, "secret.txt")
    root.mkdir()
    (root / "a.txt").symlink_to("../secret.txt")
    monkeypatch.setattr(Path, "is_symlink", lambda self: False)

    with pytest.raises(UnreadableFile, match=r"a\.txt: "):
        read_file(root / "a.txt", root)


def test_undecodable_name(tmp_path: Path) -> None:
    """A file name that is not UTF-8 is skipped under a name that can be printed."""
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xc9\xf9.txt")).write_text(TEXT, encoding="utf-8")

    found = reasons(tmp_path)

    assert found == {"\\xc9\\xf9.txt": "its name is not valid UTF-8; rename it"}


def test_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A closed folder is skipped; the rest of the corpus is walked."""
    write(tmp_path, "closed/a.txt")
    write(tmp_path, "b.txt")
    scan = os.scandir

    def refuse(folder: Path) -> object:
        if folder.name == "closed":
            raise PermissionError(13, "Permission denied")
        return scan(folder)

    monkeypatch.setattr(os, "scandir", refuse)

    assert names(tmp_path) == ["b.txt", "(closed)"]
    assert reasons(tmp_path)["closed"] == "cannot be listed: may not be read (permission denied)"


def test_reads_a_file(tmp_path: Path) -> None:
    """Path, text with its line ends, encoding and digest of the bytes."""
    data = TEXT.encode("utf-8-sig")
    path = write(tmp_path, "子/声明.txt", data)

    expected = FileText("子/声明.txt", TEXT, "utf-8-sig", hashlib.sha256(data).hexdigest())

    assert expected == read_file(path, tmp_path)


def test_declared_encoding_of_a_page(tmp_path: Path) -> None:
    """A page whose declaration is wrong is read by its content."""
    page = '<html><head><meta charset="utf-8"></head><body>两洋铁路项目对双方具有重要意义</body></html>'
    path = write(tmp_path, "a.html", page.encode("gb18030"))

    assert page == read_file(path, tmp_path).text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "holds no text"),
        ("\ufeff \r\n\u3000\u200b\t".encode(), "holds no text"),
        (b"%PDF-1.4 plain ascii", "is a PDF under another name"),
        (b"{\\rtf1 text}", "is RTF"),
        (b"PK\x03\x04rest", "is a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is a picture"),
    ],
)
def test_unreadable_contents(tmp_path: Path, data: bytes, reason: str) -> None:
    """What holds no text is an error with a reason."""
    with pytest.raises(UnreadableFile, match=reason) as caught:
        read_file(write(tmp_path, "a.txt", data), tmp_path)

    assert caught.value.file == "a.txt"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(13, "Permission denied"), "may not be read (permission denied)"),
        (FileNotFoundError(2, "No such file or directory"), "vanished while the corpus was read"),
        (OSError(5, "Input/output error"), "input/output error"),
    ],
)
def test_failing_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, reason: str) -> None:
    """Whatever the system answers becomes one line."""
    path = write(tmp_path, "a.txt")

    def fail(*_: object) -> int:
        raise error

    monkeypatch.setattr(os, "open", fail)

    with pytest.raises(UnreadableFile) as caught:
        read_file(path, tmp_path)
    assert reason == caught.value.reason


def test_folder_is_no_file(tmp_path: Path) -> None:
    """A folder under the name of a file is refused, and nothing stays open."""
    (tmp_path / "a.txt").mkdir()

    with pytest.raises(UnreadableFile, match="not a regular file"):
        read_file(tmp_path / "a.txt", tmp_path)


@pytest.mark.shared
def test_seeds_are_utf8(shared: Path) -> None:
    """The five example files are read as the UTF-8 they are."""
    root = shared / "seeds"
    files = [read_file(path, root) for path in walk(root) if isinstance(path, Path)]

    assert [file.encoding for file in files] == ["utf-8"] * 5
