"""The registry of projects: the shipped file, what a corpus adds, and how names are found."""

import json
import re
from itertools import permutations
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from searchlib.errors import MetadataError, NotInIndex
from searchlib.projects import EntryKind, Project, Registry
from searchlib.text.borders import bordered
from searchlib.text.running import key
from searchlib.text.spans import starts
from searchlib.text.views import fold, simplify

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
SHIPPED = Registry.load()
NAMES = [(name, project.id) for project in SHIPPED.projects for name in project.names]
OF_PROJECTS = [
    name for project in SHIPPED.projects if project.kind is EntryKind.PROJECT for name in project.names
]
STATES = [entry for entry in SHIPPED.projects if entry.kind is EntryKind.COUNTRY]

ASKED = [
    ("两洋铁路", "two-ocean-railway"),
    ("兩洋鐵路", "two-ocean-railway"),
    ("two ocean railway", "two-ocean-railway"),
    ("Two-Ocean  Railway", "two-ocean-railway"),
    ("Twin Ocean Railroad", "two-ocean-railway"),
    ("bi-oceanic railway", "two-ocean-railway"),
    ("ferrocarril bioceanico", "two-ocean-railway"),
    ("Ferrovia Bioceânica", "two-ocean-railway"),
    ("錢凱港", "chancay-port"),
    ("昌凯港", "chancay-port"),
    ("PUERTO DE CHANCAY", "chancay-port"),
    ("中国—吉尔吉斯斯坦—乌兹别克斯坦铁路", "china-kyrgyzstan-uzbekistan-railway"),
    ("中國吉爾吉斯斯坦烏茲別克斯坦鐵路", "china-kyrgyzstan-uzbekistan-railway"),
    ("CKU Railway", "china-kyrgyzstan-uzbekistan-railway"),
    ("Железная дорога Китай — Кыргызстан — Узбекистан", "china-kyrgyzstan-uzbekistan-railway"),
    ("великий камень", "great-stone"),
    ("great stone", "great-stone"),
    ("中白「巨石」工業園", "great-stone"),
    ("China–Europe Railway Express", "china-europe-railway-express"),
    ("雅萬高鐵", "jakarta-bandung-railway"),
    ("比雷埃夫斯港", "piraeus-port"),
    ("瓜德爾港", "gwadar-port"),
    ("匈塞鐵路", "budapest-belgrade-railway"),
    ("蒙內鐵路", "mombasa-nairobi-railway"),
    ("中寮鐵路", "china-laos-railway"),
    ("中泰铁路", "china-thailand-railway"),
    ("cpec", "china-pakistan-economic-corridor"),
    ("亚吉铁路", "addis-ababa-djibouti-railway"),
    ("汉班托塔港", "hambantota-port"),
    ("科伦坡港口城", "colombo-port-city"),
    ("皎漂港", "kyaukphyu-port"),
    ("中緬油氣管道", "myanmar-china-pipelines"),
    ("中亚天然气管道", "central-asia-china-gas-pipeline"),
    ("Сила Сибири", "power-of-siberia"),
    ("亚马尔液化天然气", "yamal-lng"),
    ("卡洛特水电站", "karot-hydropower"),
    ("Peljesac bridge", "peljesac-bridge"),
    ("黑山南北高速公路", "bar-boljare-motorway"),
    ("马东铁路", "east-coast-rail-link"),
    ("中马友谊大桥", "china-maldives-friendship-bridge"),
    ("金港高速", "phnom-penh-sihanoukville-expressway"),
    ("西港特区", "sihanoukville-zone"),
    ("莱基港", "lekki-port"),
    ("阿布贾-卡杜纳铁路", "abuja-kaduna-railway"),
    ("坦赞铁路", "tazara"),
    ("本格拉铁路", "benguela-railway"),
    ("洛比托走廊", "lobito-corridor"),
    ("鲁班工坊", "luban-workshop"),
    ("孔子學院", "confucius-institute"),
    ("丝路电商", "silk-road-e-commerce"),
    ("冰上丝绸之路", "polar-silk-road"),
    ("數字絲綢之路", "digital-silk-road"),
    ("「一帶一路」", "belt-and-road"),
    ("西部陆海新通道", "land-sea-corridor"),
    ("中间走廊", "middle-corridor"),
    ("亞投行", "aiib"),
    ("丝路基金", "silk-road-fund"),
    ("人類命運共同體", "community-with-a-shared-future"),
    ("上合組織", "shanghai-cooperation-organisation"),
    ("SCO", "shanghai-cooperation-organisation"),
    ("ШОС", "shanghai-cooperation-organisation"),
    ("上合", "shanghai-cooperation-organisation"),
    ("亚太经济合作组织", "apec"),
    ("apec", "apec"),
    ("联合国安全理事会", "un-security-council"),
    ("UN", "united-nations"),
    ("东南亚国家联盟", "asean"),
    ("G20", "g20"),
    ("拉共体", "celac"),
    ("中拉论坛", "china-celac-forum"),
    ("中国中亚峰会", "china-central-asia-mechanism"),
    ("Belt & Road", "belt-and-road"),
    ("BELT AND ROAD", "belt-and-road"),
    ("寮國", "country-la"),
    ("老挝人民民主共和国", "country-la"),
    ("Perú", "country-pe"),
    ("紐西蘭", "country-nz"),
    ("吉爾吉斯", "country-kg"),
    ("东加", "country-to"),
]

MALFORMED = [
    ("[[project]\n", "not TOML"),
    ('title = "两洋铁路"\n', "only [[project]]"),
    ("project = 7\n", "only [[project]]"),
    ("project = [7]\n", "project 1"),
    ('[[project]]\nid = "a"\n', "project 1 (a): needs names"),
    ('[[project]]\nid = "a"\nnames = []\n', "project 1 (a): needs names"),
    ('[[project]]\nid = "a"\nnames = ["——"]\n', "project 1 (a): needs names"),
    ('[[project]]\nid = "a"\nnames = "两洋铁路"\n', "names must be a list of strings"),
    ('[[project]]\nid = "a"\nnames = [1]\n', "names must be a list of strings"),
    ('[[project]]\nid = "两洋"\nnames = ["甲乙丙"]\n', "project 1 (两洋): an id is"),
    ('[[project]]\nnames = ["甲乙丙"]\n', "project 1 (no id)"),
    ('[[project]]\nid = "a"\nnames = ["甲乙丙"]\nnote = 1\n', "note must be a string"),
    ('[[project]]\nid = "a"\nnames = ["甲乙丙"]\nalias = ["丁"]\n', "unknown field 'alias'"),
    ('[[project]]\nid = "a"\nnames = ["甲乙丙"]\ncountries = ["Peru"]\n', "'Peru' is not"),
    (
        '[[project]]\nid = "a"\nnames = ["甲乙"]\n[[project]]\nid = "a"\nnames = ["丙丁"]\n',
        "'a' stands there twice",
    ),
    ('[[project]]\nid = "a"\nnames = ["兩洋鐵路"]\n', "'兩洋鐵路' names both two-ocean-railway and a"),
]


def extra(folder: Path, text: str) -> Path:
    """A corpus registry holding ``text``."""
    file = folder / "projects.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_shipped_projects_say_what_they_are_in_both_languages() -> None:
    """One sentence each, the Chinese one in Simplified characters."""
    english = [project.id for project in SHIPPED.projects if project.note_in("en") != (project.note, "en")]
    chinese = [project.id for project in SHIPPED.projects if project.note_in("zh") != (project.note_zh, "zh")]
    unfinished = [project.id for project in SHIPPED.projects if not project.note_zh.endswith("。")]
    traditional = [project.id for project in SHIPPED.projects if simplify(project.note_zh) != project.note_zh]

    assert [] == english == chinese == unfinished == traditional


def test_a_note_of_a_corpus_replaces_the_shipped_ones(tmp_path: Path) -> None:
    """Both of them: what one says must not contradict the other."""
    entry = '[[project]]\nid = "chancay-port"\nnames = ["钱凯港"]\n'
    for field, note, zh, en in (
        ('note = "A port."', "A port.", ("A port.", "en"), ("A port.", "en")),
        ('note = "港口。"', "港口。", ("港口。", "zh"), ("港口。", "zh")),
        ('note = "A port."\nnote_zh = "港口。"', "A port.", ("港口。", "zh"), ("A port.", "en")),
    ):
        found = Registry.load(extra(tmp_path, f"{entry}{field}\n")).find("钱凯港")
        assert found is not None
        assert (note, zh, en) == (found.note, found.note_in("zh"), found.note_in("en"))
        assert Registry.from_json(Registry((found,)).to_json()).projects == (found,)


def test_shipped_projects_are_many_and_complete() -> None:
    """Every shipped project says what it is, where it is and who says so."""
    incomplete = [
        project.id
        for project in SHIPPED.projects
        if not (project.note.endswith(".") and project.countries and project.sources)
    ]

    assert incomplete == []
    assert len(SHIPPED.projects) >= 55


def test_shipped_countries_exist() -> None:
    """Countries are codes of ISO 3166-1."""
    former = {"SU", "YU", "CS", "DD", "YD", "VD", "ZR"}  # ISO 3166-3
    known = {code for code in Locale("en").territories if len(code) == 2} | former
    given_codes = {code for project in SHIPPED.projects for code in project.countries}

    assert set() == given_codes - known


def test_shipped_sources_can_be_traced() -> None:
    """A source has a year, or is an official site, or is an encyclopedia article."""
    traceable = re.compile(r"(19|20)\d\d|official|官方网站|Wikipedia|https?://")
    vague = [
        source for project in SHIPPED.projects for source in project.sources if not traceable.search(source)
    ]

    assert vague == []


def test_shipped_projects_begin_with_their_chinese_name() -> None:
    """The name shown is Chinese."""
    assert [project.id for project in SHIPPED.projects if not HAN.search(project.name)] == []


def test_shipped_chinese_names_are_simplified() -> None:
    """Traditional forms come free through folding and need no entry."""
    assert [name for name, _ in NAMES if simplify(name) != name] == []


def test_shipped_names_are_distinctive() -> None:
    """Short names of projects would be found inside unrelated words."""
    short = [name for name in OF_PROJECTS if len(name) < (3 if HAN.search(name) else 4)]

    assert short == []


def test_no_shipped_name_is_inside_another() -> None:
    """No place of a text is counted twice, for one project or for two; names have their borders."""
    folded = sorted({fold(name) for name in OF_PROJECTS})

    assert [(one, other) for one, other in permutations(folded, 2) if starts(other, bordered(one))] == []
    assert len(OF_PROJECTS) == len(folded)


def test_organisations_and_countries_are_many() -> None:
    """There are dozens of organisations and all states, and every one is of its kind."""
    organisations = [entry for entry in SHIPPED.projects if entry.kind is EntryKind.ORGANISATION]

    assert len(organisations) >= 60
    assert len(STATES) >= 190
    assert all(entry.id == f"country-{entry.countries[0].lower()}" for entry in STATES)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("股东加入公司", "东加"),
        ("理查德先生", "查德"),
        ("独特多样的文化", "特多"),
        ("中俄国家元首", "俄国"),
        ("线上合作与以上合同", "上合"),
        ("a man who came", "WHO"),
        ("尼日利亚", "尼日"),
    ],
)
def test_ordinary_words_are_asked_but_not_looked_for(text: str, asked: str) -> None:
    """A reader may ask by a name that would be found inside ordinary words; texts are not searched for it."""
    entry = SHIPPED.find(asked)

    assert entry is not None
    assert asked in entry.asked
    assert [name for name in entry.names if starts(key(text), bordered(key(name)))] == []


@pytest.mark.parametrize(
    "added", ["names = ['上海合作组织', '上合组织']", "names = ['上合组织', '上海组织']"]
)
def test_an_entry_of_a_corpus_may_be_a_shipped_organisation(tmp_path: Path, added: str) -> None:
    """Somebody had listed an organisation before it was shipped: the two are one, under that id."""
    registry = Registry.load(extra(tmp_path, f'[[project]]\nid = "my-sco"\n{added}\n'))
    found = registry.find("SCO")

    assert found is not None
    assert ("my-sco", EntryKind.ORGANISATION) == (found.id, found.kind)
    assert {"上海合作组织", "上合组织", "Shanghai Cooperation Organization"} <= set(found.names)
    assert len(SHIPPED.projects) == len(registry.projects)


def test_an_entry_of_a_corpus_is_not_two_organisations(tmp_path: Path) -> None:
    """One name of each is an error."""
    with pytest.raises(MetadataError, match="names both"):
        Registry.load(extra(tmp_path, '[[project]]\nid = "x"\nnames = ["东盟", "欧盟"]\n'))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("丝绸之路经济带倡议", ["belt-and-road"]),
        ("联合国安理会改革", ["un-security-council"]),
        ("在APEC会议", ["apec"]),
        ("UNESCO fund", ["unesco"]),
        ("亚太经合组织与东盟", ["apec", "asean"]),
        ("可行性", []),
    ],
)
def test_names_inside_a_text(text: str, expected: list[str]) -> None:
    """The longest names, from the left, as whole words of an alphabet."""
    assert expected == [entry.id for entry in SHIPPED.inside(text)]


@pytest.mark.parametrize(("asked", "expected"), ASKED)
def test_find_forgives_script_case_blanks_and_dashes(asked: str, expected: str) -> None:
    """A project is found by any of its names as people type them."""
    project = SHIPPED.find(asked)

    assert project is not None
    assert expected == project.id


@given(
    st.sampled_from(NAMES),
    st.randoms(use_true_random=False),
    st.sampled_from(["", " ", "-", "—", "　", "·", "「"]),
)
def test_find_ignores_signs_anywhere(named: tuple[str, str], random, sign: str) -> None:
    """A blank, dash or quote mark put anywhere into a name does not hide the project."""
    name, expected = named
    at = random.randint(0, len(name))

    project = SHIPPED.find(name[:at] + sign + name[at:])

    assert project is not None
    assert expected == project.id


def test_find_gives_none_for_what_is_no_project() -> None:
    """Part of a name, nothing, and a lone surrogate are no names."""
    assert [SHIPPED.find(asked) for asked in ("两洋", "", " — ", "\ud800")] == [None] * 4


def test_suggest_gives_alike_names_best_first() -> None:
    """A slip of the pen leads to the project."""
    assert SHIPPED.suggest("两羊铁路")[0] == "两洋铁路"
    assert SHIPPED.suggest("port of chankay")[0] == "Port of Chancay"
    assert SHIPPED.suggest("qqqqqqq") == ()
    assert len(SHIPPED.suggest("中老铁", n=1)) == 1


def test_names_of_gives_every_name() -> None:
    """One name leads to all of them."""
    names = SHIPPED.names_of("two ocean railway")

    assert names[0] == "两洋铁路"
    assert "Ferrocarril Bioceánico" in names


def test_names_of_unknown_project_suggests() -> None:
    """The message says what was asked and what may have been meant."""
    with pytest.raises(
        NotInIndex, match=r"'两羊铁路'; Library.projects has all of them; did you mean 两洋铁路"
    ):
        SHIPPED.names_of("两羊铁路")
    with pytest.raises(NotInIndex, match=r"'qqqqqqq'; Library.projects has all of them$"):
        SHIPPED.names_of("qqqqqqq")


def test_load_adds_names_to_a_known_project(tmp_path: Path) -> None:
    """A corpus may know further names; those that fold alike are kept once, and order is kept."""
    file = extra(
        tmp_path,
        '[[project]]\nid = "chancay-port"\nnames = ["錢凱港", "钱凯项目"]\n'
        'countries = ["CN"]\nsources = ["新华社，2024-11-14"]\n',
    )
    before = SHIPPED.find("钱凯港")

    after = Registry.load(file).find("錢凱項目")

    assert before is not None
    assert after is not None
    assert (*before.names, "钱凯项目") == after.names
    assert (before.note, ("PE", "CN")) == (after.note, after.countries)
    assert (*before.sources, "新华社，2024-11-14") == after.sources


def test_load_adds_projects_after_the_shipped_ones(tmp_path: Path) -> None:
    """A new project needs only an id and names, with characters of any plane."""
    file = extra(tmp_path, '[[project]]\nid = "jilin-port"\nnames = ["𠮷林港", "兩江輕軌"]\n')

    registry = Registry.load(file)

    assert Project("jilin-port", ("𠮷林港", "兩江輕軌")) == registry.projects[-1]
    assert len(SHIPPED.projects) + 1 == len(registry.projects)
    assert {"𠮷林港", "两江轻轨"} == set(registry.words()) - set(SHIPPED.words())


def test_load_without_a_file_is_the_shipped_registry(tmp_path: Path) -> None:
    """A corpus without projects.toml adds nothing."""
    assert Registry.load(tmp_path / "projects.toml") == SHIPPED


@pytest.mark.parametrize(("text", "expected"), MALFORMED)
def test_malformed_files_are_named(tmp_path: Path, text: str, expected: str) -> None:
    """The message names the file, the entry and what is wrong with it."""
    file = extra(tmp_path, text)

    with pytest.raises(MetadataError) as caught:
        Registry.load(file)

    assert str(file) in str(caught.value)
    assert expected in str(caught.value)


def test_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    """A registry saved in GBK says so."""
    file = tmp_path / "projects.toml"
    file.write_bytes('[[project]]\nid = "a"\nnames = ["两洋铁路"]\n'.encode("gbk"))

    with pytest.raises(MetadataError, match="save it as UTF-8"):
        Registry.load(file)


def test_registry_survives_json() -> None:
    """An index gives back the registry it was built with."""
    assert Registry.from_json(json.loads(json.dumps(SHIPPED.to_json()))) == SHIPPED


def test_from_json_refuses_what_is_no_registry() -> None:
    """A damaged entry is an error, not a project less."""
    with pytest.raises(MetadataError, match=r"registry: project 1 \(a\): needs names"):
        Registry.from_json([{"id": "a", "names": []}])


def test_words_are_short_han_names() -> None:
    """The tokenizer gets names of two to five Han characters, sorted."""
    words = SHIPPED.words()

    assert list(words) == sorted(words)
    assert {"两洋铁路", "钱凯港", "汉班托塔港"} <= set(words)
    assert set() == {word for word in words if not HAN.fullmatch(word) or not 2 <= len(word) <= 5}
