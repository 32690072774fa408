"""What a downloaded answer is called: what was asked, what it is, the day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import quote

from searchlib.web.messages import Messages

_UNFIT = re.compile(
    r'[\s\\/:*?"<>|.%\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+'
)
"""What a system does not allow in a name, or a reader does not see."""

_LONGEST = 40
"""Characters of what was asked: 255 bytes are the most that most systems take."""


def attachment(messages: Messages, what: str, asked: str, form: str) -> Mapping[str, str]:
    """Return the header by which an answer is stored as a file, its name in both forms of RFC 6266.

    ``what`` is ``hits``, ``mentions`` or ``dossier``; a reader of Chinese has the name in Chinese.
    """
    words = _UNFIT.sub("_", asked).strip("_-=+@ ")[:_LONGEST]
    parts = [words, messages(f"file.{what}"), date.today().isoformat()]
    name = f"{'-'.join(part for part in parts if part)}.{form}"
    named = f"filename=\"searchlib-{what}.{form}\"; filename*=UTF-8''{quote(name, safe='')}"
    return {"Content-Disposition": f"attachment; {named}"}
