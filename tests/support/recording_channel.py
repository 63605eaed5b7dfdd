"""A stand-in for the probe's channel that keeps what the sensors send."""

from typing import Any


class RecordingChannel:
    """Keeps the events and messages that are put."""

    def __init__(self) -> None:
        self.items: list[Any] = []

    def put(self, item: Any) -> bool:
        """Keep an event, or a message as a dict; return True: it is not lost."""
        self.items.append(item)
        return True

    def expect(self, count: int) -> None:
        """Do nothing: what is put arrives at once."""

    def events(self, kind: str) -> list[Any]:
        """Return the events of one kind, in the order in which they were put."""
        return [item for item in self.items if getattr(item, "kind", None) == kind]
