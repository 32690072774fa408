"""Lines that are no message: each is answered with an error, so that no client waits for ever."""

from __future__ import annotations

import json
from types import TracebackType
from typing import Any

from anyio import EndOfStream
from mcp.shared.message import SessionMessage
from mcp_types import INVALID_REQUEST, PARSE_ERROR, ErrorData, JSONRPCError
from pydantic import ValidationError


class AnsweredLines:
    """The messages of ``read``; what could not be read as one is answered on ``write`` instead."""

    def __init__(self, read: Any, write: Any) -> None:
        self._read, self._write = read, write

    @property
    def last_context(self) -> Any:
        """The context in which the last message was sent."""
        return getattr(self._read, "last_context", None)

    async def receive(self) -> SessionMessage:
        """Return the next message."""
        while isinstance(found := await self._read.receive(), Exception):
            if (refused := refusal(found)) is not None:
                await self._write.send(SessionMessage(refused))
        message: SessionMessage = found
        return message

    def __aiter__(self) -> AnsweredLines:
        return self

    async def __anext__(self) -> SessionMessage:
        try:
            return await self.receive()
        except EndOfStream:
            raise StopAsyncIteration from None

    async def aclose(self) -> None:
        """Close the stream of messages."""
        await self._read.aclose()

    async def __aenter__(self) -> AnsweredLines:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


def refusal(error: Exception) -> JSONRPCError | None:
    """Return the answer to a line that ``error`` was raised for; None for a notification, which gets none."""
    found = error.errors(include_url=False) if isinstance(error, ValidationError) else []
    line = next((each["input"] for each in found if each["type"] == "json_invalid"), None)
    if line is None:  # JSON, but no message
        value = next((each["input"] for each in found if isinstance(each["input"], dict)), None)
        return _error(value, INVALID_REQUEST, "this is no message of JSON-RPC 2.0")
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return _error(None, PARSE_ERROR, "this line is no JSON")
    if isinstance(value, dict) and "method" in value and "id" not in value:
        return None
    return _error(value, INVALID_REQUEST, "a string holds half of a surrogate pair, which is no character")


def _error(value: Any, code: int, message: str) -> JSONRPCError:
    known = value.get("id") if isinstance(value, dict) else None
    is_id = isinstance(known, int | str) and not isinstance(known, bool)
    if is_id and isinstance(known, str):
        known = known.encode("utf-8", "replace").decode("utf-8")
    return JSONRPCError(
        jsonrpc="2.0", id=known if is_id else None, error=ErrorData(code=code, message=message)
    )
