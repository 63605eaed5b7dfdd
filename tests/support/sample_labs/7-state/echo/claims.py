"""What is said about the echo."""

from server.handbook.experiment import HOLDS, Bench, Counter, Observation, claim


@claim("echoes", "What is sent comes back.", expect=HOLDS, counter=Counter({'"text", ""': '"test", ""'}))
def echoes(bench: Bench) -> Observation:
    """Say hello."""
    page = bench.send("GET", "/", query={"text": "hello"})
    return Observation(holds=page.text == "hello", because=f"It answered {page.text!r}.")
