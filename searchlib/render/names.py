"""Names that nobody has listed as text: each with its evidence and its first places."""

from __future__ import annotations

from collections.abc import Iterator

from searchlib.analysis.unlisted import UnlistedNames
from searchlib.render.places import place_of
from searchlib.render.terminal import Look, Style, choose_marks, on_one_line, paint
from searchlib.render.wording import NO_DATE, quantity


def unlisted_lines(found: UnlistedNames, look: Look) -> Iterator[str]:
    """Yield the names, best first."""
    yield paint(f"{found.project.name} ({found.project.id})", Style.TITLE, look)
    yield f"known as: {on_one_line(' · '.join(found.project.names))}"
    yield f"{quantity(len(found.names), 'name')} of {quantity(found.considered, 'string')} compared"
    lines = [mention.line for each in found.names for mention in each.mentions]
    marks = choose_marks((line.before + line.match + line.after for line in lines), look)
    for rank, each in enumerate(found.names, 1):
        yield ""
        yield f"{rank:>2}. {paint(on_one_line(each.name), Style.TITLE, look)}  {each.score:.2f}"
        yield (
            f"    like {on_one_line(each.like)}: {', '.join(map(str, each.evidence))}; "
            f"{quantity(each.places, 'place')} in {quantity(each.statements, 'statement')}"
        )
        for mention in each.mentions:
            line = mention.line
            before, match, after = map(on_one_line, (line.before, line.match, line.after))
            day = mention.document.date.isoformat() if mention.document.date else NO_DATE
            place = paint(f"{day} {on_one_line(mention.document.id)} {place_of(mention)}", Style.QUIET, look)
            yield f"    {before}{marks.opening}{match}{marks.closing}{after}"
            yield f"      {place}"
