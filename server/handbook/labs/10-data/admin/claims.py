"""What is said about Flask-Admin, tried on an orchard's shop."""

import base64
import secrets

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, claim

PASSWORD = "windfall"
KNOCKING = (
    ("GET", "/admin/order/"),
    ("GET", "/admin/order/new/"),
    ("GET", "/admin/order/edit/"),
    ("GET", "/admin/order/details/"),
    ("GET", "/admin/order/export/csv/"),
    ("POST", "/admin/order/new/"),
    ("POST", "/admin/order/edit/"),
    ("POST", "/admin/order/delete/"),
    ("POST", "/admin/order/action/"),
)


def stock(bench: Bench, name: str) -> int:
    """How many apples of that name the shop has."""
    found: int = bench.send("GET", "/stock", query={"name": name}).json()["count"]
    return found


def credentials(password: str) -> dict[str, str]:
    """The header by which a browser gives a password."""
    return {"Authorization": "Basic " + base64.b64encode(f"keeper:{password}".encode()).decode()}


@claim(
    "asks-who-you-are",
    "Flask-Admin asks for a login before it shows a table.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"class Apples(ModelView)": "class Apples(Guard, ModelView)"}),
)
def asks_who_you_are(bench: Bench) -> Observation:
    seen = bench.send("GET", "/admin/apple/")
    shown = "Discovery" in seen.text
    return Observation(
        holds=not shown,
        because=f"A stranger who asked for the table got {seen.status_line}"
        f"{', with the apples in it' if shown else ', and no apple was in it'}.",
        shown=seen,
    )


@claim(
    "index-guards-all",
    "Guarding the admin's first page guards all pages behind it.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"class Apples(ModelView)": "class Apples(Guard, ModelView)"}),
)
def index_guards_all(bench: Bench) -> Observation:
    first = bench.send("GET", "/admin/")
    behind = bench.send("GET", "/admin/apple/")
    return Observation(
        holds=first.status == 403 and behind.status == 403,
        because=f"Without a password /admin/ answered {first.status_line}, "
        f"and /admin/apple/ behind it {behind.status_line}.",
        shown=behind,
    )


@claim(
    "hidden-is-open",
    "A view that is_visible leaves out of the menu still opens for whoever types its address.",
    expect=HOLDS,
    counter=Counter({"def is_visible(self):  # not in the menu": "def is_accessible(self):"}),
)
def hidden_is_open(bench: Bench) -> Observation:
    menu = bench.send("GET", "/admin/apple/").text
    seen = bench.send("GET", "/admin/grower/")
    listed = "/admin/grower/" in menu
    return Observation(
        holds=seen.status == 200 and not listed,
        because=f"The menu {'names' if listed else 'does not name'} the growers; whoever typed their address "
        f"got {seen.status_line}{', with their addresses' if 'Hill Road' in seen.text else ''}.",
        shown=seen,
    )


@claim(
    "guard-holds",
    "is_accessible guards every page of its view, and its forms too.",
    expect=HOLDS,
    counter=Counter({"class Orders(Guard, ModelView)": "class Orders(ModelView)"}),
)
def guard_holds(bench: Bench) -> Observation:
    without = [bench.send(method, path).status for method, path in KNOCKING]
    within = bench.send("GET", "/admin/order/", headers=credentials(PASSWORD)).status
    wrong = bench.send("GET", "/admin/order/", headers=credentials("guessed")).status
    return Observation(
        holds=without == [403] * len(KNOCKING) and (within, wrong) == (200, 403),
        because="Without a password five pages and four posts were answered "
        f"{', '.join(map(str, without))}; "
        f"with a wrong one the list answered {wrong}, with the right one {within}.",
    )


@claim(
    "forged-post-refused",
    "Out of the box Flask-Admin refuses a form that was sent from another site.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            'column_searchable_list = ("name",)': (
                "from flask_admin.form import SecureForm as form_base_class\n\n"
                '    column_searchable_list = ("name",)'
            )
        }
    ),
)
def forged_post_refused(bench: Bench) -> Observation:
    name = f"Golden {secrets.token_hex(4)}"
    seen = bench.send(
        "POST", "/admin/apple/new/", form={"name": name}, headers={"Origin": "https://elsewhere.example"}
    )
    found = stock(bench, name)
    return Observation(
        holds=not found,
        because=f"The post, which came from elsewhere.example, was answered {seen.status_line}, "
        f"and the shop has {found} such apples now.",
        shown=seen,
    )


@claim(
    "post-by-hand-refused",
    "can_delete = False stops even a delete that was posted by hand, and not only the button.",
    expect=HOLDS,
    counter=Counter({"can_delete = False": "can_delete = True"}),
)
def post_by_hand_refused(bench: Bench) -> Observation:
    name = f"Falling {secrets.token_hex(4)}"
    bench.send("POST", "/admin/apple/new/", form={"name": name})
    listed = bench.send("GET", "/stock", query={"name": name}).json()
    seen = bench.send("POST", "/admin/apple/delete/", form={"id": str(listed["last"])})
    left = stock(bench, name)
    return Observation(
        holds=left == 1,
        because=f"The post was answered {seen.status_line}; "
        f"of {listed['count']} such apple in the shop {left} was left.",
        shown=seen,
    )


@claim(
    "search-is-safe",
    "What is typed into the admin's search box is searched for, and never becomes SQL.",
    expect=HOLDS,
    counter=Counter({"    column_searchable_list": "    column_list"}),
)
def search_is_safe(bench: Bench, *, typed: str = "x'OR'1'='1") -> Observation:
    seen = bench.send("GET", "/admin/apple/", query={"search": typed})
    statements = [body for body in seen.all_of("sql") if "FROM apple" in body["statement"]]
    beside = any(typed in value["repr"] for body in statements for value in body["parameters"].values())
    found = "Discovery" in seen.text
    return Observation(
        holds=beside and not found,
        because=f"{typed} {'stood among the parameters' if beside else 'was nowhere among the parameters'} "
        f"of the query, and the list {'held' if found else 'did not hold'} the apples.",
        shown=seen,
    )
