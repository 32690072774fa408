"""The styles of citations, with the media type of each; naming them loads nothing that writes them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class CitationStyle(StrEnum):
    """The styles of citations."""

    GBT7714 = "gbt7714"
    FOOTNOTE = "footnote"
    BIBTEX = "bibtex"
    RIS = "ris"
    CSL_JSON = "csl-json"


MEDIA_TYPES: Mapping[CitationStyle, str] = MappingProxyType(
    {
        CitationStyle.GBT7714: "text/plain; charset=utf-8",
        CitationStyle.FOOTNOTE: "text/plain; charset=utf-8",
        CitationStyle.BIBTEX: "application/x-bibtex; charset=utf-8",
        CitationStyle.RIS: "application/x-research-info-systems; charset=utf-8",
        CitationStyle.CSL_JSON: "application/vnd.citationstyles.csl+json",
    }
)
"""The media type of the citations of each style."""
