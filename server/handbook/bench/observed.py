"""An exchange as an experiment reads it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.handbook.undecided import Undecided
from server.model.exchange import Exchange, Response


@dataclass(frozen=True, slots=True)
class Seen:
    """A finished exchange whose every question has an answer, or makes the claim undecided."""

    exchange: Exchange

    @property
    def sent(self) -> str:
        """The request in a few words, such as `GET /loans`."""
        request = self.exchange.request
        return f"{request.method} {request.path}" + (f"?{request.query}" if request.query else "")

    @property
    def response(self) -> Response:
        """The answer."""
        response = self.exchange.response
        if response is None:
            raise Undecided(f"{self.sent} got no answer.", "Look at the guest's output for the reason.")
        return response

    @property
    def status(self) -> int:
        """The status code of the answer."""
        return self.response.status

    @property
    def status_line(self) -> str:
        """The status as people write it, such as `404 NOT FOUND`."""
        return f"{self.response.status} {self.response.reason}"

    @property
    def text(self) -> str:
        """The body of the answer as text."""
        body = self.response.body
        text = body.text
        if text is None or body.truncated:
            raise Undecided(
                f"The body of {self.sent} was not kept whole as text.",
                "Make the answer a shorter one in UTF-8.",
            )
        return text

    def json(self) -> Any:
        """The body of the answer, parsed as JSON."""
        try:
            return json.loads(self.text)
        except ValueError:
            raise Undecided(
                f"{self.sent} answered {self.status_line} with something that is not JSON.",
                "Let the view answer JSON again, or restore the lab.",
            ) from None

    def header(self, name: str) -> str | None:
        """The first header of that name in the answer, or None."""
        return self.response.header(name)

    def all_headers(self, name: str) -> tuple[str, ...]:
        """Every header of that name in the answer, in the order sent."""
        return self.response.all_headers(name)

    def all_of(self, kind: str) -> tuple[Mapping[str, Any], ...]:
        """The bodies of the events of one kind, in order (docs/events.md)."""
        return tuple(event.body for event in self.exchange.of(kind))

    def of(self, kind: str) -> Mapping[str, Any]:
        """The body of the first event of one kind (docs/events.md)."""
        event = self.exchange.first(kind)
        if event is None:
            raise Undecided(
                f"The probe reported no {kind} event for {self.sent}.",
                "Check which sensors are on for this guest.",
            )
        return event.body
