"""What holds for every query, typed or built."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchlib.errors import QueryError
from searchlib.model import Needle
from searchlib.query import lexer
from searchlib.query.ast import And, Exact, Near, Not, Or, Query
from searchlib.query.forms import needles
from searchlib.query.lexer import tokens
from searchlib.query.limits import MAX_QUERY, MAX_TEXT
from searchlib.query.parser import parse
from searchlib.query.partial import partial_tier
from searchlib.query.rewrite import exact, needles_to_mark, scoring, words
from searchlib.query.scanner import scan
from searchlib.text.running import key
from searchlib.text.views import fold
from tests.support import strategies

many = settings(max_examples=400, deadline=None)


class Characters:
    """An analyzer whose words are the letters and digits."""

    def words(self, text: str) -> tuple[str, ...]:
        return tuple(character for character in fold(text) if character.isalnum())


def names_of(name: str) -> tuple[str, ...]:
    """A project of two names."""
    return (name, f"{name} railway")


def pieces_of(needle: Needle) -> tuple[str, ...]:
    """The strings of a needle."""
    return (needle,) if isinstance(needle, str) else needle.pieces


def leaves(query: Query) -> list[Query]:
    """All leaves of a tree."""
    match query:
        case And(operands) | Or(operands):
            return [leaf for operand in operands for leaf in leaves(operand)]
        case Not(operand):
            return leaves(operand)
        case Near(left, right):
            return leaves(left) + leaves(right)
        case _:
            return [query]


@many
@given(strategies.queries)
def test_what_is_printed_reads_back(query: Query) -> None:
    """Parsing the canonical spelling gives the tree again."""
    assert query == parse(str(query))


def outcome(text: str) -> Query | QueryError:
    """What becomes of a typed text."""
    try:
        return parse(text)
    except QueryError as error:
        return error


@many
@given(strategies.typed)
def test_any_text_is_a_query_or_a_query_error(text: str) -> None:
    """Nothing that can be typed raises anything else; queries read back, errors point into the text."""
    found = outcome(text)

    if isinstance(found, QueryError):
        assert found.column is not None
        assert 0 <= found.column <= len(text)
    else:
        assert found == parse(str(found))


@many
@given(strategies.typed)
def test_atoms_cover_the_text(text: str) -> None:
    """Reading moves forward only: no gap, no overlap, nothing without characters."""
    found = scan(text)

    assert text == "".join(text[lexeme.start : lexeme.end] for lexeme in found)
    assert all(lexeme.start < lexeme.end for lexeme in found)


@many
@given(
    st.lists(
        st.sampled_from(["两洋铁路", "合作", "OR", "或", "第八条", "条", " OR "]), min_size=1, max_size=8
    )
)
def test_plain_queries_have_the_tokens_of_any_query(parts: list[str]) -> None:
    """Words of Han with OR between them are read a short way, which gives what the long one does."""
    query = " ".join(parts)
    with pytest.MonkeyPatch.context() as patch:
        short = tokens(query)
        patch.setattr(lexer, "_PLAIN", re.compile("(?!)"))
        assert tokens(query) == short


@many
@given(strategies.queries)
def test_tokens_do_not_outnumber_the_characters(query: Query) -> None:
    """Tokens come in order, at different columns."""
    columns = [token.column for token in tokens(str(query))]

    assert columns == sorted(set(columns))


@many
@given(strategies.queries)
def test_no_needle_is_empty(query: Query) -> None:
    """Rewriting gives folded, not empty needles, and nothing but engine leaves."""
    for rewritten in (exact(query, names_of), words(query, Characters(), names_of)):
        for leaf in leaves(rewritten):
            if isinstance(leaf, Exact):
                assert leaf.needles
                assert all(leaf.needles)
                pieces = [piece for needle in leaf.needles for piece in pieces_of(needle)]
                assert all(pieces)
                assert pieces == list(map(fold, pieces))
            assert type(leaf).__name__ in {"Exact", "Word", "Has", "Between"}


@many
@given(strategies.queries)
def test_rewriting_is_deterministic_and_total(query: Query) -> None:
    """Every tier, the scoring and the marks exist for every query, and equal queries give equal ones."""
    again = parse(str(query))

    assert exact(query, names_of) == exact(again, names_of)
    assert partial_tier(query, Characters(), names_of, ()) == partial_tier(again, Characters(), names_of, ())
    assert scoring(query, Characters(), names_of) == scoring(again, Characters(), names_of)
    assert all(weight > 0 for _, weight in scoring(query, Characters(), names_of))
    assert all(needles_to_mark(exact(query, names_of)))


@many
@given(strategies.phrases)
def test_the_key_of_a_text_is_its_first_needle(text: str) -> None:
    """Whatever is written is looked for as it is read, and the key of a key is itself."""
    assert (key(text) or None) == next(iter(map(str, needles(text))), None)
    assert key(key(text)) == key(text)


@pytest.mark.parametrize("unit", ["a", "\\|", "“", "﹁", "\\\\"])
def test_the_longest_text_can_be_asked_again(unit: str) -> None:
    """The spelling of a query within the limits is within the limits."""
    length = MAX_TEXT // 64
    typed = "|".join(f"-{chr(0x4E00 + n)}{unit * (length - 1)}" for n in range(64))
    query = parse(typed)

    assert len(str(query)) <= MAX_QUERY
    assert query == parse(str(query))


@pytest.mark.parametrize(
    "part",
    ["(", ")", "（", '"', "“ ", "「 ", "-", "@", "|", "\\", "NOT ", "a OR ", "x(", "（“", "a ", "country:"],
)
def test_ten_thousand_operators_are_an_error(part: str) -> None:
    """Long nonsense is answered, whether it is cut by length or read to the end."""
    with pytest.raises(QueryError):
        parse(part * 10_000)
    with pytest.raises(QueryError):
        parse(part * (MAX_QUERY // len(part)))
