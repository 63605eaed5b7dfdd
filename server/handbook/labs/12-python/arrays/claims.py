"""What is said about lists, arrays and NumPy, measured in a weather station."""

from collections.abc import Mapping

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, claim

# What is measured lies far from these on any machine; they only part the two answers.
MUCH_MORE = 1.5
TWICE = 2.0
FIVE_TIMES = 5.0


def taken(bench: Bench, kind: str) -> tuple[int, int]:
    """What getsizeof says of the readings, and the bytes that were taken for them."""
    found = bench.send("GET", f"/size/{kind}").json()
    return int(found["getsizeof"]), int(found["taken"])


def told(times: Mapping[str, float]) -> str:
    """Times in milliseconds, as text."""
    return " and ".join(f"{kind} {time:.3f} ms" for kind, time in times.items())


@claim(
    "getsizeof",
    "`sys.getsizeof` of a list tells how much memory a list of numbers takes.",
    expect=FAILS,
    mistake=True,
    counter=Counter(kind="array"),
)
def getsizeof(bench: Bench, *, kind: str = "list") -> Observation:
    says, took = taken(bench, kind)
    return Observation(
        holds=took < says * MUCH_MORE,
        because=f"`getsizeof` said {says} bytes; to make the {kind} and its numbers took {took} bytes.",
    )


@claim(
    "array-is-smaller",
    "An `array` of floats takes less than half of the memory of a list with as many.",
    expect=HOLDS,
    counter=Counter({'return array("d", readings)': "return list(readings)"}),
)
def array_is_smaller(bench: Bench) -> Observation:
    (_, listed), (_, packed) = taken(bench, "list"), taken(bench, "array")
    return Observation(
        holds=packed * TWICE < listed,
        because=f"20000 readings took {listed} bytes in a list and {packed} as an array: "
        f"{listed / packed:.1f} times as much.",
    )


@claim(
    "array-is-faster",
    "Since it is compact, an `array` is added up at least twice as fast as a list.",
    expect=FAILS,
    mistake=True,
    counter=Counter(kind="numpy"),
)
def array_is_faster(bench: Bench, *, kind: str = "array") -> Observation:
    times = bench.send("GET", f"/sum/{kind}").json()
    return Observation(holds=times[kind] * TWICE < times["list"], because=f"Adding up took: {told(times)}.")


@claim(
    "numpy-is-faster",
    "NumPy calculates with 20000 numbers at once at least five times faster than a loop over a list.",
    expect=HOLDS,
    counter=Counter({"return celsius * 1.8 + 32": "return [value * 1.8 + 32 for value in celsius]"}),
)
def numpy_is_faster(bench: Bench) -> Observation:
    times = bench.send("GET", "/fahrenheit").json()
    return Observation(
        holds=times["numpy"] * FIVE_TIMES < times["list"],
        because=f"From Celsius to Fahrenheit took: {told(times)}.",
    )


@claim(
    "numpy-speeds-up-loops",
    "A Python loop becomes faster when it runs over a NumPy array and not over a list.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"one_by_one(vector)": "all_at_once(vector)"}),
)
def numpy_speeds_up_loops(bench: Bench) -> Observation:
    times = bench.send("GET", "/loop").json()
    return Observation(holds=times["numpy"] < times["list"], because=f"The same loop took: {told(times)}.")


@claim(
    "append-in-place",
    "`numpy.append` adds to the array, as `append` adds to a list.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"    numpy.append(readings": "    readings = numpy.append(readings"}),
)
def append_in_place(bench: Bench) -> Observation:
    readings = bench.send("GET", "/added").json()["readings"]
    return Observation(
        holds=21.5 in readings, because=f"After 21.5 was appended, the readings are {readings}."
    )


@claim(
    "slices-are-copies",
    "A slice of a NumPy array is a copy, as a slice of a list is.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"early = day[:2]": "early = day[:2].copy()"}),
)
def slices_are_copies(bench: Bench) -> Observation:
    day = bench.send("GET", "/morning").json()["day"]
    return Observation(holds=day[0] != 0, because=f"The slice was set to 0.0; the day is {day}.")


@claim(
    "integers-grow",
    "NumPy's integers grow as large as they must, as Python's do.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'dtype="int32"': "dtype=object"}),
)
def integers_grow(bench: Bench) -> Observation:
    drops = bench.send("GET", "/drops").json()["drops"]
    return Observation(
        holds=drops == 4_000_000_000,
        because=f"2000000000 + 2000000000 came out as {drops}, without an error.",
    )


@claim(
    "numbers-to-json",
    "A view can put a number that NumPy counted into its JSON as it is.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'(measured("numpy") > 20).sum()': 'int((measured("numpy") > 20).sum())'}),
)
def numbers_to_json(bench: Bench) -> Observation:
    seen = bench.send("GET", "/warm", may_crash=True)
    raised = [body["message"] for body in seen.all_of("exception")]
    return Observation(
        holds=seen.status == 200,
        because=f"{seen.sent} answered {seen.status_line}" + (f": {raised[0]}." if raised else "."),
    )
