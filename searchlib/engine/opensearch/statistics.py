"""The statistics that scores need: exact numbers of the generation, which are asked for once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Lock

from searchlib.engine.opensearch.cluster import Cluster
from searchlib.engine.opensearch.compiler import QueryJson, contiguous, disjunction
from searchlib.engine.opensearch.encoding import feature, keyword
from searchlib.engine.opensearch.remote import Remote
from searchlib.engine.opensearch.rows import digit_name
from searchlib.query.ranking import Scoring

_REMEMBERED = 200_000
"""Terms whose numbers of holders are kept."""


class HolderCounts:
    """How many entries of an index hold a term of a field, by the query that selects them."""

    def __init__(self, query: Callable[[str], QueryJson]) -> None:
        self.query = query
        self.known: dict[str, int] = {}

    def of(self, terms: Iterable[str]) -> dict[str, int]:
        """Return the number of holders of each term, all of which are known."""
        return {term: self.known[term] for term in terms}


class ScoreStatistics:
    """The statistics of each field of :mod:`searchlib.engine.base`."""

    def __init__(self, cluster: Cluster, remote: Remote) -> None:
        sums = remote.sums
        self.remote = remote
        self._cluster = cluster
        self._lock = Lock()
        self.words = HolderCounts(lambda term: {"term": {"words": keyword(term)}})
        self.context_words = HolderCounts(lambda term: {"term": {"cwords": keyword(term)}})
        self.strings = HolderCounts(lambda text: contiguous("t", text))
        self.documents = HolderCounts(
            lambda term: disjunction(
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

    def learn(self, scoring: Scoring) -> None:
        """Ask for what the scores of ``scoring`` need and is not known: one request for each index."""
        words = [term for term, _ in scoring.all_words]
        strings = (*scoring.pairs, *scoring.characters) if scoring.pool else ()
        of_documents = words if scoring.pool else []
        with self._lock:
            fields = (self.words, self.context_words, self.strings, self.documents)
            if sum(len(each.known) for each in fields) > _REMEMBERED:
                for each in fields:
                    each.known = {}
            clauses = ((self.words, words), (self.context_words, words), (self.strings, strings))
            self._ask(self.remote.clauses, clauses)
            self._ask(self.remote.documents, ((self.documents, of_documents),))

    def _ask(self, index: str, wanted: Iterable[tuple[HolderCounts, Iterable[str]]]) -> None:
        missing = [
            (holders, term)
            for holders, terms in wanted
            for term in dict.fromkeys(terms)
            if term not in holders.known
        ]
        counts = self._cluster.counts(index, [holders.query(term) for holders, term in missing])
        for (holders, term), count in zip(missing, counts, strict=True):
            holders.known[term] = count


def _average(total: int, count: int) -> float:
    return total / count if count else 0.0
