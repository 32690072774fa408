"""Looks, and texts with spans to be marked in them."""

import re

from hypothesis import strategies as st

from searchlib.model import Span
from searchlib.render.terminal import Look

PLAIN, COLOUR = Look(), Look(colour=True)


SGR = re.compile(r"\x1b\[[0-9;]*m")


TEXTS = st.text(
    st.sampled_from("两洋铁路兩鐵𠮷𰻞e\u0301 a<>&\"'【】«»⟦⟧‹›…\n\t\x1b\u202e\u3000，。"), max_size=60
)


@st.composite
def marked_texts(draw: st.DrawFn, texts: st.SearchStrategy[str] = TEXTS) -> tuple[str, list[Span]]:
    """A text and spans of it in any order, overlapping and empty ones too."""
    text = draw(texts)
    ends = st.integers(0, len(text))
    return text, [Span(min(pair), max(pair)) for pair in draw(st.lists(st.tuples(ends, ends), max_size=6))]


def covered(text: str, spans: list[Span]) -> str:
    """The characters of ``text`` that some span covers."""
    return "".join(each for at, each in enumerate(text) if any(s.start <= at < s.end for s in spans))
