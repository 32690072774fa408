"""Pairs of clauses that carry on the same matter, made by reading the texts; paths only, no text.

A pair is *sure* where the later clause says again, or anew, what the earlier one said; *possible* where it
takes up a part of the matter in other words, so that a reader may or may not call it the same clause.
Precision counts sure and possible pairs as right, recall asks for the sure ones (Och and Ney, Computational
Linguistics 29, 2003, pp. 19-51). The pairs of the statements were made before anything was aligned; those of
the laws by correcting a first alignment, article by article where the wording had changed. Notes, headings
and signatures are left out: they are easy.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class HandMade:
    """The pairs of two documents, which are named by their ids."""

    before: str
    after: str
    sure: frozenset[tuple[str, str]]
    possible: frozenset[tuple[str, str]] = frozenset()


def paths(text: str) -> frozenset[tuple[str, str]]:
    """Read pairs: ``2.5>2.3`` is one, ``4-7>5`` are four of consecutive articles (4>5, 5>6, 6>7, 7>8)."""
    found = set()
    for each in text.split():
        before, _, after = each.partition(">")
        first, _, last = before.partition("-")
        if not last:
            found.add((before, after))
            continue
        for step in range(int(last) - int(first) + 1):
            found.add((str(int(first) + step), str(int(after) + step)))
    return frozenset(found)


KYRGYZ = HandMade(
    "2018-06-06-cn-kg-joint-statement",
    "2019-06-13-cn-kg-joint-statement",
    sure=paths(
        "title>title p1>p1 p2>p2 p3>p3 p4>p4 p6>p4 1.2>1.4 1.3>1.2 1.3>1.3 1.4>1.7 1.6>1.5 2.1>2.1 2.5>2.3 "
        "2.6>2.7 2.8>2.5 2.10>2.4 2.12>2.9 2.15>2.11 2.16>2.3 2.17>2.12 3.1>3.1 3.1>3.4 3.2>3.2 3.3>3.3 "
        "4.1>4.6 4.2>4.2 5.2>5.1 5.3>5.2 5.4>5.2 5.5>5.5 5.6>5.6 5.7>5.8"
    ),
    possible=paths(
        "p5>p4 1.1>1.1 1.1>p3 1.5>2.2 2.3>5.3 2.5>2.6 2.9>2.5 2.11>2.4 2.13>2.10 2.13>2.9 2.16>2.8 5.1>5.1"
    ),
)
PERUVIAN = HandMade(
    "2015-05-22-cn-pe-joint-statement",
    "2016-09-13-cn-pe-joint-statement",
    sure=paths(
        "title>title 1>p1 2>1 3>2 4>6.1 5>5 6>6.2 7>5 8>7 9>9 11>10 12>14 13>13 15>16 16>17 17>19 18>20 19>21"
    ),
    possible=paths("10>8 10>11 14>13"),
)
LAWS = {
    "立法法": HandMade(
        "2015-03-15",
        "2023-03-13",
        sure=paths(
            "1-2>1 3>3 3>4 4-6>5 7-12>10 13>16 14-51>17 52>56 53-63>57 64>69 65-71>72 72>80 72>81 73>82 "
            "74>84 75-79>85 80-98>91 99>110 99>111 100>112 101>113 102>114 103>117 104-105>119"
        ),
    ),
    "监察法": HandMade(
        "2018-03-20",
        "2024-12-25",
        sure=paths("1-20>1 21>22 22>24 23-42>26 43>47 43>48 43>49 44>50 45-54>52 55>63 56-69>65"),
    ),
    "慈善法": HandMade(
        "2016-03-16",
        "2023-12-29",
        sure=paths(
            "1-22>1 23>23 23>27 24-26>24 27-29>28 30>70 31-45>31 46-68>47 69-78>75 79-80>86 81-87>89 "
            "88-91>97 92-99>103 100>112 101>111 101>113 101>114 102-106>115 107>113 108-111>120 112>125"
        ),
        possible=paths("98>110 99>109"),
    ),
    "民事诉讼法": HandMade(
        "2021-12-24",
        "2023-09-01",
        sure=paths("1-193>1 194-272>198 273>279 274>283 275-289>285 290>304 291>306"),
        possible=paths("289>300"),
    ),
    "统计法": HandMade("2009-06-27", "2024-09-13", sure=paths("1-5>1 6-7>7 8-17>10 18-50>21")),
}
"""Two versions of a law by its short title; ``before`` and ``after`` are their dates."""
