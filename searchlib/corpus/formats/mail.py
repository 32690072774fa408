"""Messages (.eml) and pages saved as one file (.mht): the part that is the text, decoded.

A message gives its subject, its day and its body; a saved page gives its HTML. The text taken out is what offsets
count in. Attachments are other files: they are named, so that nothing is lost in silence.
"""

from __future__ import annotations

import html
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime

from searchlib.corpus.encodings import decode
from searchlib.errors import UnreadableFile

_MOST_PARTS = 1000
_READ = ("text/html", "application/xhtml+xml", "text/plain")


def mail_text(data: bytes, file: str, saved_page: bool) -> str:
    """The text of a message, or of a page saved with its pictures; HTML where the part is HTML.

    Raises UnreadableFile where there is no text, where something is attached, or where the file is no message.
    """
    try:
        message = message_from_bytes(data, policy=policy.compat32)
        parts = [part for part in message.walk() if not part.is_multipart()]
        texts = [part for part in parts if part.get_content_type() in _READ]
        attached = [part for part in parts if part.get_content_disposition() == "attachment"]
        body = _body([part for part in texts if part not in attached], saved_page)
        if len(parts) > _MOST_PARTS or body is None:
            raise UnreadableFile(file, "file.no-mail-text")
        text = _decoded(body, file)
    except UnreadableFile:
        raise
    except MemoryError:
        raise
    except Exception as error:  # headers that are spoiled make the parser fail in many ways
        raise UnreadableFile(file, "file.damaged-mail", problem=type(error).__name__) from error
    if attached and not saved_page:
        names = ", ".join(str(part.get_filename() or part.get_content_type()) for part in attached[:3])
        raise UnreadableFile(file, "file.attachments", n=len(attached), names=names)
    is_html = body.get_content_type() != "text/plain"
    return text if saved_page else _with_head(text, message, is_html)


def _body(texts: list[Message], saved_page: bool) -> Message | None:
    """The part to read: of a page the first HTML, of a message its plain text where it has one."""
    pages = [part for part in texts if part.get_content_type() != "text/plain"]
    plain = [part for part in texts if part.get_content_type() == "text/plain"]
    return next(iter([*pages, *plain] if saved_page else [*plain, *pages]), None)


def _decoded(part: Message, file: str) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    return decode(data, file, part.get_content_charset()).text.replace("\x00", "")


def _with_head(text: str, message: Message, is_html: bool) -> str:
    """The text below what a mail program shows above it: subject and day."""
    subject = " ".join(_header(message, "subject").split())
    day = _day(message)
    if is_html:
        title = f"<title>{html.escape(subject)}</title>" if subject else ""
        return f'{title}<meta name="PubDate" content="{day}">\n{text}' if day else f"{title}\n{text}"
    head = "\n".join(line for line in (subject, day) if line)
    return f"{head}\n\n{text}" if head else text


def _header(message: Message, name: str) -> str:
    raw = message.get(name)
    if raw is None:
        return ""
    head = EmailMessage(policy=policy.default)
    head[name] = " ".join(str(raw).split())
    return str(head[name])


def _day(message: Message) -> str:
    try:
        return parsedate_to_datetime(str(message.get("date", ""))).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
