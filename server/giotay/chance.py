"""Randomness for ids and salts, from the system, fetched by the page: one call for each of them is what they cost."""

import os
from typing import Final

_PAGE: Final = 4_096


class Chance:
    """Bytes that nobody can foretell, each given out once."""

    def __init__(self) -> None:
        self._page = b""
        self._at = 0

    def take(self, count: int) -> bytes:
        """So many fresh bytes, at most a page of them."""
        if self._at + count > len(self._page):
            self._page, self._at = os.urandom(_PAGE), 0
        at, self._at = self._at, self._at + count
        return self._page[at : at + count]

    def forget(self) -> None:
        """Begin a new page; a child process must not go on with its parent's."""
        self._page = b""


chance: Final = Chance()
os.register_at_fork(after_in_child=chance.forget)
