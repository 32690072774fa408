"""Worker processes whose readers do what real files must not be able to do."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest

from searchlib.indexing import workers

_MISBEHAVE = """
import os, signal
from searchlib.corpus import load
read = load.load_with_text

def misbehave(path, root):
    if path.name == "loops.txt":
        while True:
            pass
    if path.name == "deaf.txt":  # as one that never comes back from C
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGPROF])
        while True:
            pass
    if path.name == "sleeps.txt":
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 20
        signal.setitimer(signal.ITIMER_REAL, 1)
        signal.pause()
    if path.name == "grows.txt":
        grown = []
        while True:
            grown.append(bytes(1 << 20))
    if path.name == "aborts.txt":
        os.kill(os.getpid(), signal.SIGABRT)
    if path.name == "killed.txt":
        os.kill(os.getpid(), signal.SIGKILL)
    return read(path, root)

load.load_with_text = misbehave
"""


def misbehaving_readers(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Start workers that misbehave over files of certain names; return the processes that were started."""
    return patched_readers(monkeypatch, _MISBEHAVE)


def patched_readers(monkeypatch: pytest.MonkeyPatch, code: str) -> list[subprocess.Popen[bytes]]:
    """Start workers that run ``code`` first; return the processes that were started."""
    started: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def start(command: list[str], **options: Any) -> subprocess.Popen[bytes]:
        path, _, begin = command[-1].partition("; ")
        found = popen([*command[:-1], f"{path}\n{code}\n{begin}"], **options)
        started.append(found)
        return found

    monkeypatch.setattr(workers.subprocess, "Popen", start)
    return started
