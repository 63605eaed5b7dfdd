"""Tests of the environments of a project."""

import pytest

from server.runner.redaction.known_secrets import KNOWN_SECRETS
from server.web.requests.environments import MOST_ENVIRONMENTS, MOST_VARIABLES
from tests.support.fake_guests import FakeGuest
from tests.support.workbench_client import WorkbenchClient

SECRET = "only-for-this-test"
PAGE = "/bench/g1/variables"


@pytest.fixture
def guest(workbench: WorkbenchClient) -> FakeGuest:
    """A guest with an environment that has a variable and a secret."""
    guest = workbench.open_guest()
    save(workbench, name="local", secrets={"token": SECRET}, id="7")
    return guest


def save(
    workbench: WorkbenchClient,
    name: str,
    former: str = "",
    secrets: dict[str, str] | None = None,
    **values: str,
) -> str:
    """Save an environment; return what is said if that is refused."""
    form = {
        "former": former,
        "name": name,
        "variables-name": [*values, ""],
        "variables-value": [*values.values(), ""],
        "secrets-name": [*(secrets or {}), ""],
        "secrets-value": [*(secrets or {}).values(), ""],
    }
    return workbench.post(PAGE, form).text


def send(workbench: WorkbenchClient, url: str, **fields: str) -> tuple[int, str]:
    """Send a request from the composer."""
    answer = workbench.post("/bench/g1/send", {"method": "GET", "url": url, "identity": "", **fields})
    return answer.status_code, answer.text


def test_a_request_has_the_values_of_the_chosen_environment(
    workbench: WorkbenchClient, guest: FakeGuest
) -> None:
    """Each has values of its own under the same names."""
    save(workbench, name="other", id="8")
    assert send(workbench, "/a/{{id}}", environment="local")[0] == 200
    assert send(workbench, "/a/{{id}}", environment="other")[0] == 200
    assert [outgoing.path for outgoing in guest.requests] == ["/a/7", "/a/8"]


@pytest.mark.parametrize(
    ("environment", "said"),
    [("local", "{{no}} has no value in local"), ("", "no environment is chosen"), ("gone", "in gone")],
)
def test_a_name_without_a_value_is_not_sent(
    workbench: WorkbenchClient, guest: FakeGuest, environment: str, said: str
) -> None:
    """The name is said, and how to send the characters themselves."""
    status, text = send(workbench, "/{{no}}", environment=environment)
    assert status == 422
    assert said in text
    assert "backslash" in text
    assert guest.requests == []
    assert send(workbench, r"/\{{no}}", environment=environment)[0] == 200
    assert guest.requests[0].path == "/%7B%7Bno%7D%7D"


@pytest.mark.hardness("leaked-secret")
def test_a_secret_is_sent_and_neither_stored_nor_shown(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """It is in the file of secrets, and known to what removes secrets from recordings."""
    send(workbench, "/", environment="local", auth="bearer", **{"auth-token": "{{token}}"})
    assert ("Authorization", f"Bearer {SECRET}") in guest.requests[0].headers
    stored = workbench.store.settings._tables.read("SELECT value FROM settings", ())
    assert "token" in repr(stored)
    assert SECRET not in repr(stored)
    assert SECRET not in workbench.get(PAGE).text
    assert SECRET not in KNOWN_SECRETS.redact(f"a {SECRET} b")
    assert workbench.services.secrets.of(guest.target) == {}


def test_a_secret_keeps_its_value_under_another_name_of_the_environment(
    workbench: WorkbenchClient, guest: FakeGuest
) -> None:
    """Its field is empty when the page is shown again; of the former name nothing is left."""
    save(workbench, name="renamed", former="local", secrets={"token": ""})
    assert workbench.services.secrets.of(guest.target, "renamed") == {"token": SECRET}
    assert workbench.services.secrets.of(guest.target, "local") == {}
    assert "local" not in workbench.get(PAGE).text.replace("localhost", "").replace('placeholder="local"', "")
    workbench.post(PAGE, {"former": "renamed", "remove": "1"})
    assert workbench.services.secrets.of(guest.target, "renamed") == {}
    assert "<option>renamed" not in workbench.get("/bench/g1").text


@pytest.mark.parametrize(
    ("name", "values", "secrets", "said"),
    [
        (" ", {}, {}, "has no name"),
        ("local", {}, {}, "called local already"),
        ("x", {"a b": "1"}, {}, "cannot be the name of a variable"),
        ("x", {"": "1"}, {}, "has a value and no name"),
        ("x", {"a": "1"}, {"a": "12345"}, "two variables called a"),
        ("x", {}, {"a": "1"}, "too short"),
        ("x", {"a": "1" * 20_001}, {}, "more than an environment can hold"),
        (
            "x",
            {f"n{number}": "" for number in range(MOST_VARIABLES + 1)},
            {},
            "more than an environment can hold",
        ),
    ],
)
def test_what_cannot_be_saved_is_said(  # noqa: PLR0913, PLR0917 - the cases and the fixtures
    workbench: WorkbenchClient,
    guest: FakeGuest,
    name: str,
    values: dict[str, str],
    secrets: dict[str, str],
    said: str,
) -> None:
    """Nothing is changed then."""
    assert said in save(workbench, name=name, secrets=secrets, **values)
    assert workbench.get(PAGE).text.count('name="former"') == 1


def test_there_are_only_so_many_environments(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """The page offers no further one then."""
    for number in range(MOST_ENVIRONMENTS):
        said = save(workbench, name=f"n{number}")
    assert "which is the most" in said
    assert "New environment" not in workbench.get(PAGE).text


@pytest.mark.parametrize("stored", [[], {"a": 7}, {"a": {"variables": [["x"]], "secrets": []}}])
def test_stored_environments_that_cannot_be_read_are_left_out(
    workbench: WorkbenchClient, guest: FakeGuest, stored: object
) -> None:
    """The bench works, and the next one is stored."""
    settings = workbench.store.settings
    (key,) = (
        str(row[0])
        for row in settings._tables.read("SELECT key FROM settings", ())
        if str(row[0]).startswith("environments:")
    )
    settings.set(key, stored)
    assert workbench.get("/bench/g1").status_code == 200
    save(workbench, name="again", id="9")
    assert send(workbench, "/{{id}}", environment="again")[0] == 200
