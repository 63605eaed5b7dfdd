"""Try the keys that everybody knows on a token, on this machine."""

import base64
import hashlib
import hmac
from typing import Final

from itsdangerous import Signer

from server.tools.tokens.known_keys import KNOWN_KEYS
from server.tools.tokens.read import ReadToken

SALTS: Final = (
    "cookie-session",
    "itsdangerous",
    "itsdangerous.Signer",
    "wtf-csrf-token",
    "email-confirm",
    "email-confirmation",
    "email-confirm-key",
    "password-reset",
    "password-reset-salt",
    "reset-password",
    "recover-key",
    "confirm",
    "activate",
    "auth",
)
_HMAC: Final = {"HS256": "sha256", "HS384": "sha384", "HS512": "sha512"}
_SESSION: Final = (("hmac", "cookie-session"),)


def known_key(token: ReadToken) -> str | None:
    """Return the known key that has signed a token; None if it is none of them."""
    match token.kind:
        case "session":
            return next((key for key in KNOWN_KEYS if _fits(token.text, key, *_SESSION[0])), None)
        case "remember":
            return next((key for key in KNOWN_KEYS if _remembers(token.text, key)), None)
        case "jwt" if token.algorithm in _HMAC:
            return next((key for key in KNOWN_KEYS if _signs(token, key)), None)
        case "itsdangerous":
            tried = ((key, salt) for key in KNOWN_KEYS for salt in SALTS)
            return next((key for key, salt in tried if _fits(token.text, key, "django-concat", salt)), None)
    return None


def _fits(text: str, key: str, derivation: str, salt: str) -> bool:
    signer = Signer(key, salt=salt, key_derivation=derivation, digest_method=hashlib.sha1)
    return signer.validate(text.encode("utf-8", "replace"))


def _remembers(text: str, key: str) -> bool:
    payload, _, digest = text.rpartition("|")
    return hmac.compare_digest(
        hmac.new(key.encode(), payload.encode("utf-8", "replace"), "sha512").hexdigest(), digest
    )


def _signs(token: ReadToken, key: str) -> bool:
    head, _, signature = token.text.rpartition(".")
    made = hmac.new(key.encode(), head.encode("utf-8", "replace"), _HMAC[token.algorithm]).digest()
    return hmac.compare_digest(
        base64.urlsafe_b64encode(made).rstrip(b"="), signature.encode("utf-8", "replace")
    )
