"""Which names stand for secrets."""

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
# These are the guest's subject, shown by sensors of their own; docs/security.md says why they stay.
OPEN_HEADERS: Final = frozenset({"cookie", "set-cookie"})

# They say whether credentials may travel, and hold none.
PERMISSIONS: Final = frozenset({"access-control-allow-credentials", "supports-credentials"})

_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SECRET: Final = re.compile(
    r"(?:^|[^a-z])(?:"
    r"pass|passwd|password|passphrase|passcode|pwd|secret|token|otp|jwt|bearer|authorization|credentials?|"
    r"(?:api|private|access|secret|signing|encryption|auth|master|client|ssh)[^a-z]?key|apikey|authtoken|accesstoken"
    r")s?(?:[^a-z]|$)"
)
# Cheap to look for; without one of these in it no text can name a secret.
HINT: Final = re.compile(r"pass|pwd|secret|token|key|otp|jwt|bearer|auth|credential|://", re.IGNORECASE)


LONGEST: Final = 200


def is_secret(name: str) -> bool:
    """Whether a name, in any spelling (`apiKey`, `API_KEY`, `x-api-key`), stands for a secret.

    One longer than 200 characters is none, and is not remembered either: a guest could fill the memory so.
    """
    return len(name) <= LONGEST and _stands_for_secret(name)


@lru_cache(maxsize=4096)
def _stands_for_secret(name: str) -> bool:
    plain = name.lower()
    header = plain.removeprefix("http_").replace("_", "-")
    if header in PERMISSIONS:
        return False
    if plain in SECRET_HEADERS or header in SECRET_HEADERS:
        return True
    return _SECRET.search(_CAMEL.sub("_", name).lower()) is not None
