"""What to call next: each query that an answer proposes, as a call that is not the one just made.

A proposal that finds nothing, or that asks the same again, is told without a call, so that whoever follows
calls only never goes round in a circle: every call that is proposed finds something.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from searchlib.errors import QueryError
from searchlib.mcp.arguments import MentionsArguments, SearchArguments
from searchlib.mcp.rows import Row
from searchlib.query.ast import ProjectName
from searchlib.query.parser import parse
from searchlib.render.json_values import Json

PROPOSALS = ("taken", "leads", "did_you_mean")
"""The keys of answers that have proposals."""


class CallJson(TypedDict):
    """A call of a tool."""

    tool: str
    arguments: dict[str, str]


class FollowedJson(TypedDict):
    """The key that tools add to each proposal."""

    next: CallJson | None


def with_calls(answer: Mapping[str, Json], asked: SearchArguments | MentionsArguments) -> Row:
    """Return ``answer``, each proposal in it with the call that follows it."""
    followed: Row = dict(answer)
    for key in PROPOSALS:
        if isinstance(proposals := answer.get(key), list):
            followed[key] = [{**each, "next": _call(each, asked)} for each in proposals]
    return followed


def _call(proposal: Mapping[str, Json], asked: SearchArguments | MentionsArguments) -> Json:
    """Return the call for one proposal; None if it would find nothing, or what was asked."""
    query = str(proposal["query"])
    if not proposal.get("clauses", proposal.get("mentions")):
        return None
    given: dict[str, str] = {"language": asked.language} if asked.language != "zh" else {}
    if (name := _name(query)) is not None:
        return None if name == getattr(asked, "name", None) else _of("mentions", given | {"name": name})
    if isinstance(asked, SearchArguments):
        if query == asked.query.strip():
            return None
        if asked.scope != "clause":
            given["scope"] = asked.scope
    return _of("search", given | {"query": query})


def _of(tool: str, arguments: dict[str, str]) -> Json:
    return {"tool": tool, "arguments": {**arguments}}


def _name(query: str) -> str | None:
    """Return the name, if ``query`` is that of a project and nothing else."""
    try:
        found = parse(query)
    except QueryError:
        return None
    return found.name if isinstance(found, ProjectName) else None
