"""Recognises the names of secrets: of headers, fields, variables and columns."""

import re
from functools import lru_cache
from typing import Final

SECRET_HEADERS: Final = frozenset(
    {
        "authorization",
        "proxy-authorization",
        "x-api-key",
        "x-auth-token",
        "x-access-token",
        "x-amz-security-token",
    }
)
# Cookies are shown by a sensor of their own; docs/security.md says why they are not redacted.
OPEN_HEADERS: Final = frozenset({"cookie", "set-cookie"})

# They say whether credentials may be sent, and contain none.
PERMISSIONS: Final = frozenset({"access-control-allow-credentials", "supports-credentials"})

_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SECRET: Final = re.compile(
    r"(?:^|[^a-z])(?:"
    r"pass|passwd|password|passphrase|passcode|pwd|secret|token|otp|jwt|bearer|authorization|credentials?|"
    r"(?:api|private|access|secret|signing|encryption|auth|master|client|ssh)[^a-z]?key|apikey|authtoken|accesstoken"
    r")s?(?:[^a-z]|$)"
)
# A quick test: a text without one of these cannot contain the name of a secret.
HINT: Final = re.compile(r"pass|pwd|secret|token|key|otp|jwt|bearer|auth|credential|://", re.IGNORECASE)
NAME_LENGTH: Final = 200


def is_secret(name: str) -> bool:
    """Return whether a name, in any spelling (`apiKey`, `API_KEY`, `x-api-key`), is that of a secret.

    A name of more than 200 characters is not, and is not cached either: a guest could fill our memory with
    them.
    """
    return len(name) <= NAME_LENGTH and _is_secret_name(name)


@lru_cache(maxsize=4096)
def _is_secret_name(name: str) -> bool:
    plain = name.lower()
    header = plain.removeprefix("http_").replace("_", "-")
    if header in PERMISSIONS:
        return False
    if plain in SECRET_HEADERS or header in SECRET_HEADERS:
        return True
    return _SECRET.search(_CAMEL.sub("_", name).lower()) is not None
