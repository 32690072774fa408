"""A cache bounded by bytes: arrays made once, the least recently used ones dropped first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class ByteCache(Generic[Value]):
    """Values by string, at most ``capacity`` bytes of them. Safe to share between threads."""

    def __init__(self, capacity: int, size: Callable[[Value], int]) -> None:
        self._capacity, self._size = capacity, size
        self._kept: OrderedDict[str, tuple[Value, int]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: str, make: Callable[[str], Value]) -> Value:
        """Return the value of ``key``, which ``make`` returns if it is not kept."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found[0]
        value = make(key)
        self._keep(key, value)
        return value

    def _keep(self, key: str, value: Value) -> None:
        taken = self._size(value) + len(key)
        with self._lock:
            if key in self._kept or taken > self._capacity:
                return
            self._kept[key] = value, taken
            self._bytes += taken
            while self._bytes > self._capacity:
                self._bytes -= self._kept.popitem(last=False)[1][1]
