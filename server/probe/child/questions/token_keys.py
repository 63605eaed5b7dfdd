"""The keys of the app, each under the name of its setting; they never leave the guest."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..describe.static_access import instance_dict, is_a, items_of
from ..guest.routes import apps_behind

SETTINGS = ("SECRET_KEY", "JWT_SECRET_KEY", "JWT_PUBLIC_KEY", "WTF_CSRF_SECRET_KEY")
FALLBACKS = "SECRET_KEY_FALLBACKS"
KEYS_LIMIT = 20
PUBLIC = (b"-----BEGIN PUBLIC KEY", b"-----BEGIN RSA PUBLIC KEY", b"-----BEGIN CERTIFICATE", b"ssh-")


class NamedKey(NamedTuple):
    """A key as bytes, with the name of its setting."""

    name: str
    value: bytes

    @property
    def is_public(self) -> bool:
        """Whether everybody may have it, as the other half of a key that signs."""
        return self.value.lstrip().startswith(PUBLIC)


def main_app(app: Any) -> Any:
    """Return the Flask app that answers at the root; TypeError if it is none."""
    from flask import Flask

    main = next(inner for below, inner in apps_behind(app) if not below)
    if not is_a(main, Flask):
        raise TypeError("the app is not one of Flask")
    return main


def keys_of(app: Any) -> list[NamedKey]:
    """Return the keys of an app, those of SECRET_KEY and its fallbacks first."""
    config: Any = (instance_dict(app) or {}).get("config")
    settings = dict(config) if is_a(config, dict) else {}
    fallbacks = items_of(settings.get(FALLBACKS)) or []
    named = [
        ("SECRET_KEY", settings.get("SECRET_KEY")),
        *((f"{FALLBACKS}[{number}]", value) for number, value in enumerate(fallbacks[:KEYS_LIMIT])),
        *((name, settings.get(name)) for name in SETTINGS[1:]),
    ]
    found = [NamedKey(name, as_bytes(value)) for name, value in named]
    return [key for key in found if key.value]


def as_bytes(value: Any) -> bytes:
    """Return a key as bytes; none for one that is neither text nor bytes."""
    if type(value) is str:
        return value.encode("utf-8", "surrogatepass")
    return value if type(value) is bytes else b""


def name_among(keys: list[NamedKey], value: Any) -> NamedKey:
    """Return the named key of that value; one without a setting if it is none of them."""
    wanted = as_bytes(value)
    return next((key for key in keys if key.value == wanted), NamedKey("", wanted))
