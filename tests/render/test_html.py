"""Text as HTML: no tag but marks, no payload outside its element."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.model import Span
from searchlib.render.html import escaped, marked_html
from tests.support.marked import TEXTS, covered, marked_texts


class _Reader(HTMLParser):
    """What a browser would read: the text, the text inside marks, and every tag with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.inside, self.tags = "", "", set[str]()
        self._marked = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(f"{tag}{attributes}")
        self._marked = True

    def handle_endtag(self, tag: str) -> None:
        self._marked = False

    def handle_data(self, data: str) -> None:
        self.text += data
        self.inside += data if self._marked else ""

    def handle_comment(self, data: str) -> None:
        self.tags.add("comment")

    def handle_decl(self, decl: str) -> None:
        self.tags.add("declaration")


@given(marked_texts(st.one_of(TEXTS, st.text(st.sampled_from("<>&\"'/!-=mark;#x两"), max_size=40))))
def test_html_holds_the_text_and_no_tag_but_marks(sample: tuple[str, list[Span]]) -> None:
    """Whatever the text, a browser reads the very text, marked where the spans are."""
    text, spans = sample
    read = _Reader(marked_html(text, spans))

    assert (text, covered(text, spans)) == (read.text, read.inside)
    assert read.tags <= {"mark[]"}


@pytest.mark.parametrize(
    "payload",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "' onmouseover='alert(1)",
        "</mark><svg/onload=alert(1)>",
        "&lt;script&gt;",
        "<!--两洋--><![CDATA[铁路]]>",
        "</textarea></title></style>",
        "𠮷<b>",
    ],
)
@pytest.mark.parametrize("spans", [[], [Span(0, 1)], [Span(0, 3), Span(4, 5)]])
def test_no_payload_leaves_its_element_or_attribute(payload: str, spans: list[Span]) -> None:
    """Neither in an element nor in a quoted attribute does any text become markup."""
    page = marked_html(payload, spans)
    attribute = _Reader(f'<a title="{escaped(payload)}"></a>')

    assert payload == _Reader(page).text
    assert not set("\"'") & set(page)
    assert {f"a{[('title', payload)]}"} == attribute.tags
