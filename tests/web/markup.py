"""Reading pages as a browser does, near enough: elements, attributes, text."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


@dataclass
class Element:
    """An element with what is in it."""

    tag: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text below it."""
        return "".join(each if isinstance(each, str) else each.text for each in self.children)

    def all(self, tag: str | None = None, **attributes: str) -> list[Element]:
        """Every element below it of that tag with these attributes (``class_`` holds the name)."""
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}
        found = []
        for child in self.children:
            if isinstance(child, str):
                continue
            if tag in (None, child.tag) and all(_has(child, *row) for row in wanted.items()):
                found.append(child)
            found += child.all(tag, **attributes)
        return found


def _has(element: Element, name: str, value: str) -> bool:
    found = element.attributes.get(name, "")
    return value in found.split() if name == "class" else found == value


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(page: str) -> Element:
    """The page as a tree; fails where an element is not closed as it was opened."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == [reader.root], f"<{reader.open[-1].tag}> is never closed"
    return reader.root


def sent(form: Element, *ticked: str) -> str:
    """The address that a browser goes to for a form, with the boxes of these values ticked and no other."""
    fields = []
    for each in form.all("input"):
        kind, name = each.attributes.get("type", "text"), each.attributes.get("name")
        value = each.attributes.get("value", "on" if kind == "checkbox" else "")
        if name and (kind != "checkbox" or value in ticked):
            fields.append((name, value))
    return f"{form.attributes['action']}?{urlencode(fields)}"
