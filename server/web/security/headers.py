"""Set the security headers of every response."""

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
    """Return `headers` with the security headers; a page may choose its policy and its caching only.

    CORS headers are removed.
    """
    ours = {name.lower() for name, _ in _ALWAYS}
    protected = [
        (name, value)
        for name, value in headers
        if name.lower() not in ours and not name.lower().startswith("access-control-")
    ]
    present = {name.lower() for name, _ in protected}
    protected.extend(_ALWAYS)
    if "content-security-policy" not in present:
        protected.append(("Content-Security-Policy", "; ".join(_POLICY).format(nonce=nonce)))
        protected.append(("X-Frame-Options", "DENY"))
    if "cache-control" not in present:
        protected.append(("Cache-Control", "no-store"))
    return protected
