"""Settings from the environment; no other module reads it.

========================  =================================================================================
``SEARCHLIB_INDEX``       the index folder where ``--index`` is not given
``SEARCHLIB_TITLE``       the name of the collection on the page where ``--title`` is not given
``SEARCHLIB_MAX_FILE``    the largest file that is read, in megabytes; 64 where it is not set
``SEARCHLIB_MAX_SECONDS`` the longest that a file is read, in seconds of work for each begun
                          megabyte; 20 where it is not set
``SEARCHLIB_MAX_MEMORY``  the most memory for reading one file, in megabytes; 4096 where it is not set
``SEARCHLIB_LANG``        the language of messages: ``en``, ``zh`` or ``zh-Hant``
``LC_ALL``, ``LC_MESSAGES``, ``LANG``
                          the first that is set says the language where ``SEARCHLIB_LANG`` does not
``PAGER``                 what longer output is read in, where ``SEARCHLIB_PAGER`` names nothing else
``NO_COLOR``              not empty: no colour anywhere (https://no-color.org)
``FORCE_COLOR``, ``CLICOLOR_FORCE``
                          not empty and not ``0``: colour also in files and pipes
``TERM=dumb``             a terminal without colour, without a pager and without a progress bar
========================  =================================================================================

Where an index is kept in a cluster (``docs/scale-out.md``):

====================================  ===============================================
``SEARCHLIB_ENGINE_URL``              another address of the same cluster
``SEARCHLIB_ENGINE_USER``             the name of the user
``SEARCHLIB_ENGINE_PASSWORD``         the password, or ``…_PASSWORD_FILE``: a file with it
``SEARCHLIB_ENGINE_API_KEY``          a key in their place, or ``…_API_KEY_FILE``
``SEARCHLIB_ENGINE_CA``               the file of a private certificate authority
====================================  ===============================================
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

DEFAULT_INDEX = Path("index")
DEFAULT_MAX_FILE = 64
DEFAULT_MAX_SECONDS = 20
DEFAULT_MAX_MEMORY = 4096
DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000
_LOCALES = ("SEARCHLIB_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
"""Names under which a machine reaches itself."""


@dataclass(frozen=True, slots=True)
class Settings:
    """``colour`` None means: on a terminal only. ``dumb`` terminals cannot go back in a line.

    ``locale`` is the language and region of messages as the environment writes it, ``zh_TW.UTF-8``.
    ``max_file`` and ``max_memory`` are in bytes, ``max_seconds`` are for each begun megabyte of a file.
    """

    index: Path = DEFAULT_INDEX
    title: str = ""
    colour: bool | None = None
    dumb: bool = False
    max_file: int = DEFAULT_MAX_FILE << 20
    max_seconds: int = DEFAULT_MAX_SECONDS
    max_memory: int = DEFAULT_MAX_MEMORY << 20
    locale: str = ""
    pager: str | None = None

    def seconds_for(self, size: int) -> int:
        """The longest that a file of ``size`` bytes is read, in seconds of work."""
        return self.max_seconds * max(1, -(-size >> 20))


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """Where the cluster is and who asks; empty where nothing is set. ``repr`` shows no secret."""

    url: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    authority: str = ""


def read_engine_settings(environment: Mapping[str, str] | None = None) -> EngineSettings:
    """The settings of the cluster in ``environment``, by default the process's own; raises OSError for a file
    that cannot be read.

    >>> read_engine_settings({"SEARCHLIB_ENGINE_USER": "reader", "SEARCHLIB_ENGINE_PASSWORD": "secret"})
    EngineSettings(url='', user='reader', authority='')
    """
    found = os.environ if environment is None else environment
    return EngineSettings(
        url=found.get("SEARCHLIB_ENGINE_URL", ""),
        user=found.get("SEARCHLIB_ENGINE_USER", ""),
        password=_secret(found, "SEARCHLIB_ENGINE_PASSWORD"),
        api_key=_secret(found, "SEARCHLIB_ENGINE_API_KEY"),
        authority=found.get("SEARCHLIB_ENGINE_CA", ""),
    )


def _secret(found: Mapping[str, str], name: str) -> str:
    """A secret as it is set, or the first line of the file that is named."""
    if found.get(name):
        return found[name]
    file = found.get(f"{name}_FILE")
    return Path(file).read_text(encoding="utf-8").split("\n")[0].rstrip("\r") if file else ""


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings in ``environment``, by default the process's own.

    >>> read_settings({"NO_COLOR": "1", "FORCE_COLOR": "1"}).colour
    False
    """
    found = os.environ if environment is None else environment
    return Settings(
        index=Path(found.get("SEARCHLIB_INDEX") or DEFAULT_INDEX),
        title=found.get("SEARCHLIB_TITLE", ""),
        colour=_colour(found),
        dumb=found.get("TERM") == "dumb",
        max_file=_limit(found, "SEARCHLIB_MAX_FILE", DEFAULT_MAX_FILE) << 20,
        max_seconds=_limit(found, "SEARCHLIB_MAX_SECONDS", DEFAULT_MAX_SECONDS),
        max_memory=_limit(found, "SEARCHLIB_MAX_MEMORY", DEFAULT_MAX_MEMORY) << 20,
        locale=next(filter(None, map(found.get, _LOCALES)), ""),
        pager=found.get("PAGER"),
    )


def _limit(environment: Mapping[str, str], name: str, default: int) -> int:
    """A limit as it is set; one that is no positive number counts as not set."""
    said = environment.get(name, "")
    return int(said) if said.isdecimal() and 0 < len(said) < 8 and int(said) else default


def _colour(environment: Mapping[str, str]) -> bool | None:
    if environment.get("NO_COLOR"):
        return False
    if any(environment.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return False if environment.get("TERM") == "dumb" else None
