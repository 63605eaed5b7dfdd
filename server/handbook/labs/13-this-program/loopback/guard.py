"""Lets in the one window that the program opened, and nobody else on this machine."""

import hmac
import secrets

from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug import Request, Response

SEAL = URLSafeTimedSerializer("known to the window and the server only")


class Guard:
    def __init__(self, wsgi):
        self.wsgi = wsgi
        self.session = secrets.token_urlsafe(32)
        self.used = set()

    def __call__(self, environ, start_response):
        return (self.answer(Request(environ)) or self.wsgi)(environ, start_response)

    def answer(self, request):
        """What to say instead of asking the app; None lets the request through."""
        host = f"localhost:{request.environ['SERVER_PORT']}"
        name = f"diary-{request.environ['SERVER_PORT']}"
        if request.headers.get("Host") != host:
            return Response("a foreign Host", 403)
        if request.method != "GET" and request.headers.get("Origin") != f"http://{host}":
            return Response("a foreign Origin", 403)
        if self.redeem(request.args.get("launch", "")):
            welcome = Response(status=303, headers={"Location": "/"})
            welcome.set_cookie(name, self.session, httponly=True, samesite="Strict")
            return welcome
        if not hmac.compare_digest(request.cookies.get(name, "").encode(), self.session.encode()):
            return Response("no session", 403)
        return None

    def redeem(self, token):
        try:
            number = SEAL.loads(token, max_age=30)
        except BadSignature:
            return False
        if number in self.used:
            return False
        self.used.add(number)
        return True
