"""Titles are suggested by what is typed of them, whatever blanks and invisible characters they hold."""

from searchlib.model import Document
from searchlib.search.suggest import SuggestionSource, Vocabulary

TITLES = (
    "关于 建设　高原 铁路 的 决定",
    "关\u200b于\u200b建\u200b设\u200b港\u200b口的公告",
    "关于建设铁路的公告",
    "港口\n铁路\n公告",
    "铁路铁路铁路",
    "Port and\nrailway act",
)


def test_titles_with_blanks_are_found_by_their_own_words() -> None:
    """Each once, and no other; a title whose key is shorter than itself does not move the rest."""
    documents = [Document(str(number), title) for number, title in enumerate(TITLES)]
    vocabulary = Vocabulary((), documents, (), lambda *_: ())
    for typed, expected in (
        ("铁路", {"0", "2", "3"}),  # the first three
        ("建设", {"0", "1", "2"}),
        ("公告", {"1", "2", "3"}),
        ("建设港口", {"1"}),
        ("railway", {"5"}),
        ("没有", set()),
    ):
        found = [each.document for each in vocabulary.suggest(typed) if each.source is SuggestionSource.TITLE]
        assert expected == set(found), typed
        assert len(expected) == len(found), typed
