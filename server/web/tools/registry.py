"""The tools, in the order of their pages."""

from dataclasses import dataclass
from typing import Final

from server.i18n import Lazy
from server.i18n import lazy_gettext as _


@dataclass(frozen=True, slots=True)
class Tool:
    """A page about an open app; `id` is the last part of its address."""

    id: str
    endpoint: str
    label: Lazy
    summary: Lazy


TOOLS: Final = (
    Tool(
        "routes",
        "tools.routes",
        _("Routes"),
        _("Which rule takes a request, why each other one does not, and what no request reaches."),
    ),
    Tool(
        "audit",
        "tools.audit",
        _("Settings check"),
        _("Settings that are dangerous, missing or contradictory."),
    ),
    Tool(
        "tokens",
        "tools_tokens.page",
        _("Sessions and tokens"),
        _("What a cookie or token contains, whether the app accepts it, and what is weak about it."),
    ),
    Tool(
        "access",
        "tools_access.page",
        _("Access"),
        _("Which visitor may open what: each GET route, requested as nobody and as each visitor."),
    ),
)
