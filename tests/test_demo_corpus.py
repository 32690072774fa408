"""The demo corpus: what it claims of itself is so."""

import re
import tomllib
from pathlib import Path

import pytest

from searchlib.projects import Registry
from searchlib.text.numerals import value
from searchlib.text.views import fold

CORPUS = Path(__file__).resolve().parents[1] / "corpus"

# file, encoding, script, day of the official text, its title as a digest names it
TEXTS = [
    (
        "gov-cn/cn-pe-2015-2016.txt",
        "utf-8",
        "hans",
        "2015年5月22日",
        "《中华人民共和国政府和秘鲁共和国政府联合声明》",
    ),
    (
        "gov-cn/cn-pe-2015-2016.txt",
        "utf-8",
        "hans",
        "2016年9月13日",
        "《中华人民共和国和秘鲁共和国关于深化全面战略伙伴关系的联合声明》",
    ),
    (
        "gov-cn/cn-kg-2018-2019.txt",
        "gb18030",
        "hans",
        "2018年6月6日",
        "《中华人民共和国和吉尔吉斯共和国关于建立全面战略伙伴关系联合声明》",
    ),
    (
        "gov-cn/cn-kg-2018-2019.txt",
        "gb18030",
        "hans",
        "2019年6月13日",
        "《中华人民共和国和吉尔吉斯共和国关于进一步深化全面战略伙伴关系的联合声明》",
    ),
    (
        "gov-cn/cn-pk-2024.txt",
        "utf-8",
        "hans",
        "2024年10月15日",
        "《中华人民共和国和巴基斯坦伊斯兰共和国联合声明》",
    ),
    (
        "plain/cn-by-2013.txt",
        "utf-8",
        "hans",
        "2013年7月16日",
        "《中华人民共和国和白俄罗斯共和国关于建立全面战略伙伴关系的联合声明》",
    ),
    ("plain/cn-by-2024.txt", "utf-8", "hans", "2024年8月22日", "联合公报"),
    (
        "posts/2014-07-17-china-brazil-peru.md",
        "utf-8",
        "hans",
        "2014年7月17日",
        "《中国－巴西－秘鲁关于开展两洋铁路合作的声明》",
    ),
    ("posts/2023-10-17-jakarta-bandung.md", "utf-8", "hans", "2023年10月17日", "雅万高铁正式开通运营》"),
    (
        "html/cn-br-2015.html",
        "utf-8",
        "hans",
        "2015年5月19日",
        "《中华人民共和国政府和巴西联邦共和国政府联合声明》",
    ),
    (
        "html/cn-hu-2024.html",
        "utf-8",
        "hant",
        "2024年5月9日",
        "《中華人民共和國和匈牙利關於建立新時代全天候全面戰略夥伴關係的聯合聲明》",
    ),
    ("html/cn-kg-uz-2024.html", "utf-8", "hant", "2024年6月6日", "鐵路項目三國政府間協定"),
    (
        "newspaper/cn-pe-2024.txt",
        "utf-8",
        "hant",
        "2024年11月14日",
        "《中華人民共和國和秘魯共和國關於深化全面戰略夥伴關係的聯合聲明》",
    ),
    ("newspaper/cn-la-2017.txt", "big5", "hant", "2017年11月14日", "《中老聯合聲明》"),
    ("laws/foreign-relations-law.md", "utf-8", "hans", "2023年6月28日", "《中华人民共和国对外关系法》"),
    ("laws/international-cooperation-act.md", "utf-8", "hant", "2010年6月15日", "國際合作發展法"),
]
FILES = sorted({(file, encoding, script) for file, encoding, script, _, _ in TEXTS})
ENCODINGS = {file: encoding for file, encoding, _ in FILES}

# digest, where in it, official text, where in it
OFFICIAL = [
    ("gov-cn/cn-pe-2015-2016.txt", "（2015年5月22日", "seeds/000_fbcdf80aeda2e1b4.txt", "（2015年5月22日"),
    (
        "gov-cn/cn-pe-2015-2016.txt",
        "2016年9月12日至16日",
        "seeds/000_fbcdf80aeda2e1b4.txt",
        "2016年9月12日至16日",
    ),
    ("plain/cn-by-2013.txt", "7月15日至17日", "seeds/004_73d20a8071c9b808.txt", "7月15日至17日"),
]
ARTICLES = [
    ("laws/foreign-relations-law.md", "corpora/laws_cn/行政法/对外关系法(2023-06-28).md"),
    ("laws/international-cooperation-act.md", "corpora/laws_tw/國際合作發展法.md"),
]


def text_of(file: str) -> str:
    """The text of a corpus file, decoded as the table says."""
    return (CORPUS / file).read_bytes().decode(ENCODINGS[file])


def joined(text: str) -> str:
    """The text with its line wraps joined."""
    return re.sub(r"(?<=\S)\n(?=\S)", "", text)


def sections(text: str) -> dict[int, str]:
    """八、… by number, up to the first number that does not go on."""
    parts = re.split(r"(?:^|[\s\u3000])([一二三四五六七八九十]{1,3})、", text, flags=re.MULTILINE)
    found: dict[int, str] = {}
    for number, body in zip(parts[1::2], parts[2::2], strict=True):
        if value(number) != len(found) + 1:
            break
        found[len(found) + 1] = body
    return found


def articles(text: str) -> dict[int, str]:
    """第八条… or 第 8 條… by number."""
    parts = re.split(r"^第 ?([一二三四五六七八九十\d]+) ?[条條]", text, flags=re.MULTILINE)
    return {value(number) or 0: body for number, body in zip(parts[1::2], parts[2::2], strict=True)}


def shares(digest: str, official: str) -> bool:
    """Whether four letters in a row stand in both: the digest is about that clause."""
    a, b = (re.sub(r"\W", "", fold(text)) for text in (digest, official))
    return any(a[at : at + 4] in b for at in range(len(a) - 3))


@pytest.mark.parametrize(("file", "encoding", "script"), FILES)
def test_files_are_in_their_encoding_and_script(file: str, encoding: str, script: str) -> None:
    """Some files are not in UTF-8, some are in Traditional characters."""
    data = (CORPUS / file).read_bytes()
    text = data.decode(encoding)
    traditional, simplified = (
        len(re.findall("[國關於與為這會]", text)),
        len(re.findall("[国关于与为这会]", text)),
    )

    assert ("hant" if traditional > simplified else "hans") == script
    if encoding != "utf-8":
        with pytest.raises(UnicodeDecodeError):
            data.decode("utf-8")


@pytest.mark.parametrize(("file", "encoding", "script", "day", "title"), TEXTS)
def test_digests_say_what_they_are(file: str, encoding: str, script: str, day: str, title: str) -> None:
    """Every digest says that it is one and names the official text with its date."""
    text = joined(text_of(file))

    assert "摘要" in text.splitlines()[0] or "（摘要）" in text
    assert re.search("不是(官方|法律)文本", fold(text))
    assert title in text
    assert day in text


def test_both_scripts_and_all_shapes_are_there() -> None:
    """At least four files are Traditional, and every shape the project reads is shown."""
    assert sum(script == "hant" for _, _, script in FILES) >= 4
    assert {".txt", ".md", ".html"} == {Path(file).suffix for file, _, _ in FILES}
    assert "[字体：大 中 小]      打印本页" in text_of("gov-cn/cn-pe-2015-2016.txt")
    assert text_of("posts/2014-07-17-china-brazil-peru.md").startswith("---\nlayout: post\n")


def test_readme_lists_every_file() -> None:
    """The table of the README and the folder agree."""
    readme = (CORPUS / "README.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([^`]+)`", readme, flags=re.MULTILINE))
    there = {
        path.relative_to(CORPUS).as_posix()
        for path in CORPUS.rglob("*")
        if path.is_file() and path.parent != CORPUS and not path.name.endswith(".meta.toml")
    }

    assert there == listed
    assert there == set(ENCODINGS)


def test_sidecars_stand_beside_a_file() -> None:
    """Each sidecar is TOML, gives kind and day, and belongs to a text."""
    sidecars = sorted(CORPUS.rglob("*.meta.toml"))

    assert len(sidecars) >= 1
    for sidecar in sidecars:
        stated = tomllib.loads(sidecar.read_text(encoding="utf-8"))
        stem = sidecar.relative_to(CORPUS).as_posix().removesuffix(".meta.toml")
        assert {"kind", "date"} <= set(stated)
        assert any(file.rpartition(".")[0] == stem for file in ENCODINGS)


def test_registry_of_the_corpus_extends_the_shipped_one() -> None:
    """It adds a name to a known project and a project of its own."""
    registry = Registry.load(CORPUS / "projects.toml")

    known = registry.find("钱凯项目")
    assert known is not None
    assert known.id == "chancay-port"
    assert len(Registry.load().projects) + 1 == len(registry.projects)


def test_two_ocean_railway_is_mentioned_in_the_official_clauses() -> None:
    """The mentions stand in the clauses in which the official texts have them."""
    peru = text_of("gov-cn/cn-pe-2015-2016.txt")
    second = peru.index("2016-09-13")
    found = [
        [number for number, body in sections(page).items() if "两洋铁路" in body]
        for page in (peru[:second], peru[second:])
    ]

    assert found == [[8, 18], [7]]
    assert "<p>八、" in text_of("html/cn-br-2015.html")


def test_newspaper_wraps_the_railway() -> None:
    """The name is broken by a line end once, and only joined lines show every mention."""
    text = text_of("newspaper/cn-pe-2024.txt")

    assert "兩洋\n鐵路" in text
    assert joined(text).count("兩洋鐵路") == 2
    assert text.count("兩洋鐵路") == 1


def test_projects_of_the_demo_are_mentioned() -> None:
    """The projects that the demo is to show are there, whatever the script."""
    folded = fold(joined("\n".join(map(text_of, ENCODINGS))))
    shown = (
        *("中白工业园", "中吉乌铁路", "中老铁路", "匈塞铁路", "雅万高铁"),
        *("中巴经济走廊", "瓜达尔港", "钱凯港", "一带一路", "人类命运共同体"),
    )

    assert [name for name in shown if name not in folded] == []


@pytest.mark.shared
@pytest.mark.parametrize(("file", "place", "official", "there"), OFFICIAL)
def test_numbered_clauses_are_about_the_official_ones(
    shared: Path, file: str, place: str, official: str, there: str
) -> None:
    """Clause by clause, the digest speaks of what the official clause of that number speaks of."""
    original = (shared / official).read_text(encoding="utf-8")
    digest = sections(text_of(file)[text_of(file).index(place) :])
    clauses = sections(original[original.index(there) :])

    assert list(clauses) == list(digest)
    assert [number for number in digest if not shares(digest[number], clauses[number])] == []


@pytest.mark.shared
@pytest.mark.parametrize(("file", "official"), ARTICLES)
def test_articles_are_about_the_official_ones(shared: Path, file: str, official: str) -> None:
    """Article by article, the digest speaks of what the law says under that number."""
    digest = articles(text_of(file))
    law = articles((shared / official).read_text(encoding="utf-8"))

    assert len(digest) >= 8
    assert [number for number in digest if not shares(digest[number], law[number])] == []


@pytest.mark.shared
def test_digests_are_not_copies(shared: Path) -> None:
    """No sentence of a digest stands in the official texts; titles are no sentences."""
    originals = [path.read_text(encoding="utf-8") for path in sorted((shared / "seeds").glob("*.txt"))]
    originals += [(shared / official).read_text(encoding="utf-8") for _, official in ARTICLES]
    known = fold("".join(map(joined, originals)))
    sentences = {
        sentence
        for file in ENCODINGS
        for sentence in re.split("[。；\n\u3000]", fold(joined(text_of(file))))
        if len(sentence) >= 20 and "声明" not in sentence and "<" not in sentence
    }
    # Who passed a law and when it takes effect can hardly be said otherwise.
    facts = re.compile("20[0-9]{2}年.*通过|第四十五条 本法自")

    assert [sentence for sentence in sentences if sentence in known and not facts.match(sentence)] == []
