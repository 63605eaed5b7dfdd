"""Tests of pasting a curl command into the composer."""

import pytest

from tests.support.workbench_client import WorkbenchClient


def pasted(workbench: WorkbenchClient, text: str) -> tuple[int, str]:
    """Return the status and the text of the answer to a pasted command."""
    workbench.open_guest()
    answer = workbench.post("/bench/g1/curl", {"text": text})
    return answer.status_code, answer.text.replace("&#39;", "'").replace("&#34;", '"')


def test_a_command_for_another_host_says_that_the_host_is_not_used(workbench: WorkbenchClient) -> None:
    """The request goes to the app of the bench, and what else was left out is named."""
    status, text = pasted(workbench, "curl -L https://shop.example/a http://h/b -o out.json")
    assert status == 200
    assert "shop.example is not taken over" in text
    assert "Not taken over: -o out.json, http://h/b." in text
    assert "choose Follow" in text


@pytest.mark.parametrize(
    "host", ["localhost:5000", "127.0.0.1", "[::1]:80", "0.0.0.0:5000", "shop.localhost"]
)
def test_nothing_is_said_of_this_machine(workbench: WorkbenchClient, host: str) -> None:
    """That is where the app runs."""
    status, text = pasted(workbench, f"curl http://{host}/a -k --compressed")
    assert status == 200
    assert "taken over" not in text


def test_the_field_of_a_file_keeps_its_name(workbench: WorkbenchClient) -> None:
    """The file itself must be chosen, and where is said."""
    _, text = pasted(workbench, "curl localhost/a -F name=Ada -F doc=@notes.txt")
    assert 'name="files-name" value="doc"' in text
    assert "Choose again in the Files tab, as files are not taken over: doc." in text


@pytest.mark.parametrize(
    ("command", "cause", "remedy"),
    [
        ("curl file:///etc/passwd", "not for an app over HTTP", "http://"),
        ("curl h -d @x", "-d @x would read a file", "Files tab"),
        ("curl h --what", "--what", "Remove it"),
        ("curl 'h", "not closed", "add the missing mark"),
        ("curl -s", "no address", "Add one"),
        ("curl -X 'A B' h", "“A B” cannot be the method", "one word"),
        ("curl http://[/", "is not an address", "Correct it"),
        ("curl " + "x" * 200_000, "longer than", "Raw tab"),
        ("<b>", "&lt;b&gt;", "begins with curl"),
    ],
)
def test_each_reason_has_its_own_remedy(
    workbench: WorkbenchClient, command: str, cause: str, remedy: str
) -> None:
    """Files are mentioned where the command has one, and only there."""
    status, text = pasted(workbench, command)
    assert status == 422
    assert cause in text
    assert remedy in text
    assert ("file" in text.lower()) == ("file" in command or "@" in command or len(command) > 1000)
