"""An invented law of any length: books, chapters and sections, and a phrase in every 83rd article."""

from __future__ import annotations

from pathlib import Path

import searchlib
from searchlib.text.numerals import chinese

TITLE = "渡口运输法"
PHRASE = "安全检查"
EVERY = 83
_ARTICLE = (
    "第{number}条 国家对渡口运输实行许可制度。渡船的登记、检验和航行应当符合本法规定，"
    "由县级以上地方人民政府交通运输主管部门负责监督管理。{more}"
)


def long_law(articles: int = 3000, day: str = "2018年10月26日") -> str:
    """Return the law as Markdown: ten articles a section, five sections a chapter, ten chapters a book."""
    lines = [f"# {TITLE}", f"{day} 第十三届全国人民代表大会常务委员会第六次会议通过", "<!-- INFO END -->"]
    for number in range(1, articles + 1):
        section, chapter, book = ((number - 1) // size for size in (10, 50, 500))
        if number % 500 == 1:
            lines.append(f"# 第{chinese(book + 1)}编 渡口")
        if number % 50 == 1:
            lines.append(f"## 第{chinese(chapter % 10 + 1)}章 船舶")
        if number % 10 == 1:
            lines.append(f"### 第{chinese(section % 5 + 1)}节 登记")
        more = f"渡口经营者应当办理{PHRASE}。" if number % EVERY == 0 else ""
        lines.append(_ARTICLE.format(number=chinese(number), more=more))
        if number % 7 == 0:
            lines += ["（一）船舶登记；", "（二）船员资格。"]
    return "\n\n".join(lines)


def index_of_long_law(folder: Path, articles: int = 3000) -> Path:
    """Write the law and an earlier version of it into a corpus below ``folder``, and return its index."""
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "new.md").write_text(long_law(articles), encoding="utf-8")
    earlier = long_law(20, "2013年12月28日")
    (corpus / "old.md").write_text(earlier, encoding="utf-8")
    searchlib.build(corpus, folder / "index")
    return folder / "index"


LAW = f"/statements/law-{TITLE}-2018-10-26"
"""The address of the newer version."""
EARLIER = f"/statements/law-{TITLE}-2013-12-28"
