"""The shapes of dossiers; see :mod:`searchlib.render.shapes`."""

from __future__ import annotations

from typing import Annotated, TypedDict

from searchlib.analysis.dossier import Silence
from searchlib.render.shapes import CertificateJson, DayJson, MentionJson, NumbersJson

SilenceName = Annotated[str, Silence]


class DossierJson(TypedDict):
    """The dossier of a name, project or query. All keys but `mentions` describe the whole."""

    asked: str
    project: Annotated[str | None, "id of the project, if it is one"]
    names: Annotated[NumbersJson, "every name that was looked for, and how often it stands"]
    whole: Annotated[PortionJson, "of the whole index"]
    first: Annotated[MentionJson | None, "the earliest mention"]
    last: Annotated[MentionJson | None, "the latest"]
    statements: Annotated[list[StatementPortionJson], "with a mention, oldest first, undated last"]
    years: Annotated[list[GroupPortionJson], "with a mention; key null for the undated"]
    parties: Annotated[
        list[GroupPortionJson], "by all parties of the statements: `CN PE`; key null where none is known"
    ]
    silent: Annotated[
        list[SilentJson], "statements of the same parties as one with a mention, that have none"
    ]
    certificate: CertificateJson
    mentions: Annotated[list[MentionJson], "those asked for, by date, document, clause and offset"]


class PortionJson(TypedDict):
    """How much of some texts is about it. Characters are without blanks between Han."""

    mentions: int
    clauses: Annotated[int, "with a mention"]
    statements: Annotated[int, "with a mention"]
    characters: Annotated[int, "of the clauses with a mention"]
    of_clauses: Annotated[int, "all of the group"]
    of_statements: int
    of_characters: int
    share: Annotated[float, "`characters` divided by `of_characters`"]


class GroupPortionJson(PortionJson):
    """The portion of a year, or of the statements of the same parties."""

    key: str | None
    names: Annotated[NumbersJson, "how often each name stands there; those that do"]


class StatementPortionJson(PortionJson):
    """The portion of one statement."""

    document_id: str
    title: str | None
    date: DayJson | None
    parties: list[str]
    names: Annotated[NumbersJson, "how often each name stands there; those that do"]


class SilentJson(TypedDict):
    """A statement that does not mention it."""

    document_id: str
    title: str | None
    date: DayJson | None
    parties: list[str]
    silence: Annotated[
        SilenceName,
        "`before` the first mention in a statement of these parties, `after` the last, `between`; or "
        "`undated`",
    ]
    clauses: int
    characters: int
