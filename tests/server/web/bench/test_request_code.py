"""Tests of requests as code: what is copied does what was recorded."""

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from server.model.exchange import Body, Exchange, Response
from server.model.guest import Target, TargetKind
from server.model.origin import Origin
from server.model.outgoing_request import OutgoingRequest
from server.runner.requests.curl.reader import CurlRequest, read
from server.web.bench.request_code import as_curl, as_pytest, as_python
from tests.support.fake_guests import FakeGuest, make_exchange
from tests.support.workbench_client import WorkbenchClient

APP = """
from flask import Flask, redirect, request
shop = Flask(__name__)

@shop.post("/items/<int:number>")
def item(number):
    return {"number": number, "body": request.get_data(as_text=True), "cookie": request.cookies.get("a")}

@shop.get("/away")
def away():
    return redirect("/")
"""
ORIGIN = Origin(interpreter="", working_directory="", app="web:shop")


def sent(**changes: object) -> OutgoingRequest:
    """Return a POST with a header, a cookie and a body."""
    outgoing = OutgoingRequest(
        method="POST",
        path="/items/7?q=it's",
        headers=(("Host", "localhost:1"), ("X-A", "1"), ("X-A", "$2"), ("Cookie", "a=b")),
        body="{'ö'}\n".encode(),
    )
    return replace(outgoing, **changes)  # type: ignore[arg-type]  # the fields of the request, by name


def answered(status: int, kind: str, data: bytes, *headers: tuple[str, str]) -> Exchange:
    """Return an exchange with this response, by the app web:shop."""
    body = Body(data=data, size=len(data), content_type=kind)
    response = Response(status=status, reason="", headers=headers, body=body)
    return make_exchange(response=response, origin=ORIGIN)


def target(folder: Path) -> Target:
    """Return the file web.py of a folder."""
    return Target(kind=TargetKind.FILE, spec="web.py", root=folder, app="web.py", name="web")


def test_a_curl_command_is_read_as_the_same_request() -> None:
    """Our own reader understands it, with quotes, repeats and line ends."""
    found = read(as_curl(sent(), "http://localhost:5000"))
    assert isinstance(found, CurlRequest)
    assert (found.method, found.path) == ("POST", "/items/7?q=it's")
    assert found.headers[:2] == [("X-A", "1"), ("X-A", "$2")]
    assert found.cookies == [("a", "b")]
    assert found.raw == "{'ö'}\n"


@pytest.mark.skipif(shutil.which("sh") is None, reason="no POSIX shell here")
def test_a_shell_sees_one_command(tmp_path: Path) -> None:
    """Whatever the request holds, a shell runs curl and nothing else."""
    witness = tmp_path / "curl"
    witness.write_text('#!/bin/sh\nprintf "%s\\n" "$#"\n')
    witness.chmod(0o755)
    hostile = "'; touch pwned; $(touch pwned) `touch pwned`\n#"
    outgoing = sent(method="GET';touch pwned;'", headers=(("X", hostile),), body=hostile.encode())
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-c", as_curl(outgoing, "http://localhost:1")],
        cwd=tmp_path,
        env={"PATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "11"
    assert not (tmp_path / "pwned").exists()


def test_bytes_reach_curl_as_base64() -> None:
    """A body that is no text has no quotes."""
    assert as_curl(sent(body=b"\xff\0"), "http://h").startswith("echo /wA= | base64 -d | curl ")


def test_python_code_is_a_program() -> None:
    """It compiles, and has every header."""
    code = as_python(sent(), "http://localhost:5000")
    compile(code, "request.py", "exec")
    assert code.count("putheader('X-A'") == 2
    assert "Host" not in code
    assert "Content-Length" not in as_python(sent(method="GET", body=b""), "http://localhost:5000")


def test_the_test_passes_against_the_project(tmp_path: Path) -> None:
    """Those of an imported app and of one that Flask finds; a changed answer fails it."""
    (tmp_path / "web.py").write_text(APP)
    keys = answered(200, "application/json", b'{"number": 7, "body": "", "cookie": ""}')
    found = replace(keys, origin=replace(ORIGIN, app="flask.app.Flask"))
    away = answered(302, "text/html; charset=utf-8", b"", ("Location", "/"))
    away = replace(away, request=replace(away.request, path="/away"))
    get = sent(method="GET", path="/away", body=b"")
    (tmp_path / "test_1.py").write_text(as_pytest(sent(), keys, target(tmp_path)))
    (tmp_path / "test_2.py").write_text(as_pytest(sent(), found, target(tmp_path)))
    (tmp_path / "test_3.py").write_text(as_pytest(get, away, target(tmp_path)))
    wrong = answered(200, "application/json", b'{"other": 1}')
    (tmp_path / "test_4.py").write_text(as_pytest(sent(), wrong, target(tmp_path)))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path)],
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "FAILED test_4.py::test_post" in done.stdout
    assert "1 failed, 3 passed" in done.stdout, done.stdout


def test_code_of_a_recorded_request(workbench: WorkbenchClient) -> None:
    """Each form is plain text; another one is not there, nor is code without its app."""
    guest: FakeGuest = workbench.open_guest()
    guest.send(OutgoingRequest(method="GET", path="/a", headers=(("X-A", "1"),)))
    number = workbench.store.rows()[0].id
    for form, piece in (("curl", "curl http://"), ("python", "import http.client"), ("pytest", "def test_")):
        answer = workbench.get(f"/exchanges/{number}/code/{form}")
        assert answer.content_type == "text/plain; charset=utf-8"
        assert piece in answer.text
        assert "X-A" in answer.text
    assert workbench.get(f"/exchanges/{number}/code/ruby").status_code == 404
    workbench.add_exchange(make_exchange(9, guest="gone"))
    assert "was closed" in workbench.get_fragment("/exchanges/9/code/curl").text


def test_a_pasted_curl_command_fills_the_composer(workbench: WorkbenchClient) -> None:
    """Each part is in its tab; what cannot be read is named, and no file is."""
    workbench.open_guest()
    command = "curl https://shop.example/a?b=1 -X PATCH -H 'X-A: 1' -H 'Sec-Fetch-Mode: cors' -u ada:x -d c=2"
    text = workbench.post("/bench/g1/curl", {"text": command}).text
    for piece in ('value="/a?b=1"', "<option selected>PATCH", 'value="X-A"', 'value="ada"', 'value="c"'):
        assert piece in text
    assert "Sec-Fetch" not in text
    refused = workbench.post("/bench/g1/curl", {"text": "curl h/x -d @/etc/passwd"})
    assert refused.status_code == 422
    assert "@/etc/passwd" in refused.text
    assert "root:" not in refused.text
