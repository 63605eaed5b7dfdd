"""What is said about escaping, decided in a campsite's guest book."""

from html.parser import HTMLParser

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Seen, claim

ATTACK = "<script>alert(1)</script>"
ESCAPED = ("html", "htm", "xml", "xhtml", "svg")
OTHERS = ("txt", "md", "jinja", "html.j2")


class Elements(HTMLParser):
    """The elements of a page, as a browser would find them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def scripts(seen: Seen) -> int:
    """How many scripts a page has in it."""
    return sum(tag == "script" for tag, _ in Elements(seen.text).found)


def escaping(bench: Bench, endings: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """The endings at which a script stayed text, and those at which it became one."""
    asked = {ending: bench.send("GET", f"/entry/{ending}", query={"said": ATTACK}) for ending in endings}
    safe = [f".{ending}" for ending, seen in asked.items() if not scripts(seen)]
    return safe, [f".{ending}" for ending, seen in asked.items() if scripts(seen)]


@claim(
    "every-template",
    "Flask escapes the variables of every template file, whatever the file is called.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"app = Flask(__name__)\n": "app = Flask(__name__)\napp.jinja_env.autoescape = True\n"}),
)
def every_template(bench: Bench) -> Observation:
    safe, open_ = escaping(bench, (*ESCAPED[:1], *OTHERS))
    return Observation(
        holds=not open_,
        because=f"A script that a guest wrote stayed text in `entry{'`, `entry'.join(safe)}`"
        + (f", and became a script in `entry{'`, `entry'.join(open_)}`." if open_ else ": everywhere."),
    )


@claim(
    "five-endings",
    "Templates that end in `.html`, `.htm`, `.xml`, `.xhtml` or `.svg` are escaped without being asked to.",
    expect=HOLDS,
    counter=Counter(endings=(*ESCAPED, "jinja")),
)
def five_endings(bench: Bench, *, endings: tuple[str, ...] = ESCAPED) -> Observation:
    safe, open_ = escaping(bench, endings)
    return Observation(
        holds=not open_,
        because=f"A script stayed text at the endings `{'`, `'.join(safe)}`"
        + (f", but not at `{'`, `'.join(open_)}`." if open_ else "."),
    )


@claim(
    "string-is-escaped",
    "A template in a string is escaped, although it has no ending to go by.",
    expect=HOLDS,
    counter=Counter(
        {
            '"<p>{{ said }} (from a string)</p>"': (
                '"{% autoescape false %}<p>{{ said }}</p>{% endautoescape %}"'
            )
        }
    ),
)
def string_is_escaped(bench: Bench) -> Observation:
    seen = bench.send("GET", "/string", query={"said": ATTACK})
    return Observation(holds=not scripts(seen), because=f"`render_template_string` made `{seen.text}`.")


@claim(
    "view-string",
    "Flask escapes what a view returns as a string.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"wrote: {said()}": "wrote: {escape(said())}"}),
)
def view_string(bench: Bench) -> Observation:
    seen = bench.send("GET", "/view", query={"said": ATTACK})
    return Observation(
        holds=not scripts(seen),
        because=f"The answer was `{seen.text}`, sent as `{seen.header('Content-Type')}`: "
        f"a page with {scripts(seen) or 'no'} script in it.",
    )


@claim(
    "handler-slips-in",
    "An escaped value without quotes around it can bring an event handler into the page.",
    expect=HOLDS,
    counter=Counter({"value={{ said }}>": "value='{{ said }}'>"}),
)
def handler_slips_in(bench: Bench) -> Observation:
    seen = bench.send("GET", "/field", query={"said": "x onfocus=alert(1) autofocus"})
    attributes = Elements(seen.text).found[0][1]
    return Observation(
        holds="onfocus" in attributes,
        because=f"The guest's words made `{seen.text}`, with the attributes `{'`, `'.join(attributes)}`.",
    )


@claim(
    "escaped-links",
    "A link is harmless once its address is escaped and stands in quotes.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'href="{{ said }}"': 'href="{{ said if said.startswith("https://") else "#" }}"'}),
)
def escaped_links(bench: Bench) -> Observation:
    seen = bench.send("GET", "/link", query={"said": "javascript:alert(1)"})
    address = Elements(seen.text).found[0][1]["href"] or ""
    return Observation(
        holds=not address.startswith("javascript:"),
        because=f"The link leads to `{address}`"
        + (": there was nothing in it to escape." if ":" in address else "."),
    )


@claim(
    "into-a-script",
    "With `|tojson` a stranger's text can be put into a script without closing it.",
    expect=HOLDS,
    counter=Counter({"{{ said|tojson }}": "'{{ said|safe }}'"}),
)
def into_a_script(bench: Bench) -> Observation:
    seen = bench.send("GET", "/script", query={"said": f"</script>{ATTACK}"})
    count = scripts(seen)
    return Observation(
        holds=count == 1,
        because=f"Read as HTML there {'is one script' if count == 1 else f'are {count} scripts'} "
        f"in `{seen.text}`.",
    )


@claim(
    "markup-escapes",
    "What is put into a `Markup` with `%` is escaped on its way.",
    expect=HOLDS,
    counter=Counter({'Markup("<b>%s</b>") % said()': 'Markup("<b>%s</b>" % said())'}),
)
def markup_escapes(bench: Bench) -> Observation:
    seen = bench.send("GET", "/bold", query={"said": ATTACK})
    return Observation(holds=not scripts(seen), because=f"The answer was `{seen.text}`.")


@claim(
    "markup-of-an-f-string",
    "`Markup(f'<b>{name}</b>')` makes the name safe.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'Markup(f"<b>{said()}</b>")': 'Markup("<b>{}</b>").format(said())'}),
)
def markup_of_an_f_string(bench: Bench) -> Observation:
    seen = bench.send("GET", "/bolder", query={"said": ATTACK})
    return Observation(holds=not scripts(seen), because=f"The answer was `{seen.text}`.")


@claim(
    "only-text",
    "Once they are escaped, a visitor's words may be put into the source of a template.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'f"<p>Welcome, {escape(said())}!</p>"': '"<p>Welcome, {{ said }}!</p>", said=said()'}),
)
def only_text(bench: Bench) -> Observation:
    seen = bench.send("GET", "/greeting", query={"said": "{{ 6 * 7 }}"})
    return Observation(
        holds="42" not in seen.text,
        because=f"A guest called `{{{{ 6 * 7 }}}}` was greeted with `{seen.text}`.",
    )
