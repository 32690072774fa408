"""The table of filters: every consumer derives from it, and the documents say what it says."""

import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

import searchlib
from searchlib.model import Kind, Script
from searchlib.query.ast import Filter
from searchlib.query.filters import _PARSERS, resolve
from searchlib.query.parser import parse
from searchlib.text.fields import BY_NAME, FACETS, FIELDS, Field, Values

ROOT = Path(__file__).resolve().parents[2]
ROWS = pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)

MADE_UP = """
import sys
from importlib.util import find_spec, module_from_spec
from pathlib import Path

name = "searchlib.text.fields"
spec = find_spec(name)
row = '''
FIELDS += (
    Field("place", ("地点",), Values.NAME, ("签署地", "the place of signature"), ("利马",), metadata="place",
          of_document=lambda document: (key(document.place),) if document.place else (), facet=True),
)
'''
source = Path(spec.origin).read_text(encoding="utf-8")
assert source.count("FIELD_NAMES:") == 1
module = sys.modules[name] = module_from_spec(spec)
exec(compile(source.replace("FIELD_NAMES:", row + "FIELD_NAMES:"), spec.origin, "exec"), module.__dict__)

import searchlib
from searchlib.query.parser import parse
from searchlib.search.counts import facets

corpus, index = map(Path, sys.argv[1:])
try:
    searchlib.open(index).close()
except searchlib.SearchlibError as error:
    print(type(error).__name__)
searchlib.build(corpus, index)
print(parse("地点：利马"))
with searchlib.open(index) as library:
    print([hit.document.title for hit in library.search("港口 地点：利马").hits])
    print([hit.document.title for hit in library.search("港口 -place:利马").hits])
    tallies = library.tallies("港口", exact=True, fields=module.FACETS)
    print([(facet.field, facet.values) for facet in facets(tallies.values()) if facet.field == "place"])
"""


def test_a_new_filter_is_one_row(tmp_path: Path) -> None:
    """A made-up row is read, indexed, resolved and counted, with no other change.

    An index that was built without it must be built again: it has nothing that the filter could find.
    """
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    text = "关于{}事务的说明\n\n双方讨论了港口建设。\n"
    for name, place in (("a", "利马"), ("b", "北京")):
        (corpus / f"{name}.txt").write_text(text.format(place), encoding="utf-8")
        (corpus / f"{name}.txt.meta.toml").write_text(f'place = "{place}"\n', encoding="utf-8")
    searchlib.build(corpus, tmp_path / "index")
    run = subprocess.run(
        [sys.executable, "-c", MADE_UP, str(corpus), str(tmp_path / "index")],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        check=False,
    )

    assert run.stderr == ""
    assert run.stdout.splitlines() == [
        "IndexStale",
        "place:利马",
        "['关于利马事务的说明']",
        "['关于北京事务的说明']",
        "[('place', (('利马', 1), ('北京', 1)))]",
    ]


def test_names_are_distinct() -> None:
    """No name stands for two filters, and no two filters write the same metadata."""
    names = [name for field in FIELDS for name in (field.name, *field.chinese)]
    keys = [field.metadata for field in FIELDS if field.metadata]

    assert len(names) == len(set(names))
    assert len(keys) == len(set(keys))


def test_every_kind_of_value_has_a_parser() -> None:
    """No row can ask for a parser that is not there, and no parser is left without a row."""
    assert set(_PARSERS) == set(Values) == {field.values for field in FIELDS}


def test_choices_are_those_of_the_model() -> None:
    """Every kind and script can be asked for."""
    assert [choice for choice, _ in BY_NAME["kind"].choices] == list(Kind)
    assert [choice for choice, _ in BY_NAME["script"].choices] == list(Script)


@ROWS
def test_examples_can_be_asked(field: Field) -> None:
    """Each example resolves under each name of its filter and prints under the canonical one."""
    for name in (field.name, field.name.upper(), *field.chinese):
        for example in field.examples:
            query = parse(f"{name}：{example}")
            assert query == Filter(field.name, example)
            assert resolve(query)


@ROWS
def test_facets_can_be_counted(field: Field) -> None:
    """A field that answers divide by is the year or metadata under its own name."""
    assert field.name not in FACETS or field.name == "year" or field.metadata == field.name


@pytest.mark.parametrize(("page", "language"), [("query-syntax.zh-CN.md", 0), ("query-syntax.md", 1)])
def test_the_documents_list_the_table(page: str, language: int) -> None:
    """The table of filters in both documents has these rows, in this order, and no other."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    table = text[text.index("| country |") :].partition("\n\n")[0]
    rows = [tuple(cell.strip() for cell in line.split("|")[1:-1]) for line in table.splitlines()]

    assert rows == [(field.name, " ".join(field.chinese), field.described[language]) for field in FIELDS]


@pytest.mark.parametrize("page", ["help_zh.html", "help_en.html"])
def test_the_help_of_the_page_shows_every_filter(page: str) -> None:
    """Each filter has an example that can be asked; nothing that looks like a filter is none."""
    text = (ROOT / "searchlib" / "web" / "templates" / page).read_text(encoding="utf-8")
    shown = [unescape(code) for code in re.findall(r"<code[^>]*>(\w+:[^<{ ]+)</code>", text)]
    asked = [parse(code) for code in shown]

    assert all(isinstance(query, Filter) for query in asked)
    assert {query.name for query in asked if isinstance(query, Filter)} == set(BY_NAME)
