"""What is said about the tea room, each statement with the experiment that decides it."""

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, claim


@claim(
    "three-cups",
    "The tea room has three cups.",
    expect=HOLDS,
    counter=Counter({"CUPS = 3": "CUPS = 4"}),
)
def three_cups(bench: Bench) -> Observation:
    seen = bench.send("GET", "/")
    return Observation(holds="3 cups" in seen.text, because=f"It answered: {seen.text}")


@claim(
    "post-too",
    "A view that is written with app.get answers POST as well.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'@app.get("/")': '@app.route("/", methods=["GET", "POST"])'}),
)
def post_too(bench: Bench) -> Observation:
    seen = bench.send("POST", "/")
    return Observation(holds=seen.status == 200, because=f"POST / answered {seen.status_line}.")
