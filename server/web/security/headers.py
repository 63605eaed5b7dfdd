"""The headers that every answer of ours carries."""

from typing import Final

_POLICY: Final = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'nonce-{nonce}'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)

_ALWAYS: Final = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)


def protect(headers: list[tuple[str, str]], *, nonce: str) -> list[tuple[str, str]]:
    """`headers` with ours: a page may choose its own Content-Security-Policy and caching, nothing else.

    No answer carries a CORS header, whoever wrote it.
    """
    ours = {name.lower() for name, _ in _ALWAYS}
    kept = [
        (name, value)
        for name, value in headers
        if name.lower() not in ours and not name.lower().startswith("access-control-")
    ]
    present = {name.lower() for name, _ in kept}
    kept.extend(_ALWAYS)
    if "content-security-policy" not in present:
        kept.append(("Content-Security-Policy", "; ".join(_POLICY).format(nonce=nonce)))
        kept.append(("X-Frame-Options", "DENY"))
    if "cache-control" not in present:
        kept.append(("Cache-Control", "no-store"))
    return kept
