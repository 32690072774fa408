"""Names that nobody has listed as text: each with its evidence and its first places."""

from __future__ import annotations

from collections.abc import Iterator

from searchlib.analysis.unlisted import UnlistedNames
from searchlib.render.places import place_of
from searchlib.render.terminal import Look, Style, choose_marks, on_one_line, paint
from searchlib.render.wording import day_shown, quantity


def unlisted_lines(found: UnlistedNames, look: Look) -> Iterator[str]:
    """Yield the names, best first."""
    yield paint(f"{found.project.name} ({found.project.id})", Style.TITLE, look)
    if look.notes:
        yield on_one_line(look.say("known as: {names}", names=" · ".join(found.project.names)))
        yield look.say(
            "{names} of {strings} compared",
            names=quantity(len(found.names), "name", look.language),
            strings=quantity(found.considered, "string", look.language),
        )
    lines = [mention.line for each in found.names for mention in each.mentions]
    marks = choose_marks((line.before + line.match + line.after for line in lines), look)
    for rank, each in enumerate(found.names, 1):
        yield ""
        yield f"{rank:>2}. {paint(on_one_line(each.name), Style.TITLE, look)}  {each.score:.2f}"
        yield "    " + look.say(
            "like {name}: {evidence}; {places} in {statements}",
            name=on_one_line(each.like),
            evidence=look.say(", ").join(look.say(str(reason)) for reason in each.evidence),
            places=quantity(each.places, "place", look.language),
            statements=quantity(each.statements, "statement", look.language),
        )
        for mention in each.mentions:
            line = mention.line
            before, match, after = map(on_one_line, (line.before, line.match, line.after))
            day = day_shown(mention.document, look)
            place = paint(f"{day} {on_one_line(mention.document.id)} {place_of(mention)}", Style.QUIET, look)
            yield f"    {before}{marks.opening}{match}{marks.closing}{after}"
            yield f"      {place}"
