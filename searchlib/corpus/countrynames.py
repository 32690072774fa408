"""What countries are called in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from babel import Locale


@cache
def country_names(language: str) -> Mapping[str, str]:
    """Names by ISO 3166-1 alpha-2 code, from Unicode CLDR; ``language`` is ``zh`` or ``en``.

    >>> country_names("zh")["PE"], country_names("en")["PE"]
    ('秘鲁', 'Peru')
    """
    territories = Locale.parse(language).territories
    return MappingProxyType({code: name for code, name in territories.items() if re.fullmatch("[A-Z]{2}", code)})
