"""The running text: what does not count, and the way back to the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.model import Span
from searchlib.text.running import RunningText, key, running, running_of_many, without_unseen
from searchlib.text.tables import running_lengths
from searchlib.text.views import fold

TEXT = st.text(
    st.sampled_from("两洋鐵a1Ａé \n\u3000\u200b\u00ad\ufe0f，.·e\u0301\u0003\t한カ②〇"), max_size=14
)
END = "\ufdd0"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("45 億美元", "45亿美元"),
        ("习 近 平", "习近平"),
        ("王\u3000毅", "王毅"),
        ("两\n洋", "两洋"),
        ("两\u200b洋\ufeff铁\u00ad路\ufe0f", "两洋铁路"),
        ("两\u2060 \u200d洋", "两洋"),
        ("2014 年 11 月", "2014年11月"),
        ("Belt  and\n Road", "belt and road"),
        ("Belt \u200b and", "belt and"),
        ("APEC 会议", "apec会议"),
        ("11 14", "11 14"),
        ("，  APEC", ",apec"),
        ("勞爾．雷耶斯", "劳尔.雷耶斯"),
        ("劳尔·雷耶斯", "劳尔.雷耶斯"),
        ("한국  말", "한국 말"),
        ("\u3000 \n", ""),
        ("e\u0301  a", "e\u0301 a"),
    ],
)
def test_what_does_not_count(text: str, left: str) -> None:
    """Blanks beside Chinese and what is not seen are left out; between words one blank stays."""
    assert left == key(text)


@given(TEXT, TEXT, TEXT)
def test_a_piece_of_a_text_has_a_piece_of_its_key(before: str, piece: str, after: str) -> None:
    """What is cut out of a text is found in it, wherever it was cut."""
    assert key(piece) in key(before + piece + after)


@given(TEXT)
def test_running_and_fold_may_be_applied_in_either_order(text: str) -> None:
    """And each of them once more changes nothing."""
    assert fold(running(text)) == running(fold(text)) == key(text)
    assert running(running(text)) == running(text)
    assert key(key(text)) == key(text)


@given(TEXT)
def test_spans_lead_back_to_the_text(text: str) -> None:
    """Every stretch of the running text is that of its span, and the span is the shortest."""
    inner = RunningText(text)
    assert inner.running == running(text)
    for start in range(len(inner.running)):
        for end in range(start + 1, len(inner.running) + 1):
            span = inner.span(start, end)
            assert inner.inner(span) == (start, end)
            assert inner.span(start, start).start == inner.span(start, end).start
            cut = inner.running[start:end]
            if cut == cut.strip(" "):
                assert running(text[span.start : span.end]) == cut
                assert running(text[span.start])
                assert running(text[span.end - 1])


def test_a_span_covers_what_was_skipped_inside_it() -> None:
    """And nothing beside it."""
    assert RunningText("与 习 近 平\n会谈").span(1, 4) == Span(2, 7)


@given(st.lists(TEXT, max_size=5))
def test_many_texts_give_what_each_gives(texts: list[str]) -> None:
    """Texts joined by a noncharacter do not touch each other."""
    joined = END.join([*texts, ""])
    left, places = running_of_many(joined)
    own = list(map(RunningText, texts))

    assert left == "".join(each.running + END for each in own)
    assert list(running_lengths(places, list(map(len, texts)))) == [len(each.running) for each in own]
    expected, base = [], 0
    for text, each in zip(texts, own, strict=True):
        expected += [base + each.span(at, at + 1).start for at in range(len(each.running))]
        base += len(text) + 1
        expected.append(base - 1)
    assert expected == list(places)


@given(TEXT)
def test_what_is_seen_keeps_its_places(text: str) -> None:
    """Only what is not seen is taken out; blanks stay."""
    seen, places = without_unseen(text)

    assert seen == "".join(text[at] for at in places[:-1])
    assert running(seen) == running(text)
    assert places[-1] == len(text)
