"""What a guest has said about its settings, and what the audit asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from server.lenses.kit.formatting import place
from server.tools.tokens.known_keys import KNOWN_KEYS

VALUES: Final = (
    "APPLICATION_ROOT",
    "DEBUG",
    "ENV",
    "EXPLAIN_TEMPLATE_LOADING",
    "JSON_AS_ASCII",
    "JSON_SORT_KEYS",
    "JSONIFY_MIMETYPE",
    "JSONIFY_PRETTYPRINT_REGULAR",
    "MAX_CONTENT_LENGTH",
    "MAX_FORM_MEMORY_SIZE",
    "MAX_FORM_PARTS",
    "PERMANENT_SESSION_LIFETIME",
    "PREFERRED_URL_SCHEME",
    "PROPAGATE_EXCEPTIONS",
    "REMEMBER_COOKIE_HTTPONLY",
    "REMEMBER_COOKIE_SAMESITE",
    "REMEMBER_COOKIE_SECURE",
    "SERVER_NAME",
    "SESSION_COOKIE_DOMAIN",
    "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_NAME",
    "SESSION_COOKIE_PATH",
    "SESSION_COOKIE_SAMESITE",
    "SESSION_COOKIE_SECURE",
    "SQLALCHEMY_COMMIT_ON_TEARDOWN",
    "SQLALCHEMY_DATABASE_URI",
    "SQLALCHEMY_ECHO",
    "SQLALCHEMY_MAX_OVERFLOW",
    "SQLALCHEMY_POOL_RECYCLE",
    "SQLALCHEMY_POOL_SIZE",
    "SQLALCHEMY_POOL_TIMEOUT",
    "SQLALCHEMY_TRACK_MODIFICATIONS",
    "TESTING",
    "TRUSTED_HOSTS",
    "WTF_CSRF_ENABLED",
    "WTF_CSRF_CHECK_DEFAULT",
)
SECRETS: Final = ("SECRET_KEY", "JWT_SECRET_KEY", "WTF_CSRF_SECRET_KEY", "SECURITY_PASSWORD_SALT")
PACKAGES: Final = ("flask-sqlalchemy",)
QUESTION: Final[Mapping[str, Any]] = {
    "values": list(VALUES),
    "secrets": list(SECRETS),
    "packages": list(PACKAGES),
    "listed": list(KNOWN_KEYS),
}


@dataclass(frozen=True, slots=True)
class SettingFacts:
    """The answer of a guest about its settings."""

    answer: Mapping[str, Any]

    def text(self, name: str) -> str | None:
        """Return a setting that is a text, None for any other."""
        found: str | None = self._value(name).get("text")
        return found

    def number(self, name: str) -> float | None:
        """Return a setting that is a number; a span of time is one of seconds."""
        found: float | None = self._value(name).get("number")
        return found

    def truth(self, name: str) -> bool | None:
        """Return a setting that is true or false, None for any other."""
        found: bool | None = self._value(name).get("truth")
        return found

    def type(self, name: str) -> str:
        """Return the name of a setting's type; `NoneType` also where it is not set."""
        return str(self._value(name).get("type", "NoneType"))

    def is_none(self, name: str) -> bool:
        """Return whether a setting is None or not set."""
        return self.type(name) == "NoneType"

    def is_set(self, name: str) -> bool:
        """Return whether the app has the setting, if only by a default."""
        return bool(self._value(name).get("set"))

    def is_known(self, name: str) -> bool:
        """Return whether the installed Flask has a default for the setting."""
        return bool(self._value(name).get("known"))

    def length(self, name: str) -> int | None:
        """Return the length of a secret in bytes; None where there is none, or one that is no text."""
        secret = self.answer["secrets"].get(name, {})
        return secret.get("length") if secret.get("set") else None

    def is_listed(self, name: str) -> bool:
        """Return whether a secret is one of `KNOWN_KEYS`."""
        return self.answer["secrets"].get(name, {}).get("listed") is not None

    def use(self, name: str) -> str | None:
        """Return the place where the app's code uses `session` or `files`; None if none was found."""
        found = self.answer["uses"].get(name)
        return place(found["file"] or found["name"], found["line"]) if found else None

    @property
    def signs_sessions(self) -> bool:
        """Whether the app keeps sessions in signed cookies, as Flask does by itself."""
        return bool(self.answer["signed_sessions"])

    def major(self, package: str) -> int | None:
        """Return the first number of an installed package's version; None if it is not installed."""
        first = (self.answer["packages"].get(package) or "").partition(".")[0]
        return int(first) if first.isascii() and first.isdigit() and len(first) < 5 else None  # noqa: PLR2004

    def _value(self, name: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.answer["values"].get(name, {})
        return found
