"""The tools, in the order of their pages."""

from dataclasses import dataclass
from typing import Final

from server.i18n import Lazy
from server.i18n import lazy_gettext as _


@dataclass(frozen=True, slots=True)
class Tool:
    """A page about an open app: `id` is the name of its route in the blueprint."""

    id: str
    label: Lazy
    summary: Lazy


TOOLS: Final = (
    Tool(
        "routes",
        _("Routes"),
        _("Which rule takes a request, why each other one does not, and what no request reaches."),
    ),
    Tool("audit", _("Settings check"), _("Settings that are dangerous, missing or contradictory.")),
)
