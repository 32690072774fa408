"""Countries as entries of the registry: every name by which official texts and readers call them.

Short names come from Unicode CLDR (Mainland China, Taiwan, Hong Kong, English), long and older ones from
``countries.toml``. Names that are ordinary words, or parts of such, lead a reader to the country but are not
looked for in texts: 东加 is Tonga in Taiwan and stands in 股东加入.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files

from babel import Locale

from searchlib.text.running import key
from searchlib.text.views import simplify

_CHINESE = ("zh", "zh_Hant", "zh_Hant_HK")
_SOURCES = (
    "Unicode CLDR, territory names in zh, zh_Hant, zh_Hant_HK and en, https://cldr.unicode.org",
    "外交部网站“国家和组织”栏目（正式国名），https://www.mfa.gov.cn/web/gjhdq_676201/",
)


def entries_of_states() -> list[dict[str, object]]:
    """Return an entry for each state that has a long official name or is a former one, by code.

    >>> [entry["names"][:2] for entry in entries_of_states() if entry["id"] == "country-pe"]
    [['秘鲁', '秘鲁共和国']]
    """
    table = tomllib.loads(files("searchlib.facts").joinpath("countries.toml").read_text("utf-8"))
    ordinary = {key(name) for name in table["ordinary"]["names"]}
    former = table.get("former", {})
    return [_entry(code, table, ordinary, code in former) for code in sorted({*table["official"], *former})]


def _entry(
    code: str, table: dict[str, dict[str, list[str]]], ordinary: set[str], former: bool
) -> dict[str, object]:
    names = dict.fromkeys(_names(code, table))
    standard = "ISO 3166-3:2020" if former else "ISO 3166-1:2020"
    return {
        "id": f"country-{code.lower()}",
        "names": [name for name in names if key(name) not in ordinary],
        "asked": [name for name in names if key(name) in ordinary],
        "countries": [code],
        "note": f"{'Former state' if former else 'State'}; {code} in {standard.partition(':')[0]}.",
        "note_zh": f"{'前国家' if former else '国家'}，{standard.partition(':')[0]} 代码 {code}。",
        "sources": [f"{standard}, {code}", *_SOURCES],
    }


def _names(code: str, table: dict[str, dict[str, list[str]]]) -> list[str]:
    short = [Locale.parse(locale).territories.get(code) for locale in _CHINESE]
    own = [name for field in ("official", "also", "former") for name in table.get(field, {}).get(code, ())]
    english = [Locale.parse("en").territories.get(code), *table["english"].get(code, ())]
    chinese = [simplify(name) for name in (*short[:1], *own, *short[1:]) if name]
    return [*chinese, *(name for name in english if name)]
