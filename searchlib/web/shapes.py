"""The shapes of the API's answers as JSON Schema: those of ``docs/output.md``, key for key."""

from __future__ import annotations

from searchlib.render.json_values import Json

Schema = dict[str, Json]

_DAY: Schema = {"type": ["string", "null"], "format": "date", "description": "ISO 8601, null where unknown"}
_TEXT: Schema = {"type": "string"}
_MAYBE: Schema = {"type": ["string", "null"]}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_TEXTS: Schema = {"type": "array", "items": {"type": "string"}}
_SPAN: Schema = {
    "type": "array",
    "items": {"type": "integer", "minimum": 0},
    "minItems": 2,
    "maxItems": 2,
    "description": "half-open, in code points",
}


def _described(schema: Schema, text: str) -> Schema:
    return {**schema, "description": text}


def ref(name: str) -> Schema:
    """A reference to one of :func:`schemas`."""
    return {"$ref": f"#/components/schemas/{name}"}


def _list(name: str) -> Schema:
    return {"type": "array", "items": ref(name)}


def _object(description: str, properties: Schema) -> Schema:
    """An object that has all of these keys and no other."""
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _one_of(*values: str) -> Schema:
    return {"type": "string", "enum": list(values)}


_CITED: Schema = {
    "clause_id": _described(_TEXT, "document id, #, path"),
    "document_id": _TEXT,
    "title": _MAYBE,
    "date": _DAY,
    "parties": _described(_TEXTS, "ISO 3166-1 alpha-2 codes"),
    "number": _described(_MAYBE, "as printed: 八、, 第八条, ●"),
    "path": _TEXT,
    "headings": _described(_TEXTS, "above the clause, outermost first"),
}


def schemas() -> Schema:
    """Every shape by its name."""
    return {**_of_search(), **_of_mentions(), **_of_statements(), **_of_projects(), "Problem": _problem()}


def _maybe_source() -> Schema:
    return {"oneOf": [ref("Source"), {"type": "null"}]}


def _of_search() -> Schema:
    return {
        "Search": _object(
            "The answer to a search.",
            {
                "query": _described(_TEXT, "as it was asked"),
                "understood": _described(_TEXT, "how it was read, in canonical spelling"),
                "forms": {
                    "type": "object",
                    "description": "operands looked for in other spellings of their numerals too",
                    "additionalProperties": _TEXTS,
                },
                "totals": ref("Totals"),
                "hits": _list("Hit"),
            },
        ),
        "Totals": _object(
            "How many clauses each tier holds, exactly.", {"exact": _COUNT, "words": _COUNT, "some": _COUNT}
        ),
        "Hit": _object(
            "A clause that matched.",
            {
                **_CITED,
                "text": _described(_TEXT, "the whole clause in its original characters"),
                "spans": {"type": "array", "items": _SPAN},
                "tier": _one_of("exact", "words", "some"),
                "score": {"type": "number"},
            },
        ),
    }


def _of_mentions() -> Schema:
    return {
        "Mentions": _object(
            "Every mention of a name. All but `mentions` is said of the whole answer.",
            {
                "name": _TEXT,
                "names": _TEXTS,
                "occurrences": _COUNT,
                "clauses": _COUNT,
                "statements": _COUNT,
                "first": _DAY,
                "last": _DAY,
                "certificate": ref("Certificate"),
                "mentions": _list("Mention"),
            },
        ),
        "Certificate": _object(
            "What vouches for an answer.",
            {
                "index": _TEXT,
                "corpus": _TEXT,
                "clauses_searched": _COUNT,
                "verified_by_scan": {"type": "boolean"},
                "forms": _described(_TEXTS, "what was looked for: spellings and patterns"),
            },
        ),
        "Mention": _object(
            "One occurrence of a name.",
            {
                **_CITED,
                "paragraph": {"type": ["integer", "null"]},
                "item": _MAYBE,
                "name": _described(_TEXT, "which of the names it is"),
                "before": _TEXT,
                "match": _TEXT,
                "after": _TEXT,
                "span": _SPAN,
                "source": _maybe_source(),
            },
        ),
        "Source": _object(
            "A place in a file of the corpus, in code points of its decoded text.",
            {"file": _TEXT, "start": _COUNT, "end": _COUNT},
        ),
    }


def _of_statements() -> Schema:
    return {
        "Statements": _object("Documents in corpus order.", {"documents": _list("Document")}),
        "Document": _object(
            "What is known of a document.",
            {
                "document_id": _TEXT,
                "title": _MAYBE,
                "kind": _one_of("joint-statement", "communique", "report", "law", "other"),
                "date": _DAY,
                "date_is": {"type": ["string", "null"], "enum": ["signed", "published", None]},
                "published": _DAY,
                "parties": _TEXTS,
                "place": _MAYBE,
                "publisher": _MAYBE,
                "url": _MAYBE,
                "script": {"type": ["string", "null"], "enum": ["hans", "hant", "mixed", None]},
                "clauses": _described(_COUNT, "how many it has"),
                "source": _maybe_source(),
            },
        ),
        "Statement": _object(
            "A document with all its clauses, or with those asked for.",
            {"document": ref("Document"), "clauses": _list("Clause"), "clause_id": _MAYBE},
        ),
        "Clause": _object(
            "One clause.",
            {"clause_id": _TEXT, "path": _TEXT, "number": _MAYBE, "headings": _TEXTS, "text": _TEXT},
        ),
    }


def _of_projects() -> Schema:
    return {
        "Projects": _object("The registry.", {"projects": _list("Project")}),
        "Project": _object(
            "A project and how often it is mentioned.",
            {
                "id": _TEXT,
                "name": _TEXT,
                "names": _TEXTS,
                "note": _MAYBE,
                "countries": _TEXTS,
                "sources": _TEXTS,
                "occurrences": _COUNT,
                "clauses": _COUNT,
                "statements": _COUNT,
                "first": _DAY,
                "last": _DAY,
            },
        ),
    }


def _problem() -> Schema:
    return {
        "type": "object",
        "description": "Problem details (RFC 9457).",
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": _TEXT,
            "status": {"type": "integer"},
            "detail": _TEXT,
            "column": {"type": ["integer", "null"], "description": "of the query, from 1"},
            "parameter": _described(_TEXT, "the one that cannot be used"),
        },
        "required": ["type", "title", "status", "detail"],
    }
