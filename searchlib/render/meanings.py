"""What is asked with: each operation and each parameter in words, said once.

The description of the API and the tools for language models are made of it. English, since programs and
models read it; shapes of answers have their meanings in :mod:`searchlib.render.shapes` and its neighbours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from searchlib.query.limits import MAX_DEPTH, MAX_OPERANDS, MAX_QUERY, MAX_TEXT


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that can be asked: its title, and what the answer is."""

    title: str
    description: str


OPERATIONS: Mapping[str, Operation] = MappingProxyType(
    {
        "search": Operation(
            "Search clauses",
            "Search Chinese official texts (joint statements, communiqués, reports, laws) clause by clause. "
            "The tiers (exact, words, some) are never mixed, and totals are exact counts of clauses.",
        ),
        "mentions": Operation(
            "Every mention",
            "List every mention of a project by any of its names, or of any text, oldest first, each with "
            "its context, file and offsets. The counts are of the whole corpus and complete; the "
            "certificate says whether a plain scan of all indexed texts found the same.",
        ),
        "quotations": Operation(
            "Check quotations",
            "Tell whether a quotation stands in the texts: verbatim (in either script), with differences, "
            "which are given character by character with their places, or not at all, with the nearest "
            "clause.",
        ),
        "statements": Operation(
            "Documents that satisfy a query",
            "List the documents that hold all keywords somewhere, or do not: AND, OR and NOT are "
            "evaluated over whole documents. Complete; each with how many of its clauses hold each "
            "keyword. The certificate says whether a plain scan of all texts found the same.",
        ),
        "show": Operation(
            "Read a statement or clause",
            "Read a document, or a clause or section of it with its neighbours, in its original characters.",
        ),
        "list": Operation(
            "List documents",
            "List the documents of the corpus, oldest first, with date, parties and kind.",
        ),
        "projects": Operation(
            "Known projects",
            "List the projects, organisations and countries that are known by several names: all their "
            "names, what they are, and how often each is mentioned in the texts.",
        ),
        "facets": Operation(
            "Facets of an answer",
            "Count the clauses of an answer by country, year, kind, publisher and script, each with the "
            "query that narrows to it.",
        ),
        "timeline": Operation(
            "Timeline of an answer",
            "Count the clauses of an answer by year, tier by tier, without gaps.",
        ),
        "suggestions": Operation(
            "Suggestions while typing",
            "Complete the last word of a query that is being typed: with projects, countries, titles and "
            "words of the texts.",
        ),
        "kwic": Operation(
            "Concordance",
            "List every place that a query marks as a line in its context, sorted by the characters beside "
            "it, by date or by parties, or a random sample; or count what is beside it, words near it, and "
            "how it is spread over statements and years.",
        ),
        "dossier": Operation(
            "Dossier of a name",
            "All that the texts say of a project, name or query: counts by statement, year and parties, "
            "which name stands where, the first and last mention, statements of the same parties that do not "
            "mention it, and the mentions themselves.",
        ),
        "formula": Operation(
            "Variants of a set phrase",
            "List the wordings of a set phrase in all texts, most frequent first, with counts by year and "
            "party, and the words that follow.",
        ),
        "boilerplate": Operation(
            "Boilerplate and own words",
            "Tell how much of a clause, section or statement stands in other statements word for word, and "
            "which words are its own.",
        ),
        "names": Operation(
            "Names nobody listed",
            "Strings of the texts that may be further names of a project, ranked, each with its evidence and "
            "its first places. They are proposals: read the places before you rely on one.",
        ),
        "compare": Operation(
            "Compare two documents",
            "Compare two documents, or the last two versions of a law, clause by clause, aligned by "
            "what they say, not by number. Each row tells what is the same, changed, split, merged, new or "
            "dropped, what moved, and the difference of the wording, by words.",
        ),
        "lineage": Operation(
            "Lineage of formulas",
            "Follow each formula through the statements of China and a country, or the articles of a law "
            "through its versions, in time order: when it enters, changes, disappears and returns.",
        ),
    }
)
"""Every operation by its name; tools and addresses are named after it."""

PARAMETERS: Mapping[str, str] = MappingProxyType(
    {
        "query": (
            "Keywords, each found contiguously as written, in Simplified and Traditional alike; blanks mean "
            'all of them. "…" is a phrase, OR either, -word without, NEAR/10 within that distance, @name a '
            "project by any of its names; country:秘鲁, year:2013..2016, kind:law, title:…, publisher:… "
            "narrow. Numerals are found in every spelling (3年, 三年) and not inside longer ones; "
            '="…" takes them as typed. Inside a keyword ? is one character and * up to ten. '
            "A title and a number (公司法第十五条) name an article, which comes first."
        ),
        "query.limits": (
            f"At most {MAX_QUERY:,} characters (code points), {MAX_TEXT} of them text, {MAX_OPERANDS} "
            f"operands, {MAX_DEPTH} levels."
        ),
        "query.pasted": "A longer text is looked up clause by clause.",
        "query.documents": (
            "As of search, but of whole documents: each keyword may stand in any clause, and AND, OR, NOT "
            "and -word connect documents. 'country:秘鲁 -两洋铁路' are those of Peru that never mention it."
        ),
        "query.places": "As of search; every place that it marks is a line.",
        "query.counted": "As of search; all clauses of the answer are counted.",
        "query.typed": "What has been typed; its last word is completed.",
        "scope": "What must hold every keyword: one clause, or one statement anywhere.",
        "by": (
            "Also count everything found by groups, with rates per clause and million characters; of a "
            "search, the clauses of the first tier that holds any."
        ),
        "exact": "Only clauses with every keyword exactly as written.",
        "sort": "The order within a tier: date is newest first, corpus oldest first.",
        "group": "Keep a statement's hits together; the limit then counts statements.",
        "flat": (
            "Do not fold. By relevance each statement has at most three hits (more only in a short answer), "
            "the last with the number of further clauses; copies of a text in others stand with the first."
        ),
        "explain": "Say of each hit what its score is made of.",
        "no_prior": "Do not put documents that others cite first, where clauses hold only some of the words.",
        "name": (
            "A project by any of its names in any language, or any text, which is found as written, numerals "
            'in every spelling; ? is one character, * up to ten, and ="6日" is exactly as typed.'
        ),
        "name.dossier": "A project by any of its names, any text, or a query such as '铁路 country:秘鲁'.",
        "name.project": "A project, organisation or country by any of its names.",
        "width": "Characters of context on each side.",
        "text.quotation": "The quotation, of any length; or a text with several of them, see by.",
        "by.quotation": (
            "What to check: the whole text; what stands in quotation marks in it; each of its lines."
        ),
        "id": (
            "The id of a document, or of a clause (document id, #, path), as in other answers; or a title, "
            "also a short one, with an article's number: 公司法第十五条."
        ),
        "id.document": "The id of a document, as in other answers; or a title, with an article's number.",
        "id.boilerplate": "The id of a document, or of a clause or section: document id, #, path.",
        "clause": "The path of a clause or section, such as 8.",
        "around": "For a clause: how many clauses before and after it.",
        "show.kwic": (
            "The lines; the strings directly left and right; words near it with log-likelihood, Dice and "
            "logDice; dispersion over statements (Juilland's D, DP) and frequency by year."
        ),
        "order": (
            "Up to three levels to sort lines by, separated by blanks: L1 … L5, R1 … R5, date, party, "
            "statement, match."
        ),
        "sample": "Draw so many lines at random; 0 for all.",
        "seed": "Of the sample: the same seed draws the same lines.",
        "reach": "Characters on each side that are near, for collocates.",
        "text.formula": "A set phrase of 4 to 100 characters, such as 坚定奉行一个中国.",
        "stretch": "Characters of the shortest stretch that counts.",
        "before": "The first document: its id, or its title.",
        "after": "The second; empty to compare the last two versions of the law that the first one names.",
        "show.compare": "What differs or moved; everything; or what stands on one side only.",
        "of": "A country, for its statements with China; or the id or title of a statement or a law.",
        "unit": "What is followed: by default sentences of statements and clauses of laws.",
        "all": "Formulas that stay the same, too.",
        "kind.project": "Only projects, organisations or countries.",
        "mentioned": "Only what is mentioned in the texts.",
        "offset": "How many rows to skip.",
    }
)
"""Every parameter by its name and, where the same name is of several things, by what it is of."""
