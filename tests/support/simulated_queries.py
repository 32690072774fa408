"""What the simulated cluster knows of queries, scores, orders and aggregations, by definition."""

from __future__ import annotations

import heapq
import re
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

Entry = Mapping[str, Any]


def analyzed(entry: dict[str, Any]) -> Entry:
    """Return an entry as it is indexed."""
    return {
        **entry,
        **{name: f" {entry[name]} " for name in ("t", "h", "tt") if name in entry},
        **{
            name: {term: _kept(value) for term, value in entry[name].items()}
            for name in "wcp"
            if name in entry
        },
    }


def _kept(value: float) -> float:
    """Return the first nine significant bits of a value, as ``rank_features`` keeps it."""
    (bits,) = struct.unpack("<i", struct.pack("<f", value))
    (kept,) = struct.unpack("<f", struct.pack("<i", bits >> 15 << 15))
    return float(kept)


def _single(value: float) -> float:
    return float(struct.unpack("<f", struct.pack("<f", value))[0])


def matches(query: Any, entry: Entry) -> bool:
    """Return whether a query selects an entry."""
    ((kind, value),) = query.items()
    match kind:
        case "match_all":
            return True
        case "match_none":
            return False
        case "term":
            ((field, wanted),) = value.items()
            if field in ("t", "h", "tt"):
                return f" {wanted} " in entry[field]
            return wanted in _values(entry, field)
        case "terms":
            ((field, several),) = value.items()
            return any(each in several for each in _values(entry, field))
        case "range":
            ((field, limits),) = value.items()
            return bool(limits["gte"] <= entry[field] <= limits["lte"])
        case "match_phrase":
            ((field, text),) = value.items()
            return f" {text} " in entry[field]
        case "rank_feature":
            field, _, name = value["field"].partition(".")
            return name in entry.get(field, {})
        case "bool":
            assert set(value) <= {"filter", "should", "must_not", "minimum_should_match"}, value
            least = value.get("minimum_should_match", 0 if "filter" in value or "must_not" in value else 1)
            return (
                all(matches(each, entry) for each in value.get("filter", ()))
                and not any(matches(each, entry) for each in value.get("must_not", ()))
                and sum(matches(each, entry) for each in value.get("should", ())) >= least
            )
        case "span_near" | "span_or" | "span_term":
            return next(_spans(query, entry), None) is not None
    raise AssertionError(f"not simulated: {query}")


def _values(entry: Entry, field: str) -> Any:
    value = entry.get(field, ())
    return value if isinstance(value, list) else (value,)


def _spans(query: Any, entry: Entry) -> Iterator[tuple[int, int]]:
    """Yield spans by their start, one for each start of a first clause, as Lucene's ordered spans do."""
    ((kind, value),) = query.items()
    if kind == "span_term":
        ((field, wanted),) = value.items()
        yield from ((at, at + 1) for at, token in enumerate(entry[field].split()) if token == wanted)
    elif kind == "span_or":
        yield from heapq.merge(*(_spans(each, entry) for each in value["clauses"]))
    elif kind == "span_near":
        assert value["in_order"], query
        first, *rest = [list(_spans(each, entry)) for each in value["clauses"]]
        for start, end in first:
            used, at = end - start, end
            for spans in rest:
                following = next((span for span in spans if span[0] >= at), None)
                if following is None:
                    break
                used, at = used + following[1] - following[0], following[1]
            else:
                if at - start - used <= value["slop"]:
                    yield start, at
    else:
        raise AssertionError(f"not simulated: {query}")


def _score(query: Any, entry: Entry) -> float:
    """Return the score of an entry, a sum in single precision."""
    ((kind, value),) = query.items()
    if kind == "bool":
        score = 0.0
        for each in value.get("should", ()):
            score = _single(score + _score(each, entry))
        return score
    if kind == "rank_feature":
        field, _, name = value["field"].partition(".")
        own = entry.get(field, {}).get(name, 0.0)
        if "saturation" in value:
            own = own / (own + value["saturation"]["pivot"])
        return _single(own * value.get("boost", 1.0))
    raise AssertionError(f"not simulated: {query}")


def criterion(each: Any) -> tuple[str, int]:
    """Return a field to sort by, and 1 or -1 for its direction."""
    if isinstance(each, str):
        return each, 1
    ((field, order),) = each.items()
    return field, -1 if order == "desc" else 1


def sort_keys(sort: Sequence[tuple[str, int]], query: Any, entry: Entry) -> list[Any]:
    """Return what an entry is sorted by."""
    return [_score(query, entry) if field == "_score" else entry[field] for field, _ in sort]


def compared(sort: Sequence[tuple[str, int]], one: Sequence[Any], other: Sequence[Any]) -> int:
    """Return which of two comes first: less than 0, 0, or more."""
    for (_, direction), own, their in zip(sort, one, other, strict=True):
        if own != their:
            return direction if own > their else -direction
    return 0


def hit_of(keys: list[Any], entry: Entry, body: Any, parts: bool) -> Any:
    """Return an entry as an answer has it."""
    hit: dict[str, Any] = {"sort": keys}
    given, stored = body.get("_source"), body.get("stored_fields")
    if given:
        assert set(given) <= {"row", "values"}
        hit["_source"] = {name: entry[name] for name in given}
    if isinstance(stored, list):
        assert set(stored) <= {"k", "hk", "tk", "f", "g"}
        hit["fields"] = {name: [entry[name]] for name in stored}
    if parts:
        should = body["query"]["bool"]["should"]
        hit["matched_queries"] = {
            each["rank_feature"]["_name"]: _score(each, entry) for each in should if matches(each, entry)
        }
    return hit


def aggregate(agg: Any, entries: Sequence[Entry], shards: Sequence[Sequence[Entry]]) -> Any:
    """Return an aggregation over the entries of all shards."""
    if "sum" in agg:
        return {"value": float(sum(entry[agg["sum"]["field"]] for entry in entries))}
    if "filters" in agg:
        filters = agg["filters"]["filters"]
        counted = {name: sum(matches(each, entry) for entry in entries) for name, each in filters.items()}
        return {"buckets": {name: {"doc_count": count} for name, count in counted.items()}}
    if "composite" in agg:
        return _composite(agg, entries)
    if "terms" in agg:
        return _terms(agg["terms"], shards)
    raise AssertionError(f"not simulated: {agg}")


def _composite(agg: Any, entries: Iterable[Entry]) -> Any:
    asked = agg["composite"]
    ((name, source),) = asked["sources"][0].items()
    groups: dict[Any, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry[source["terms"]["field"]], []).append(entry)
    after = asked.get("after", {}).get(name)
    values = sorted(value for value in groups if after is None or value > after)[: asked["size"]]
    buckets = [
        {
            "key": {name: value},
            "doc_count": len(groups[value]),
            **{each: aggregate(inner, groups[value], ()) for each, inner in agg.get("aggs", {}).items()},
        }
        for value in values
    ]
    return {"buckets": buckets, "after_key": {name: values[-1] if values else None}}


def _terms(asked: Any, shards: Sequence[Sequence[Entry]]) -> Any:
    """Return the commonest terms: every shard gives its own, and how common one may be that it left out."""
    pattern = asked.get("include")
    counts: dict[str, int] = {}
    missing: dict[str, int] = {}
    error = 0
    lists = []
    for shard in shards:
        own: dict[str, int] = {}
        for entry in shard:
            for term in set(entry[asked["field"]]):
                if pattern is None or re.fullmatch(pattern, term, re.DOTALL):
                    own[term] = own.get(term, 0) + 1
        best = sorted(own.items(), key=lambda row: (-row[1], row[0]))
        given = best[: asked["shard_size"]]
        least = given[-1][1] if len(best) > len(given) else 0
        error += least
        lists.append((dict(given), least))
        for term, count in given:
            counts[term] = counts.get(term, 0) + count
    for term in counts:
        missing[term] = sum(least for given, least in lists if term not in given)
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))[: asked["size"]]
    buckets = [
        {"key": term, "doc_count": count, "doc_count_error_upper_bound": missing[term]}
        for term, count in rows
    ]
    return {"buckets": buckets, "doc_count_error_upper_bound": error}
