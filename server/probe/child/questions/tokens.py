"""Whether the app accepts a token that the user has, and a token that is signed again.

The answer says which setting has the key, never the key. A session is opened and signed by the app's own
session interface, because the user has asked for it.
"""

from __future__ import annotations

import base64
import copy
import hashlib
import hmac
import json
import sys
from typing import Any, Callable

from .token_keys import NamedKey, keys_of, main_app, name_among

DIGESTS = {"HS256": "sha256", "HS384": "sha384", "HS512": "sha512"}
SALTS_LIMIT = 50


def answer(app: Any, question: dict[str, Any]) -> dict[str, Any]:
    """Return what the app says about a token, or the token that it signs for a payload."""
    main = main_app(app)
    facts = ACTS[f"{question['act']} {question['kind']}"](main, question)
    interface = main.session_interface
    return {
        "interface": type(interface).__name__[:200],
        "cookie": str(main.config.get("SESSION_COOKIE_NAME") or "session")[:200],
        "remember": str(main.config.get("REMEMBER_COOKIE_NAME") or "remember_token")[:200],
        **facts,
    }


def found(key: NamedKey | None, **more: Any) -> dict[str, Any]:
    """Return the facts about a check: which key fits, or None."""
    nothing: dict[str, Any] = {"salt": None, "expired": None, "signed": None, "reason": None}
    if key is None:
        return {**nothing, "key": None, "length": None, "public": False, **more}
    return {**nothing, "key": key.name, "length": len(key.value), "public": key.is_public, **more}


def check_session(app: Any, question: dict[str, Any]) -> dict[str, Any]:
    """Check a session cookie with each key that the app's interface has."""
    from itsdangerous import BadSignature, SignatureExpired

    serializer = session_serializer(app)
    if serializer is None:
        return found(None, reason="no-serializer")
    keys = keys_of(app)
    text = str(question["text"]).encode("utf-8", "surrogatepass")
    for value in serializer.secret_keys:
        single = copy.copy(serializer)
        single.secret_keys = [value]
        signer = single.make_signer(single.salt)
        key = name_among(keys, value)
        try:
            signer.unsign(text, max_age=int(app.permanent_session_lifetime.total_seconds()))
        except SignatureExpired:
            return found(key, expired=True)
        except BadSignature:
            continue
        return found(key, expired=False)
    return found(None)


def session_serializer(app: Any) -> Any:
    """Return what signs the sessions of an app; None where they are kept in another way, or without a key."""
    make = getattr(app.session_interface, "get_signing_serializer", None)
    return make(app) if make is not None else None


def sign_session(app: Any, question: dict[str, Any]) -> dict[str, Any]:
    """Sign a session whose content is JSON with the tags of Flask."""
    serializer = session_serializer(app)
    if serializer is None:
        return found(None, reason="no-serializer")
    content = app.session_interface.serializer.loads(str(question["text"]))
    if type(content) is not dict:
        raise ValueError("a session is a JSON object")
    signed = serializer.dumps(content)
    return found(name_among(keys_of(app), serializer.secret_keys[-1]), signed=str(signed))


def check_remember(app: Any, question: dict[str, Any]) -> dict[str, Any]:
    """Check the cookie of Flask-Login with its own function."""
    login = sys.modules.get("flask_login.utils")
    if login is None:
        return found(None, reason="no-flask-login")
    text = str(question["text"])
    keys = [key for key in keys_of(app) if key.name == "SECRET_KEY"]  # the only one that Flask-Login uses
    fits = bool(keys) and login.decode_cookie(text, key=keys[0].value) is not None
    return found(keys[0] if fits else None)


def sign_remember(app: Any, question: dict[str, Any]) -> dict[str, Any]:
    """Sign the id of a user as Flask-Login does."""
    login = sys.modules.get("flask_login.utils")
    if login is None:
        return found(None, reason="no-flask-login")
    keys = keys_of(app)
    if not keys or keys[0].name != "SECRET_KEY":
        return found(None, reason="no-key")
    return found(keys[0], signed=str(login.encode_cookie(str(question["text"]), key=keys[0].value)))


def check_itsdangerous(app: Any, question: dict[str, Any]) -> dict[str, Any]:
    """Check a token of itsdangerous with each key, each of the salts, and each usual way to sign."""
    from itsdangerous import Signer

    text = str(question["text"]).encode("utf-8", "surrogatepass")
    for key in keys_of(app):
        for salt in [str(each) for each in question["salts"]][:SALTS_LIMIT]:
            for derivation in ("django-concat", "hmac"):
                for digest in (hashlib.sha1, hashlib.sha256, hashlib.sha512):
                    signer = Signer(key.value, salt=salt, key_derivation=derivation, digest_method=digest)
                    if signer.validate(text):
                        return found(key, salt=salt)
    return found(None)


def check_jwt(app: Any, question: dict[str, Any]) -> dict[str, Any]:
    """Check a JSON Web Token that is signed by HMAC with each key; others are not checked."""
    head, _, signature = str(question["text"]).rpartition(".")
    digest = DIGESTS.get(str(question.get("algorithm")))
    if digest is None:
        return found(None, reason="not-hmac")
    for key in keys_of(app):
        if hmac.compare_digest(jwt_signature(key, head, digest), signature.encode("utf-8", "replace")):
            return found(key)
    return found(None)


def sign_jwt(app: Any, question: dict[str, Any]) -> dict[str, Any]:
    """Sign header and claims, which are JSON, with the key of a setting."""
    header, claims = json.loads(question["header"]), json.loads(question["text"])
    digest = DIGESTS.get(str(header.get("alg")))
    key = next((each for each in keys_of(app) if each.name == question.get("key")), None)
    if digest is None or key is None:
        return found(None, reason="no-key")
    head = ".".join(base64url(json.dumps(part, separators=(",", ":")).encode()) for part in (header, claims))
    return found(key, signed=f"{head}.{jwt_signature(key, head, digest).decode()}")


def jwt_signature(key: NamedKey, head: str, digest: str) -> bytes:
    """Return the signature of the first two parts of a token."""
    return base64url(hmac.new(key.value, head.encode("utf-8", "replace"), digest).digest()).encode()


def base64url(data: bytes) -> str:
    """Return bytes in the base64 of tokens."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


ACTS: dict[str, Callable[[Any, dict[str, Any]], dict[str, Any]]] = {
    "check session": check_session,
    "sign session": sign_session,
    "check remember": check_remember,
    "sign remember": sign_remember,
    "check itsdangerous": check_itsdangerous,
    "check jwt": check_jwt,
    "sign jwt": sign_jwt,
}
