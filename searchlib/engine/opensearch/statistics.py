"""The statistics that scores need: exact numbers of the generation, which are asked for once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Lock

from searchlib.engine.opensearch.cluster import Cluster
from searchlib.engine.opensearch.compiler import Json, any_of, holding
from searchlib.engine.opensearch.encoding import feature, keyword
from searchlib.engine.opensearch.remote import Remote
from searchlib.engine.opensearch.rows import digit_name

_REMEMBERED = 200_000
"""Terms whose numbers of holders are kept."""


class Holders:
    """How many entries of an index hold a term, by the query that selects them."""

    def __init__(self, cluster: Cluster, index: str, query: Callable[[str], Json]) -> None:
        self._cluster = cluster
        self._index = index
        self._query = query
        self._known: dict[str, int] = {}
        self._lock = Lock()

    def of(self, terms: Iterable[str]) -> dict[str, int]:
        """Return the number of holders of each term, asking for those that are not known."""
        wanted = list(dict.fromkeys(terms))
        known = {term: self._known.get(term) for term in wanted}
        missing = [term for term, count in known.items() if count is None]
        counts = self._cluster.counts(self._index, [self._query(term) for term in missing])
        with self._lock:
            if len(self._known) + len(missing) > _REMEMBERED:
                self._known.clear()
            self._known.update(zip(missing, counts, strict=True))
        found = dict(zip(missing, counts, strict=True))
        return {term: found[term] if count is None else count for term, count in known.items()}


class Statistics:
    """The statistics of each field of :mod:`searchlib.engine.base`."""

    def __init__(self, cluster: Cluster, remote: Remote) -> None:
        sums = remote.sums
        self.remote = remote
        self.words = Holders(cluster, remote.clauses, lambda term: {"term": {"words": keyword(term)}})
        self.context_words = Holders(
            cluster, remote.clauses, lambda term: {"term": {"cwords": keyword(term)}}
        )
        self.strings = Holders(cluster, remote.clauses, lambda text: holding("t", text))
        self.documents = Holders(
            cluster,
            remote.documents,
            lambda term: any_of(
                [
                    {"rank_feature": {"field": f"w.{digit_name(feature(term), digit)}", "linear": {}}}
                    for digit in range(remote.digits)
                ]
            ),
        )
        self.average_words = _average(sums.words, sums.clauses)
        self.average_context = _average(sums.context_words, sums.clauses)
        self.average_characters = _average(sums.characters, sums.clauses)
        self.average_document = _average(sums.words, sums.documents)


def _average(total: int, count: int) -> float:
    return total / count if count else 0.0
