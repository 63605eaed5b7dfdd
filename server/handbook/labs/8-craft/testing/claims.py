"""What is said about testing Flask, decided by tests of a swimming pool."""

import re

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Undecided, claim


def outcome(bench: Bench, name: str) -> tuple[bool, str]:
    """Whether that test passed, and in a few words why not."""
    found = bench.send("GET", f"/run/{name}").json()
    errors = [line for line in found["said"] if re.match(r"[\w.]*Error: ", line)]
    if not found["passed"] and not errors:
        raise Undecided(f"{name} failed without an error.", "Restore the lab.")
    return bool(found["passed"]), f"`{name}` passed." if found[
        "passed"
    ] else f"`{name}` failed: `{errors[-1]}`."


def decided(bench: Bench, name: str) -> Observation:
    """A statement that a test makes holds if the test passes."""
    passed, why = outcome(bench, name)
    return Observation(holds=passed, because=why)


@claim(
    "starts-a-server",
    "The test client starts a server and sends its requests to it.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            "import threading\nimport unittest\n": """import threading
import unittest
import urllib.request

from werkzeug.serving import make_server
""",
            '        text = self.client.get("/lifeguard").text\n': """
        server = make_server("127.0.0.1", 0, app)
        threading.Thread(target=server.handle_request).start()
        with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/lifeguard") as answer:
            text = answer.read().decode()
        server.server_close()
""",
        }
    ),
)
def starts_a_server(bench: Bench) -> Observation:
    passed, why = outcome(bench, "test_needs_no_server")
    return Observation(
        holds=not passed,
        because=f"The test expects that the view runs in the test's own thread; {why}",
    )


@claim(
    "follows",
    "The test client ends where a browser would: on the page to which a form redirects.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            'page = self.client.post("/card", data={"swimmer": "Ada"})': (
                'page = self.client.post("/card", data={"swimmer": "Ada"}, follow_redirects=True)'
            )
        }
    ),
)
def follows(bench: Bench) -> Observation:
    return decided(bench, "test_lands_on_the_page")


@claim(
    "keeps-cookies",
    "A test client keeps cookies from one request to the next, as a browser does.",
    expect=HOLDS,
    counter=Counter({"self.client = app.test_client()": "self.client = app.test_client(use_cookies=False)"}),
)
def keeps_cookies(bench: Bench) -> Observation:
    return decided(bench, "test_is_remembered")


@claim(
    "session-afterwards",
    "Once a request of the client is over, `flask.session` can no longer be read in the test.",
    expect=HOLDS,
    counter=Counter({"        client = self.client\n": "        client = self.client.__enter__()\n"}),
)
def session_afterwards(bench: Bench) -> Observation:
    passed, why = outcome(bench, "test_session_afterwards")
    return Observation(holds=not passed and "RuntimeError" in why, because=why)


@claim(
    "session-beforehand",
    "A test can put something into the session without using any form.",
    expect=HOLDS,
    counter=Counter(
        {"with self.client.session_transaction() as session:": "with app.test_request_context():"}
    ),
)
def session_beforehand(bench: Bench) -> Observation:
    return decided(bench, "test_session_beforehand")


@claim(
    "data-is-json",
    "`client.post('/tickets', data={'people': 3})` sends JSON.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'data={"people": 3}': 'json={"people": 3}'}),
)
def data_is_json(bench: Bench) -> Observation:
    return decided(bench, "test_data_is_json")


@claim(
    "exception-comes-out",
    "If a view raises in a test with `app.testing = True`, its exception comes out of the client's call.",
    expect=HOLDS,
    counter=Counter({"app.testing = True": "app.testing = False"}),
)
def exception_comes_out(bench: Bench) -> Observation:
    passed, why = outcome(bench, "test_error_page")
    return Observation(holds=not passed and "RuntimeError: The slide is closed." in why, because=why)


@claim(
    "broken-commands",
    "An exception in a command reaches the test that invoked it.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'args=["till", "0"])': 'args=["till", "0"], catch_exceptions=False)'}),
)
def broken_commands(bench: Bench) -> Observation:
    return decided(bench, "test_broken_command")


@claim(
    "runner-built-in",
    "Testing is built into Flask: the command `flask test` finds the tests and runs them.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            '        result = app.test_cli_runner().invoke(args=["test"])\n': (
                '        app.cli.command("test")(lambda: None)\n'
                '        result = app.test_cli_runner().invoke(args=["test"])\n'
            )
        }
    ),
)
def runner_built_in(bench: Bench) -> Observation:
    return decided(bench, "test_runner_built_in")
