"""The texts of dossiers as documents, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from searchlib.errors import in_language

DOSSIER_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "title": ("{name}：提及档案", "{name}: a dossier of mentions"),
        "summary": ("概况", "In short"),
        "counts": (
            "提及 {mentions} 处，见于 {of_statements} 份文件中的 {statements} 份、"
            "{of_clauses} 条中的 {clauses} 条；"
            "这些条款共 {characters} 字，占全库 {of_characters} 字的 {share}。",
            "{mentions} mentions, in {statements} of {of_statements} texts and {clauses} of "
            "{of_clauses} clauses; these have {characters} characters, {share} of all {of_characters}.",
        ),
        "none": ("文库中没有提到。", "It is not mentioned in this corpus."),
        "first": ("最早", "First"),
        "last": ("最晚", "Last"),
        "names": ("以何名称", "By which name"),
        "name": ("名称", "name"),
        "mentions": ("处数", "mentions"),
        "absent": ("未见的名称：{names}", "Not found as: {names}"),
        "years": ("按年份", "By year"),
        "year": ("年份", "year"),
        "parties": ("按参与方", "By parties"),
        "party": ("参与方", "parties"),
        "clauses": ("条数", "clauses"),
        "of": ("总条数", "of clauses"),
        "statements": ("文件数", "texts"),
        "of_statements": ("总文件数", "of texts"),
        "characters": ("字数", "characters"),
        "of_characters": ("总字数", "of characters"),
        "share": ("占比", "share"),
        "by_statement": ("按文件", "By text"),
        "statement": ("文件", "text"),
        "date": ("日期", "date"),
        "silent": ("参与方相同而未提及的文件", "Texts of the same parties that do not mention it"),
        "no_silent": (
            "参与方相同的文件都提到了它，或提到它的文件没有注明参与方。",
            "There is none: all texts of these parties mention it, or those that do name no party.",
        ),
        "when": ("时间", "when"),
        "before": ("首次提及之前", "before the first mention"),
        "between": ("两次提及之间", "between mentions"),
        "after": ("末次提及之后", "after the last mention"),
        "undated": ("日期不详", "undated"),
        "every": ("每一处", "Every mention"),
        "shown": ("第 {first}–{last} 处，共 {total} 处。", "Mentions {first}–{last} of {total}."),
        "untitled": ("无标题", "untitled"),
        "unknown": ("不详", "not stated"),
        "certificate": ("完整性证明", "Certificate of completeness"),
        "searched": ("检索了全部 {clauses} 条", "all {clauses} clauses were searched"),
        "scanned": ("与逐字扫描全部已索引文本的结果一致", "a plain scan of all indexed texts found the same"),
        "unscanned": ("未与逐字扫描比较", "not compared with a plain scan"),
        "left_out": (
            "读入 {files} 个源文件，其 {characters} 个字符中 {left} 个不在任何条文内",
            "{left} of the {characters} characters of {files} files are in no clause",
        ),
        "skipped": ("{files} 个源文件未能读入", "{files} files could not be read"),
        "index": ("索引 {index}，文库 {corpus}", "index {index}, corpus {corpus}"),
        "sheet.mentions": ("提及", "mentions"),
        "sheet.statements": ("文件", "statements"),
        "sheet.years": ("年份", "years"),
        "sheet.parties": ("参与方", "parties"),
        "sheet.names": ("名称", "names"),
        "sheet.silent": ("未提及", "silent"),
        "sheet.certificate": ("完整性证明", "certificate"),
    }
)
"""Each text by its key; names in braces are values."""


def dossier_said(key: str, language: str, **values: object) -> str:
    """Return a text in ``zh``, ``zh-Hant`` or ``en``; its values stay as they are."""
    return in_language(DOSSIER_WORDS[key], language).format_map(values)
