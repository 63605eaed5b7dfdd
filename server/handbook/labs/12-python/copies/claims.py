"""What is said about copies, decided on a bakery's standing orders."""

import json
import secrets

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, claim


@claim(
    "assignment-copies",
    "`second = first` makes a copy, which can be changed without touching the first.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"second = first\n": "second = dict(first)\n"}),
)
def assignment_copies(bench: Bench) -> Observation:
    found = bench.send("GET", "/assigned").json()
    return Observation(
        holds=found["first"]["name"] == "Ada",
        because=f"After a new name for the second order, the first one says {found['first']['name']!r}.",
    )


@claim(
    "shallow-copies-inside",
    "`dict.copy()` copies everything in the dictionary.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"second = first.copy()": "second = copy.deepcopy(first)"}),
)
def shallow_copies_inside(bench: Bench) -> Observation:
    found = bench.send("GET", "/shallow").json()
    return Observation(
        holds="brioche" not in found["first"]["loaves"],
        because=f"A brioche was added to the copy's loaves; the first order has {found['first']['loaves']}.",
    )


@claim(
    "shallow-guards-keys",
    "A key of a shallow copy can be given a new value, and the original keeps its old one.",
    expect=HOLDS,
    counter=Counter({"second = first.copy()": "second = first"}),
)
def shallow_guards_keys(bench: Bench) -> Observation:
    found = bench.send("GET", "/shallow").json()
    return Observation(
        holds=found["first"]["name"] == "Ada" and found["second"]["name"] == "Grace",
        because=f"The copy got the name {found['second']['name']}; "
        f"the first order says {found['first']['name']}.",
    )


@claim(
    "deep-keeps-sharing",
    "One list that was in two places is one list in two places in a deep copy, too.",
    expect=HOLDS,
    counter=Counter(
        {
            'copy.deepcopy({"monday": loaves, "friday": loaves})': (
                'json.loads(json.dumps({"monday": loaves, "friday": loaves}))'
            )
        }
    ),
)
def deep_keeps_sharing(bench: Bench) -> Observation:
    week = bench.send("GET", "/shared").json()
    return Observation(
        holds="spelt" in week["monday"] and week["monday"] == week["friday"],
        because=f"Spelt was added on the copied Monday; Monday now has {week['monday']}, "
        f"Friday {week['friday']}.",
    )


@claim(
    "circles-close",
    "`copy.deepcopy` copies two objects that refer to each other, and their copies refer to each other.",
    expect=HOLDS,
    counter=Counter({"again = copy.deepcopy(ada)": "again = copy.copy(ada)"}),
)
def circles_close(bench: Bench) -> Observation:
    found = bench.send("GET", "/circle").json()
    return Observation(
        holds=found["new"] and found["closed"],
        because=f"The copy of Ada is a new object ({found['new']}), and its neighbour's neighbour is "
        f"{'the copy itself' if found['closed'] else 'another object'}.",
    )


@claim(
    "deep-takes-all",
    "`copy.deepcopy` can copy any object.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'"guard": threading.Lock()': '"guard": [threading.Lock]'}),
)
def deep_takes_all(bench: Bench) -> Observation:
    seen = bench.send("GET", "/oven", may_crash=True)
    raised = [f"{body['type']}: {body['message']}" for body in seen.all_of("exception")]
    return Observation(
        holds=seen.status == 200,
        because=f"Copying a batch with a lock in it raised {raised[0]}."
        if raised
        else f"The batch was copied with its keys {seen.json()['copied']}.",
    )


@claim(
    "json-is-a-deep-copy",
    "`json.loads(json.dumps(x))` gives a deep copy that is equal to `x`.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'{1: ("rye", 30), 2: ("spelt", 35)}': '{"1": ["rye", 30], "2": ["spelt", 35]}'}),
)
def json_is_a_deep_copy(bench: Bench) -> Observation:
    found = bench.send("GET", "/json").json()
    return Observation(holds=found["equal"], because=f"{found['first']} came back as {found['second']}.")


@claim(
    "times-three",
    "`[[]] * 3` makes three lists.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"[[]] * 3": "[[] for _ in range(3)]"}),
)
def times_three(bench: Bench) -> Observation:
    shelves = bench.send("GET", "/table").json()["shelves"]
    return Observation(
        holds=shelves == [["rye"], [], []],
        because=f"Rye was put on the first shelf; the three hold {json.dumps(shelves)}.",
    )


@claim(
    "next-visitor-sees",
    "What a view appends to a list of its module, the next visitor's request finds there.",
    expect=HOLDS,
    counter=Counter({"    loaves = MENU\n": "    loaves = MENU.copy()\n"}),
)
def next_visitor_sees(bench: Bench) -> Observation:
    special = f"cake {secrets.token_hex(4)}"
    bench.browser().send("POST", "/menu/today", form={"special": special})
    menu = bench.browser().send("GET", "/menu").json()["menu"]
    there = special in menu
    return Observation(
        holds=there,
        because=f"One visitor's request added a {special}; the menu of the next visitor "
        f"{'offers it too' if there else f'is {menu}'}.",
    )
