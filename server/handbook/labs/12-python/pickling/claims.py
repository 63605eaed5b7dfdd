"""What is said about pickles, decided in a pantry; the worst jar writes one note and no more."""

import hashlib
import hmac
import pickle
from pathlib import Path
from typing import Any

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Seen, claim

KEY = "only-the-cook-knows"
NOTE = "a stranger was here"


class Trap:
    """An object whose pickle asks whoever loads it to run a line of Python: it writes a note."""

    def __init__(self, note: Path) -> None:
        self.note = note

    def __reduce__(self) -> tuple[Any, ...]:
        return exec, (f"with open({str(self.note)!r}, 'w') as note: note.write({NOTE!r})",)


def brought(bench: Bench, path: str, *, key: str = "") -> tuple[Seen, bool]:
    """The answer to a stranger's jar, sealed with `key`, and whether the jar did what it wanted."""
    note = bench.scratch / "note.txt"
    jar = pickle.dumps(Trap(note), protocol=4)
    seen = bench.send(
        "POST",
        path,
        form={"seal": hmac.new(key.encode(), jar, hashlib.sha256).hexdigest()},
        files=[("jar", "plum.jam", "application/octet-stream", jar)],
    )
    return seen, note.exists() and note.read_text("utf-8") == NOTE


def told(seen: Seen, ran: bool) -> str:
    """What came of the jar, in a sentence."""
    return f"{seen.sent} answered {seen.status_line}, and " + (
        f"a file had been written that says {NOTE!r}." if ran else "no file had been written."
    )


@claim(
    "only-reads-data",
    "`pickle.loads` only reads data: nothing is run until you do something with the result.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            "type(pickle.loads(jar))": "type(Careful(io.BytesIO(jar)).load())",
        }
    ),
)
def only_reads_data(bench: Bench) -> Observation:
    seen, ran = brought(bench, "/open")
    return Observation(holds=not ran, because=told(seen, ran))


@claim(
    "check-afterwards",
    "Checking the type of what was loaded keeps harmful pickles out.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"found = pickle.loads(jar)": "found = Careful(io.BytesIO(jar)).load()"}),
)
def check_afterwards(bench: Bench) -> Observation:
    seen, ran = brought(bench, "/open-and-check")
    return Observation(holds=seen.status == 400 and not ran, because=told(seen, ran))


@claim(
    "list-of-names",
    "An `Unpickler` whose `find_class` takes only known names refuses the harmful jar before it runs.",
    expect=HOLDS,
    counter=Counter({'(__name__, "Recipe")}': '(__name__, "Recipe"), ("builtins", "exec")}'}),
)
def list_of_names(bench: Bench) -> Observation:
    seen, ran = brought(bench, "/open-harmless")
    return Observation(holds=seen.status == 400 and not ran, because=told(seen, ran))


@claim(
    "sealed",
    "If a signature is checked before loading, a stranger without the key cannot get a pickle loaded.",
    expect=HOLDS,
    counter=Counter(key=KEY),
)
def sealed(bench: Bench, *, key: str = "a-guess") -> Observation:
    seen, ran = brought(bench, "/open-sealed", key=key)
    return Observation(
        holds=seen.status == 403 and not ran,
        because=f"Sealed with the key {key!r}, the jar was sent: {told(seen, ran)}",
    )


@claim(
    "keeps-more-than-json",
    "A pickle keeps what JSON does not: tuples, sets, dates, and that two names lead to one list.",
    expect=HOLDS,
    counter=Counter(
        {"pickle.loads(pickle.dumps(week))": "app.json.loads(app.json.dumps(week, default=str))"}
    ),
)
def keeps_more_than_json(bench: Bench) -> Observation:
    found = bench.send("GET", "/kept").json()
    return Observation(
        holds=found["equal"] and found["shared"],
        because=f"What came back was {found['again']}; Monday's and Friday's loaves are "
        f"{'one list' if found['shared'] else 'two lists'}.",
    )


@claim(
    "anything",
    "Anything in Python can be pickled.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {'{"lambda": lambda: 1, "lock": rewriting, "generator": (x for x in "ab")}': '{"len": len}'}
    ),
)
def anything(bench: Bench) -> Observation:
    found = bench.send("GET", "/refused").json()
    return Observation(
        holds=not any("Error" in answer for answer in found.values()),
        because="; ".join(f"{name}: {answer}" for name, answer in found.items()) + ".",
    )


@claim(
    "init-is-skipped",
    "Loading a pickled object makes it without calling the `__init__` of its class.",
    expect=HOLDS,
    counter=Counter(
        {
            "    def serve(self):": (
                "    def __reduce__(self):\n        return Recipe, (self.title,)\n\n    def serve(self):"
            )
        }
    ),
)
def init_is_skipped(bench: Bench) -> Observation:
    seen = bench.send("GET", "/made")
    times = sum(body["message"] == "made: Plum jam" for body in seen.all_of("log"))
    title = seen.json()["title"]
    return Observation(
        holds=times == 1 and title == "Plum jam",
        because=f"A recipe was made, pickled and loaded; `__init__` had been called "
        f"{'once' if times == 1 else f'{times} times'}, and the title was there: {title!r}.",
    )


@claim(
    "holds-the-code",
    "A pickle of an object contains the code of its class as it was.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {"        self.title = title\n": '        self.title = title\n        self.serve = "cold".strip\n'}
    ),
)
def holds_the_code(bench: Bench) -> Observation:
    found = bench.send("GET", "/rewritten").json()
    return Observation(
        holds=found["found"] == found["then"],
        because=f"When it was pickled, a recipe was served {found['then']}; at loading the class said "
        f"{found['now']}, and the loaded recipe was served {found['found']}.",
    )
