"""What is said about Flask-SQLAlchemy, decided in a record shop."""

import secrets
from collections.abc import Mapping
from typing import Any

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Seen, claim

TAUTOLOGY = "' OR '1'='1"


def selects(seen: Seen) -> list[Mapping[str, Any]]:
    """The queries of an exchange."""
    return [body for body in seen.all_of("sql") if body["statement"].startswith("SELECT")]


def inserts(seen: Seen) -> list[Mapping[str, Any]]:
    """The rows that an exchange sent."""
    return [body for body in seen.all_of("sql") if body["statement"].startswith("INSERT")]


def wished(bench: Bench, title: str) -> int:
    """How often another request finds that wish."""
    found: int = bench.send("GET", "/wishes", query={"title": title}).json()["wishes"]
    return found


def a_title() -> str:
    """A record that nobody has wished for yet."""
    return f"Take {secrets.token_hex(6)}"


@claim(
    "asks-the-same",
    "However many artists are on the shelf, the page asks the database equally often.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"select(Artist).limit": "select(Artist).options(selectinload(Artist.records)).limit"}),
)
def asks_the_same(bench: Bench, *, fewer: int = 2, more: int = 4) -> Observation:
    few = bench.send("GET", "/", query={"most": str(fewer)})
    many = bench.send("GET", "/", query={"most": str(more)})
    return Observation(
        holds=len(selects(few)) == len(selects(many)),
        because=f"For {fewer} artists the page sent {len(selects(few))} queries, for {more} artists "
        f"{len(selects(many))}; the last of them was: {' '.join(selects(many)[-1]['statement'].split())}",
        shown=many,
    )


@claim(
    "selectinload-mends",
    "With selectinload the page sends two queries, one for the artists and one for all their records.",
    expect=HOLDS,
    counter=Counter({"select(Artist).options(loading)": "select(Artist)"}),
)
def selectinload_mends(bench: Bench) -> Observation:
    seen = bench.send("GET", "/mended")
    sent = selects(seen)
    rows = ", ".join(str(body["rows"]) for body in sent)
    return Observation(
        holds=len(sent) == 2 and " IN (" in sent[1]["statement"],
        because=f"The page sent {len(sent)} queries, which gave {rows} rows.",
        shown=seen,
    )


@claim(
    "add-writes",
    "db.session.add(wish) writes the wish into the database.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            'add(Wish(title=request.form["title"]))\n    return': (
                'add(Wish(title=request.form["title"]))\n    db.session.commit()\n    return'
            )
        }
    ),
)
def add_writes(bench: Bench) -> Observation:
    title = a_title()
    seen = bench.send("POST", "/wish/hasty", form={"title": title})
    found = wished(bench, title)
    return Observation(
        holds=found == 1,
        because=f"The request sent {len(inserts(seen))} INSERT statements, and the next one found "
        f"{found} such wishes.",
        shown=seen,
    )


@claim(
    "uncommitted-is-undone",
    "A row whose INSERT the database has already carried out can still vanish when the request ends.",
    expect=HOLDS,
    counter=Counter({"db.session.flush()  # sends the INSERT": "db.session.commit()"}),
)
def uncommitted_is_undone(bench: Bench) -> Observation:
    title = a_title()
    seen = bench.send("POST", "/wish/flushed", form={"title": title})
    found = wished(bench, title)
    ended = [body["operation"] for body in seen.all_of("sql")][-1]
    return Observation(
        holds=len(inserts(seen)) == 1 and found == 0,
        because=f"The request sent {len(inserts(seen))} INSERT and ended its transaction by {ended.upper()}; "
        f"the next request found {found} such wishes.",
        shown=seen,
    )


@claim(
    "id-at-once",
    "A new object has its id as soon as it was added to the session.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"db.session.add(new)\n": "db.session.add(new)\n    db.session.flush()\n"}),
)
def id_at_once(bench: Bench) -> Observation:
    said = bench.send("POST", "/wish", form={"title": a_title()}).json()
    return Observation(
        holds=said["when added"] is not None,
        because=f"Right after add its id was {said['when added']}, "
        f"after the commit {said['when committed']}.",
    )


@claim(
    "orm-is-safe",
    "With Flask-SQLAlchemy in the app, SQL injection is no longer possible.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            "text(f\"SELECT title FROM record WHERE title = '{title}'\")": (
                'select(Record.title).where(Record.title == title + "")'
            )
        }
    ),
)
def orm_is_safe(bench: Bench) -> Observation:
    seen = bench.send("GET", "/find/glued", query={"title": TAUTOLOGY})
    return Observation(
        holds=not seen.json(),
        because=f"Asked for the title {TAUTOLOGY}, /find/glued gave {len(seen.json())} records.",
        shown=seen,
    )


@claim(
    "where-keeps-apart",
    "A value given to where() travels beside the statement and never becomes part of it.",
    expect=HOLDS,
    counter=Counter({"where(Record.title == title)": "where(text(f\"title = '{title}'\"))"}),
)
def where_keeps_apart(bench: Bench) -> Observation:
    seen = bench.send("GET", "/find", query={"title": TAUTOLOGY})
    (sent,) = selects(seen)
    given = [value["repr"] for value in sent["parameters"].values()]
    return Observation(
        holds=TAUTOLOGY not in sent["statement"] and repr(TAUTOLOGY) in given and not seen.json(),
        because=f"The statement ended with {' '.join(sent['statement'].split())[-40:]!r}, "
        f"{'beside it stood ' + ', '.join(given) if given else 'nothing stood beside it'}, "
        f"and {len(seen.json())} records were found.",
        shown=seen,
    )


@claim(
    "text-can-be-safe",
    "SQL written by hand is as safe as where(), as long as its values stand in it as :names.",
    expect=HOLDS,
    counter=Counter(
        {
            'text("SELECT title FROM record WHERE title = :title"), {"title": title}': (
                'text("SELECT title FROM record WHERE title = \'" + title + "\'")'
            )
        }
    ),
)
def text_can_be_safe(bench: Bench) -> Observation:
    found = bench.send("GET", "/find/bound", query={"title": TAUTOLOGY}).json()
    usual = bench.send("GET", "/find/bound", query={"title": "Debut"}).json()
    return Observation(
        holds=not found and usual == ["Debut"],
        because=f"Asked for the title {TAUTOLOGY}, /find/bound gave {len(found)} records; "
        f"asked for Debut, {usual}.",
    )


@claim(
    "select-raises-too",
    "After an IntegrityError in a commit, even a plain SELECT raises, although the error was caught.",
    expect=HOLDS,
    counter=Counter({"pass  # it is on the list already": "db.session.rollback()"}),
)
def select_raises_too(bench: Bench) -> Observation:
    seen = bench.send("POST", "/wish/twice", form={"title": a_title()})
    said = seen.json()
    return Observation(
        holds="error" in said,
        because="After the same wish was added twice, the next query "
        + (f"counted {said['artists']} artists." if "artists" in said else f"raised {said['error']}."),
        shown=seen,
    )
