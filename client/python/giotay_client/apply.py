"""The ten lines every client of Giotay is made of: a view, and how it is kept level. Pure; no socket."""

from typing import Any

View = dict[str, dict[str, Any]]


class Replica:
    """What a client holds of a room: the view, and the cursor up to which it is complete."""

    def __init__(self) -> None:
        self.view: View = {}
        self.me: dict[str, Any] = {}
        self.seq = 0
        self.head = ""
        self.asking = False

    def sync(self, message: dict[str, Any]) -> None:
        """Take a `sync`: a whole view, or the patch from where this replica stopped."""
        if message["mode"] == "view":
            self.view = message["view"]
        else:
            self._apply(message["patch"])
        self.me = message["me"]
        self.seq, self.head, self.asking = message["seq"], message["head"], False

    def update(self, message: dict[str, Any]) -> bool:
        """Take an `update`; False when something is missing before it and a `resync` must be asked for."""
        if message["from"] > self.seq:
            if not self.asking:
                self.asking = True
                return False
        elif message["to"] > self.seq:
            self._apply(message["patch"])
            self.seq, self.head = message["to"], message["head"]
        return True

    def _apply(self, patch: View) -> None:
        for collection, entities in patch.items():
            for key, entity in entities.items():
                if entity is None:
                    self.view.setdefault(collection, {}).pop(key, None)
                else:
                    self.view.setdefault(collection, {})[key] = entity
