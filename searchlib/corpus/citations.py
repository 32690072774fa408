"""Citations: the titles that clauses name in 《…》, and how often documents are so cited by others.

A title is compared by its *citable name*: its key without 中华人民共和国 before it and notes of the version
in brackets behind it, so that 《公司法》 cites 中华人民共和国公司法（2023年修订）.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from searchlib.model import Document
from searchlib.text.running import key

_LONGEST_NAME = 100
_STATE = "中华人民共和国"
_TITLE = re.compile("《([^《》]{1,200}+)》")
_OPENING = {")": "(", "]": "[", "〕": "〔", "】": "【", "）": "（", "］": "［"}


def citable_name(title: str) -> str:
    """Return the name by which the title is cited; "" for one too long to be a title.

    >>> citable_name("中華人民共和國公司法（2023年修订）"), citable_name("中华人民共和国")
    ('公司法', '中华人民共和国')
    """
    name = key(title[: 2 * _LONGEST_NAME])
    while name and name[-1] in _OPENING:
        start = name.rfind(_OPENING[name[-1]])
        if start <= 0:
            break
        name = name[:start]
    if name.startswith(_STATE) and len(name) > len(_STATE):
        name = name[len(_STATE) :]
    return name if len(name) <= _LONGEST_NAME else ""


def cited_names(document: Document) -> dict[str, int]:
    """Return the names that clauses of ``document`` cite, with the number of clauses that cite each."""
    found: Counter[str] = Counter()
    for clause in document.clauses:
        if "《" in clause.text:
            found.update({citable_name(title) for title in _TITLE.findall(clause.text)} - {""})
    return dict(sorted(found.items()))


def count_citations(documents: Iterable[tuple[str, str, Mapping[str, int]]]) -> dict[str, int]:
    """Return, for each document that is cited, how many clauses of documents of other names cite it.

    ``documents`` are ids, citable names and cited names.
    """
    rows = list(documents)
    cited: Counter[str] = Counter()
    for _, own, names in rows:
        cited.update({name: count for name, count in names.items() if name != own})
    return {document: cited[own] for document, own, _ in rows if own and cited[own]}
