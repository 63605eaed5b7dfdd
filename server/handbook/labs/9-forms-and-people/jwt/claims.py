"""What is said about JSON Web Tokens, decided at the doors of a museum."""

import base64
import hashlib
import hmac
import json
import time
import uuid
from typing import Any

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Seen, Undecided, claim

KEY = "printed-here-for-everybody-to-read"
HOUR = 3600

# Remembers the numbers of tokens that were handed back.
BLOCKLIST = Counter(
    {
        'STAFF = {"Ada"': """GONE = set()


@manager.token_in_blocklist_loader
def handed_back(header, claims):
    return claims["jti"] in GONE


STAFF = {"Ada\"""",
        '    return {"bye": get_jwt_identity()}': """    GONE.add(get_jwt()["jti"])
    return {"bye": get_jwt_identity()}""",
    }
)


def encoded(part: dict[str, Any]) -> str:
    """A part of a token, as RFC 7515 writes it."""
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def decoded(part: str) -> Any:
    """What a part of a token says, read without any key."""
    try:
        return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except ValueError:
        raise Undecided("The answer holds no token.", "Let the login give one again.") from None


def signed(claims: dict[str, Any], key: str | None, alg: str = "HS256") -> str:
    """A token made by hand; without a key, one without a signature."""
    head = f"{encoded({'alg': alg, 'typ': 'JWT'})}.{encoded(claims)}"
    if key is None:
        return f"{head}."
    seal = hmac.new(key.encode(), head.encode(), hashlib.sha256).digest()
    return f"{head}.{base64.urlsafe_b64encode(seal).rstrip(b'=').decode()}"


def pass_for(name: str, role: str, *, since: float = 0) -> dict[str, Any]:
    """The claims of a token as the museum itself issues them, `since` seconds ago."""
    now = int(time.time() - since)
    times = {"iat": now, "nbf": now, "exp": now + 8 * HOUR}
    return {"fresh": False, "jti": str(uuid.uuid4()), "type": "access", "sub": name, "role": role, **times}


def login(bench: Bench, name: str = "Ada", **form: str) -> str:
    """The token that a login gives."""
    token = bench.send("POST", "/login", form={"name": name, **form}).json().get("ticket")
    if not isinstance(token, str) or token.count(".") != 2:
        raise Undecided("The login gave no token.", "Restore the lab.")
    return token


def show(bench: Bench, token: str, path: str = "/hall", method: str = "GET") -> Seen:
    """Show a token at a door."""
    return bench.send(method, path, headers={"Authorization": f"Bearer {token}"})


@claim(
    "encrypted",
    "A JWT is encrypted: without the key nobody can read what is in it.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'{"role": STAFF[name]}': '{"role": len(STAFF[name])}'}),
)
def encrypted(bench: Bench) -> Observation:
    claims = decoded(login(bench).split(".")[1])
    readable = claims.get("role") == "guard"
    return Observation(
        holds=not readable,
        because=f"Its middle part, decoded as Base64 with no key at all, says that {claims.get('sub')} has "
        f"the role {claims.get('role')!r}.",
    )


@claim(
    "signed",
    "Whoever changes a claim of a token, and does not know the key, gets in nowhere with it.",
    expect=HOLDS,
    counter=Counter(key=KEY),
)
def only_the_key_signs(bench: Bench, *, key: str = "guessed-key-that-is-as-long-as-theirs") -> Observation:
    token = login(bench, "Linus")
    claims = {**decoded(token.split(".")[1]), "role": "director"}
    seen = show(bench, signed(claims, key))
    got_in = seen.status == 200
    said = seen.json()
    return Observation(
        holds=not got_in,
        because="Linus's token, with the role director written into it and signed with "
        + ("the museum's own key" if key == KEY else "another key")
        + f", got {seen.status_line}: {said.get('msg') or said.get('role')}.",
    )


@claim(
    "forged-is-401",
    "To a forged token Flask-JWT-Extended answers 422 Unprocessable Entity.",
    expect=HOLDS,
    counter=Counter(
        {
            "manager = JWTManager(app)\n": """manager = JWTManager(app)


@manager.invalid_token_loader
def invalid(why):
    return {"msg": why}, 401
"""
        }
    ),
)
def forged_is_401(bench: Bench) -> Observation:
    head, claims, seal = login(bench).split(".")
    forged = ("A" if seal[0] != "A" else "B") + seal[1:]
    seen = show(bench, f"{head}.{claims}.{forged}")
    return Observation(
        holds=seen.status == 422,
        because=f"A token whose signature begins with another letter got {seen.status_line}.",
    )


@claim(
    "alg-none",
    'A token whose header says "alg": "none" gets in without a signature.',
    expect=FAILS,
    mistake=True,
    counter=Counter({'KEY, algorithms=["HS256"]': 'options={"verify_signature": False}'}),
)
def alg_none(bench: Bench) -> Observation:
    token = signed(pass_for("Eve", "director"), None, alg="none")
    seen = show(bench, token, "/side-door")
    said = seen.json()
    return Observation(
        holds=seen.status == 200,
        because=f"At the side door Eve's unsigned token got {seen.status_line}: "
        + (f"she is {said.get('role')} now." if seen.status == 200 else f"{said.get('refused')}."),
    )


@claim(
    "decode-checks",
    "jwt.decode never gives the claims of a token that it has not checked.",
    expect=FAILS,
    mistake=True,
    counter=Counter(options="{}"),
)
def decode_checks(bench: Bench, *, options: str = "{'verify_signature': False}") -> Observation:
    forged = signed(pass_for("Eve", "director"), "a-key-that-Eve-has-made-up-for-this")
    code = (
        "import jwt, sys\n"
        f"how = dict(key={KEY!r}, algorithms=['HS256'], options={options})\n"
        f"try: print('role', jwt.decode({forged!r}, **how)['role'])\n"
        "except jwt.InvalidTokenError as problem: print('refused', type(problem).__name__)\n"
    )
    ran = bench.python("-c", code)
    said = ran.output.strip().split("\n")[-1]
    if ran.code or not said.startswith(("role ", "refused ")):
        raise Undecided(f"PyJWT said: {said or 'nothing'}.", "Install PyJWT for this interpreter.")
    return Observation(
        holds=said.startswith("refused "),
        because=f"Given a token that Eve signed herself and the options {options}, it said: {said}.",
    )


@claim(
    "expired",
    "A token whose exp has passed is refused, though its signature fits.",
    expect=HOLDS,
    counter=Counter(hours="1"),
)
def expired(bench: Bench, *, hours: str = "-1") -> Observation:
    seen = show(bench, login(bench, hours=hours))
    return Observation(
        holds=seen.status == 401,
        because=f"A token that was issued to hold for {hours} h got {seen.status_line}"
        + (f": {seen.json()['msg']}." if seen.status == 401 else "."),
    )


@claim(
    "logout-revokes",
    "A token still opens the doors after its owner has logged out.",
    expect=HOLDS,
    counter=BLOCKLIST,
)
def logout_revokes(bench: Bench) -> Observation:
    token = login(bench)
    out = show(bench, token, "/logout", "POST")
    seen = show(bench, token)
    return Observation(
        holds=seen.status == 200,
        because=f"The logout was answered {out.status_line}; the same token, shown once more, got "
        f"{seen.status_line}.",
        shown=seen,
    )


@claim(
    "rights-are-current",
    "When somebody loses a right, the tokens that were given out before lose it, too.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'get_jwt()["role"]  # as it was at the login': "STAFF[get_jwt_identity()]"}),
)
def rights_are_current(bench: Bench) -> Observation:
    before = signed(pass_for("Linus", "guard", since=HOUR), KEY)
    then, now = (show(bench, token, "/vault") for token in (before, login(bench, "Linus")))
    opened, opens = ("opened" if seen.json().get("open") else "kept shut" for seen in (then, now))
    return Observation(
        holds=opened != "opened",
        because=f"With a token from when he was a guard the vault was {opened} for Linus; with one that he "
        f"got as a visitor it was {opens}.",
        shown=then,
    )


@claim(
    "flask-jwt",
    "Flask-JWT, which older tutorials use, can be imported with this Flask.",
    expect={"flask>=2.3": FAILS, "": HOLDS},
    counter={
        "flask>=2.3": Counter(package="flask-jwt-extended"),
        "": Counter(package="flask-jwt-that-never-was"),
    },
)
def flask_jwt(bench: Bench, *, package: str = "flask-jwt") -> Observation:
    if "never" not in package:
        bench.needs(package)
    ran = bench.python("-c", f"import {package.replace('-', '_')}")
    last = ran.output.strip().split("\n")[-1]
    ended = "went well" if ran.code == 0 else f"ended in {last.partition(' (')[0]}"
    return Observation(holds=ran.code == 0, because=f"import {package.replace('-', '_')} {ended}.")
