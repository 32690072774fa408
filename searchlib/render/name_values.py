"""Names that nobody has listed as JSON values."""

from __future__ import annotations

from searchlib.analysis.unlisted import UnlistedName, UnlistedNames
from searchlib.render.json_values import mention_json
from searchlib.render.name_shapes import UnlistedNameJson, UnlistedNamesJson


def unlisted_names_json(found: UnlistedNames) -> UnlistedNamesJson:
    """Return the names found for a project."""
    return {
        "project": found.project.id,
        "name": found.project.name,
        "known": list(found.project.names),
        "considered": found.considered,
        "names": [unlisted_name_json(each) for each in found.names],
    }


def unlisted_name_json(found: UnlistedName) -> UnlistedNameJson:
    """Return one name with its evidence."""
    return {
        "name": found.name,
        "score": found.score,
        "like": found.like,
        "evidence": [str(each) for each in found.evidence],
        "places": found.places,
        "statements": found.statements,
        "mentions": [mention_json(each) for each in found.mentions],
    }
