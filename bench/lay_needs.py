"""The first five answers to ten lay needs, beside tantivy and SQLite FTS5, to be judged.

usage: python bench/lay_needs.py INDEX

INDEX is an index of laws. The peers hold title, headings and text of each of its clauses as rjieba words, and
are asked for any of the words of the question; the project is asked as its command line asks, folded.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from relevance import Candidate, Fts5, Tantivy

import searchlib
from searchlib.engine.base import EngineRequest
from searchlib.model import Sort
from searchlib.query.ast import Everything

NEEDS = (
    "酒驾 怎么 处罚",
    "劳动合同 到期 不续签 赔偿",
    "离婚 房产 怎么 分割",
    "公司 拖欠 工资 怎么办",
    "试用期 最长 多久",
    "网购 七天 无理由 退货",
    "交通事故 逃逸 判几年",
    "未成年人 打赏 主播 退钱",
    "邻居 噪音 扰民 怎么 处理",
    "身份证 丢失 补办 多长时间",
)
SHOWN = 5


def main(index: str) -> None:
    """Print a list for each need and engine."""
    with searchlib.open(index) as library, tempfile.TemporaryDirectory() as work:
        engine = library.engine
        every = engine.search(EngineRequest(Everything(), sort=Sort.CORPUS)).numbers
        records = engine.fetch(every)
        names = {clause.id: f"{(own.title or '')[-18:]} #{clause.path}" for clause, own in records}
        documents = [
            {
                "_id": clause.id,
                "title": " ".join((own.title or "", *clause.headings)),
                "text": clause.text,
            }
            for clause, own in records
        ]
        peers: dict[str, Candidate] = {"tantivy + rjieba": Tantivy(), "SQLite FTS5 + rjieba": Fts5()}
        for name, peer in peers.items():
            folder = Path(work) / name.split()[0]
            folder.mkdir()
            peer.build(documents, folder)
        for need in NEEDS:
            print(f"\n## {need}")
            ours = library.search(need, limit=SHOWN, fold=True)
            lists = {"searchlib": [hit.clause.id for hit in ours]}
            lists |= {name: peer.top(need)[:SHOWN] for name, peer in peers.items()}
            for name, found in lists.items():
                print(f"{name}: " + " · ".join(names[each] for each in found))


if __name__ == "__main__":
    main(*sys.argv[1:])
