"""Records of JSON, JSON lines and CSV, with the place of each value in the file.

The standard library reads these formats too, but does not say where a value stands; a value is mapped character by
character, an escape as a whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from searchlib.corpus.mapped import Mapped
from searchlib.errors import UnreadableFile

_Node: TypeAlias = "Mapped | dict[str, _Node] | list[_Node]"
Record: TypeAlias = "Mapping[str, Mapped]"
"""Values by the name of their column; those of nested objects are called ``outer.inner``."""

_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[{}\[\],:]|[^\s{}\[\],:"]++', re.S)
_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.", re.S)
_LINE = re.compile(r"[^\r\n]++")


def json_records(text: Mapped, file: str, lines: bool) -> list[Record]:
    """The objects of a JSON array (or the one object, or the array in it), or of each line.

    Raises UnreadableFile, with line and column, for what is not JSON.
    """
    if not lines:
        return _objects(text, file, 1, is_line=False)
    found: list[Record] = []
    line_number, at = 1, 0
    for line in _LINE.finditer(text.text):
        line_number += text.text.count("\n", at, line.start())
        at = line.start()
        if not line[0].isspace():
            found += _objects(text[line.start() : line.end()], file, line_number, is_line=True)
    return found


def csv_records(text: Mapped) -> tuple[list[str], list[Record]]:
    """The columns that the first row names, and the rows below; commas, semicolons or tabs separate."""
    head = text.text[: (text.text + "\n").index("\n")]
    mark = max(",;\t", key=head.count)
    rows = _rows(text, mark)
    names = [cell.text.strip() for cell in next(rows, [])]
    records = (dict(zip(names, row, strict=False)) for row in rows if any(cell.text.strip() for cell in row))
    return names, list(records)


def _objects(text: Mapped, file: str, line: int, is_line: bool) -> list[Record]:
    try:
        json.loads(text.text)
    except json.JSONDecodeError as error:
        at = line + error.lineno - 1
        raise UnreadableFile(file, "file.not-json", line=at, column=error.colno, problem=error.msg) from error
    except (RecursionError, ValueError) as error:
        raise UnreadableFile(file, "file.deep-json") from error
    return [_flat(one) for one in _records(_tree(text), search=not is_line)]


def _tree(text: Mapped) -> _Node:
    """Valid JSON as dictionaries, lists and mapped values."""
    top: list[_Node] = []
    containers: list[dict[str, _Node] | list[_Node]] = [top]
    keys: list[str | None] = [None]
    for token in _TOKEN.finditer(text.text):
        sign = token[0]
        inner = containers[-1]
        if sign in ",:":
            continue
        if sign in "}]":
            containers.pop()
            keys.pop()
            continue
        if isinstance(inner, dict) and keys[-1] is None:
            keys[-1] = str(json.loads(sign))
            continue
        node: _Node = {} if sign == "{" else [] if sign == "[" else _value(text, token)
        if isinstance(inner, dict):
            inner[keys[-1] or ""] = node
            keys[-1] = None
        else:
            inner.append(node)
        if not isinstance(node, Mapped):
            containers.append(node)
            keys.append(None)
    return top[0] if top else []


def _records(top: _Node, search: bool) -> list[dict[str, _Node]]:
    """The objects of the array at the top, or of the first array of objects in the object there; or itself."""
    if isinstance(top, list):
        return [one for one in top if isinstance(one, dict)]
    if not isinstance(top, dict):
        return []
    waiting: list[_Node] = [top]
    while waiting and search:
        node = waiting.pop(0)
        if isinstance(node, list) and node and all(isinstance(one, dict) for one in node):
            return [one for one in node if isinstance(one, dict)]
        if isinstance(node, dict):
            waiting += node.values()
    return [top]


def _flat(record: dict[str, _Node]) -> Record:
    """The values of an object by name; a list of values is one, with each on a line."""
    found: dict[str, Mapped] = {}
    waiting: list[tuple[str, _Node]] = [("", record)]
    while waiting:
        name, node = waiting.pop()
        if isinstance(node, Mapped):
            found[name] = node
        elif isinstance(node, dict):
            waiting += [(f"{name}.{key}" if name else key, value) for key, value in node.items()]
        else:
            found[name] = Mapped.lines([one for one in node if isinstance(one, Mapped) and one])
    return found


def _value(text: Mapped, token: re.Match[str]) -> Mapped:
    if token[0] == "null":
        return text[0:0]
    if not token[0].startswith('"'):
        return text[token.start() : token.end()]
    return _unescaped(text[token.start() + 1 : token.end() - 1])


def _unescaped(text: Mapped) -> Mapped:
    if "\\" not in text.text:
        return text
    parts: list[Mapped] = []
    at = 0
    for escape in _ESCAPE.finditer(text.text):
        character = json.loads(f'"{escape[0]}"').encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        parts += (text[at : escape.start()], Mapped.made_of(character, *text.span(*escape.span())))
        at = escape.end()
    return Mapped.join((*parts, text[at:]))


def _rows(text: Mapped, mark: str) -> Iterator[list[Mapped]]:
    source = text.text
    cell = re.compile(rf'[ ]*+"((?:[^"]++|"")*+)"[ ]*+(?={mark}|[\r\n]|\Z)|([^{mark}\r\n]*+)')
    at, row = 0, list[Mapped]()
    while at <= len(source):
        found = cell.match(source, at)
        if found is None:
            break
        group = 1 if found[1] is not None else 2
        row.append(_unquoted(text[slice(*found.span(group))]) if group == 1 else text[slice(*found.span(2))])
        at = found.end()
        if source.startswith(mark, at):
            at += 1
            continue
        yield row
        row = []
        at += 2 if source.startswith("\r\n", at) else 1
        if at >= len(source):
            break


def _unquoted(text: Mapped) -> Mapped:
    parts: list[Mapped] = []
    at = 0
    for quote in re.finditer('""', text.text):
        parts += (text[at : quote.start()], Mapped.made_of('"', *text.span(*quote.span())))
        at = quote.end()
    return Mapped.join((*parts, text[at:])) if parts else text
