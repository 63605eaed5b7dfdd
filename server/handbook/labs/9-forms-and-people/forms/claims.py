"""What is said about forms, decided at a village fair."""

import re

from server.handbook.experiment import (
    FAILS,
    HOLDS,
    Bench,
    Browser,
    Counter,
    Observation,
    Seen,
    Undecided,
    claim,
)

HIDDEN = re.compile(r'name="csrf_token" type="hidden" value="([^"]+)"')
COMPLAINT = re.compile(r"<strong>([^<]+)</strong>|<p>(The CSRF [^<]+)</p>")
FIELDS = {"baker": "Ada", "eggs": "3"}
PNG = b"\x89PNG\r\n\x1a\n"

# A validator of one's own, which looks at how the file begins.
LOOKS_INSIDE = Counter(
    {
        "class Entry(FlaskForm):": """def a_picture(form, field):
    if field.data and not field.data.stream.read(8).startswith((b"\\x89PNG", b"\\xff\\xd8")):
        raise ValidationError("That is no picture.")


class Entry(FlaskForm):""",
        'FileAllowed(["jpg", "png"])': 'FileAllowed(["jpg", "png"]), a_picture',
        "import IntegerField, StringField": "import IntegerField, StringField, ValidationError",
    }
)


def token_of(bench: Bench, browser: Browser) -> str:
    """The token in the form's page, as the browser gets it: Fumehood covers it up in what it shows."""
    cookies = "; ".join(f"{name}={value}" for name, value in browser.jar.cookies_for("localhost", "/enter"))
    answer = bench.fetch(f"{bench.url}/enter", headers={"Cookie": cookies} if cookies else {})
    for name, value in answer.headers:
        if name.lower() == "set-cookie":
            browser.jar.set(value, host="localhost", path="/enter")
    found = HIDDEN.search(answer.text)
    if found is None:
        raise Undecided("The form in the page has no token.", "Restore the lab.")
    return found[1]


def fill(bench: Bench, browser: Browser, **fields: str) -> Seen:
    """Open the page and send its form."""
    return browser.send("POST", "/enter", form={"csrf_token": token_of(bench, browser), **FIELDS, **fields})


def said(seen: Seen) -> str:
    """What the page objects to, in its own words."""
    found = [first or second for first, second in COMPLAINT.findall(seen.text)]
    return "; ".join(text.strip().rstrip(".") for text in found) or "nothing"


@claim(
    "required-in-the-page",
    "A field that is marked as required in the page does not arrive empty.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"[InputRequired(), Length(max=20)]": "filters=[lambda name: name or 'Nobody']"}),
)
def required_in_the_page(bench: Bench) -> Observation:
    browser = bench.browser()
    seen = fill(bench, browser, baker="")
    forms = [body for body in seen.all_of("form") if body["what"] == "form"]
    if not forms:
        raise Undecided("No form was validated.", "Restore the lab.")
    baker = next(field for field in forms[0]["fields"] if field["name"] == "baker")
    empty = baker["value"]["repr"] in ("''", "None")
    return Observation(
        holds=not empty,
        because=f"Sent without a browser, and empty, it reached the app as {baker['value']['repr']}; "
        f"the form objected: {' '.join(baker['errors']).rstrip('.') or 'to nothing'}.",
    )


@claim(
    "shown-without-errors",
    "A form that is only shown complains about nothing, though all of its fields are empty.",
    expect=HOLDS,
    counter=Counter({"form.validate_on_submit()": "form.validate()"}),
)
def shown_without_errors(bench: Bench) -> Observation:
    seen = bench.send("GET", "/enter")
    return Observation(
        holds=said(seen) == "nothing",
        because=f"Opened for the first time, the page got {seen.status_line} and objected to {said(seen)}.",
    )


@claim(
    "data-is-text",
    "The data of a form's field is the text that was typed.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'IntegerField("Eggs", [NumberRange(0, 12)])': 'StringField("Eggs")'}),
)
def data_is_text(bench: Bench) -> Observation:
    seen = fill(bench, bench.browser(), eggs="3")
    eggs = seen.json()["eggs"]
    return Observation(
        holds=isinstance(eggs, str),
        because=f"For the typed 3 the field gave {eggs!r}, of the type {type(eggs).__name__}.",
    )


@claim(
    "forged-is-refused",
    "A FlaskForm refuses what another site sends in a visitor's name.",
    expect=HOLDS,
    counter=Counter(
        {'app.config["SECRET_KEY"]': 'app.config["WTF_CSRF_ENABLED"] = False\napp.config["SECRET_KEY"]'}
    ),
)
def forged_is_refused(bench: Bench) -> Observation:
    browser = bench.browser()
    browser.send("GET", "/enter")
    seen = browser.send("POST", "/enter", form=FIELDS, headers=(("Origin", "http://evil.example"),))
    return Observation(
        holds=seen.status == 400,
        because="With the visitor's cookies and every visible field, but without the hidden one, it got "
        + seen.status_line
        + (f": {said(seen)}." if seen.status == 400 else ": the cake is entered."),
        shown=seen,
    )


@claim(
    "any-token-will-do",
    "A genuine token of the app is refused if it comes from the page of another visitor.",
    expect=HOLDS,
    counter=Counter(whose="her own"),
)
def any_token_will_do(bench: Bench, *, whose: str = "another visitor's") -> Observation:
    ada, eve = bench.browser(), bench.browser()
    own, other = token_of(bench, ada), token_of(bench, eve)
    token = own if whose == "her own" else other
    seen = ada.send("POST", "/enter", form={**FIELDS, "csrf_token": token})
    return Observation(
        holds=seen.status == 400,
        because=f"Ada's session with {whose} token got {seen.status_line}"
        + (f": {said(seen)}." if seen.status != 200 else "."),
    )


@claim(
    "token-is-good-once",
    "A CSRF token is good for one use; the same form sent twice is refused.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            "picture = form": 'session.pop("csrf_token")\n        picture = form',
            "render_template_string, request": "render_template_string, request, session",
        }
    ),
)
def token_is_good_once(bench: Bench) -> Observation:
    browser = bench.browser()
    form = {**FIELDS, "csrf_token": token_of(bench, browser)}
    first, second = (browser.send("POST", "/enter", form=form) for _ in range(2))
    return Observation(
        holds=first.status == 200 and second.status != 200,
        because=f"Sent once it got {first.status_line}, sent once more {second.status_line}"
        + (f": {said(second)}." if second.status != 200 else "."),
    )


@claim(
    "all-forms-protected",
    "An app whose FlaskForm refuses forged posts still takes them in its other views.",
    expect=HOLDS,
    counter=Counter(
        {
            "from flask_wtf import FlaskForm\n": "from flask_wtf import CSRFProtect, FlaskForm\n",
            "\n\nclass Entry(FlaskForm):": "\nCSRFProtect(app)\n\n\nclass Entry(FlaskForm):",
        }
    ),
)
def all_forms_protected(bench: Bench) -> Observation:
    browser, evil = bench.browser(), (("Origin", "http://evil.example"),)
    browser.send("GET", "/enter")
    entry = browser.send("POST", "/enter", form=FIELDS, headers=evil)
    seen = browser.send("POST", "/vote", form={"cake": "Lemon"}, headers=evil)
    voted = seen.status == 200
    return Observation(
        holds=entry.status == 400 and voted,
        because=f"With a visitor's cookies and no token an entry got {entry.status_line}, "
        f"a vote {seen.status_line}" + (f": it counted for {seen.json()['voted']}." if voted else "."),
    )


@claim(
    "pictures-only",
    "FileAllowed lets only pictures in.",
    expect=FAILS,
    mistake=True,
    counter=LOOKS_INSIDE,
)
def pictures_only(bench: Bench) -> Observation:
    browser = bench.browser()
    form = {**FIELDS, "csrf_token": token_of(bench, browser)}
    script = b"<script>alert('cake')</script>"
    seen = browser.send("POST", "/enter", form=form, files=[("picture", "cake.png", "image/png", script)])
    taken = seen.status == 200
    return Observation(
        holds=not taken,
        because=f"A file named cake.png that holds a script got {seen.status_line}"
        + (f": {said(seen)}." if not taken else f" as {seen.json()['picture']}."),
    )


@claim(
    "enctype",
    'Without enctype="multipart/form-data" a form with a file field goes through, but no file arrives.',
    expect=HOLDS,
    counter=Counter(multipart=True),
)
def enctype(bench: Bench, *, multipart: bool = False) -> Observation:
    browser = bench.browser()
    form = {**FIELDS, "csrf_token": token_of(bench, browser)}
    if multipart:
        seen = browser.send("POST", "/enter", form=form, files=[("picture", "cake.png", "image/png", PNG)])
    else:
        # All that a browser then sends of a file is its name.
        seen = browser.send("POST", "/enter", form={**form, "picture": "cake.png"})
    picture = seen.json()["picture"]
    return Observation(
        holds=seen.status == 200 and picture is None,
        because=f"Sent {'with' if multipart else 'without'} it, the picture reached the app as {picture}.",
    )
