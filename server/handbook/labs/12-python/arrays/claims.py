"""What is said about lists, arrays and NumPy, measured in a weather station."""

from collections.abc import Mapping

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, claim

# What is measured lies far from these on any machine; they only part the two answers.
MUCH_MORE = 1.5
TWICE = 2.0
FIVE_TIMES = 5.0

LISTED = "list, one by one"
SINGLE = "numpy, one by one"
AT_ONCE = "numpy, all at once"


def taken(bench: Bench, kind: str) -> tuple[int, int]:
    """What getsizeof says of the readings, and the bytes that were taken for them."""
    found = bench.send("GET", f"/size/{kind}").json()
    return int(found["getsizeof"]), int(found["taken"])


def told(times: Mapping[str, float]) -> str:
    """Times in milliseconds, as text."""
    return " and ".join(f"{time:.3f} ms ({kind})" for kind, time in times.items())


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
    counter=Counter({"milliseconds(lambda: sum(packed))": "milliseconds(numpy.array(packed).sum)"}),
)
def array_is_faster(bench: Bench) -> Observation:
    times = bench.send("GET", "/sum").json()
    return Observation(
        holds=times["array"] * TWICE < times["list"], because=f"Adding up took: {told(times)}."
    )


@claim(
    "numpy-is-faster",
    "NumPy calculates with 20000 numbers at once at least five times faster than a loop over a list.",
    expect=HOLDS,
    counter=Counter({"return celsius * 1.8 + 32": "return [value * 1.8 + 32 for value in celsius]"}),
)
def numpy_is_faster(bench: Bench) -> Observation:
    times = bench.send("GET", "/fahrenheit").json()
    return Observation(
        holds=times[AT_ONCE] * FIVE_TIMES < times[LISTED],
        because=f"To Fahrenheit took: {told({name: times[name] for name in (LISTED, AT_ONCE)})}.",
    )


@claim(
    "numpy-slows-loops",
    "A Python loop over a NumPy array is slower than the same loop over a list.",
    expect=HOLDS,
    counter=Counter({"one_by_one(vector)": "all_at_once(vector)"}),
)
def numpy_slows_loops(bench: Bench) -> Observation:
    times = bench.send("GET", "/fahrenheit").json()
    return Observation(
        holds=times[SINGLE] > times[LISTED],
        because=f"To Fahrenheit took: {told({name: times[name] for name in (LISTED, SINGLE)})}.",
    )


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
    "slices-are-windows",
    "Whoever sets a slice of a NumPy array to zero finds these zeros in the array itself.",
    expect=HOLDS,
    counter=Counter({"early = day[:2]": "early = day[:2].copy()"}),
)
def slices_are_windows(bench: Bench) -> Observation:
    day = bench.send("GET", "/morning").json()["day"]
    return Observation(
        holds=day[:2] == [0, 0], because=f"The slice of the morning was set to 0.0; the day is {day}."
    )


@claim(
    "integers-run-over",
    "Two thousand million and two thousand million, added as `int32`, give NumPy a negative number.",
    expect=HOLDS,
    counter=Counter({'dtype="int32"': 'dtype="int64"'}),
)
def integers_run_over(bench: Bench) -> Observation:
    drops = bench.send("GET", "/drops").json()["drops"]
    return Observation(
        holds=drops < 0, because=f"2000000000 + 2000000000 came out as {drops}, without an error."
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
