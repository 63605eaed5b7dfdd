"""A finished exchange with the questions that an experiment asks of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.handbook.undecided import Undecided
from server.i18n import gettext as _
from server.model.exchange import Exchange, Response


@dataclass(frozen=True, slots=True)
class Seen:
    """A finished exchange; what it cannot answer raises Undecided, so that the claim stays undecided."""

    exchange: Exchange

    @property
    def sent(self) -> str:
        """The request in a few words, such as `GET /loans`."""
        request = self.exchange.request
        return f"{request.method} {request.path}" + (f"?{request.query}" if request.query else "")

    @property
    def response(self) -> Response:
        """The response; Undecided if there is none."""
        response = self.exchange.response
        if response is None:
            raise Undecided(
                _("%(request)s got no answer.", request=self.sent),
                _("Look at the guest's output for the reason."),
            )
        return response

    @property
    def status(self) -> int:
        """The status code of the response."""
        return self.response.status

    @property
    def status_line(self) -> str:
        """The status as people write it, such as `404 NOT FOUND`."""
        return f"{self.response.status} {self.response.reason}"

    @property
    def text(self) -> str:
        """The body of the response as text; Undecided if it was cut off or is not text."""
        body = self.response.body
        text = body.text
        if text is None or body.truncated:
            raise Undecided(
                _("The body of %(request)s was not stored whole as text.", request=self.sent),
                _("Shorten the answer, and encode it in UTF-8."),
            )
        return text

    def json(self) -> Any:
        """Return the body of the response, parsed as JSON; Undecided if it is not JSON."""
        try:
            return json.loads(self.text)
        except ValueError:
            raise Undecided(
                _(
                    "%(request)s answered %(status)s with something that is not JSON.",
                    request=self.sent,
                    status=self.status_line,
                ),
                _("Let the view answer JSON again, or restore the lab."),
            ) from None

    def header(self, name: str) -> str | None:
        """Return the first header of that name in the response, or None."""
        return self.response.header(name)

    def all_headers(self, name: str) -> tuple[str, ...]:
        """Return every header of that name in the response, in the order sent."""
        return self.response.all_headers(name)

    def all_of(self, kind: str) -> tuple[Mapping[str, Any], ...]:
        """Return the bodies of the events of one kind, in order (docs/events.md)."""
        return tuple(event.body for event in self.exchange.of(kind))

    def of(self, kind: str) -> Mapping[str, Any]:
        """Return the body of the first event of one kind (docs/events.md); Undecided if there is none."""
        event = self.exchange.first(kind)
        if event is None:
            raise Undecided(
                _("The probe reported no %(kind)s event for %(request)s.", kind=kind, request=self.sent),
                _("Check which sensors are on for this guest."),
            )
        return event.body
