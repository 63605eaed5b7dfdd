"""`fumehood record`."""

import base64
import json
import signal
import subprocess
import sys
import venv
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource

from tests.environments import environment as interpreter_of
from tests.sources import ROOT
from tests.support.fumehood_process import COMMAND, all_gone, environment, family, run, running

pytestmark = pytest.mark.slow

SCHEMA = json.loads((ROOT / "docs" / "schemas" / "record.json").read_text())
# What `record` imports of other people's packages, and what of ours it has no use for.
LIBRARIES = {"click", "psutil"}
OURS = {"desktop", "server", "_distutils_hack"}  # the last one is of the tests' environment
NOT_FOR_AN_APP = (
    "server.handbook", "server.learning", "server.services", "server.store", "server.preferences",
    "server.highlight", "server.app", "server.web.base", "desktop.shell.window", "desktop.shell.http",
)  # fmt: skip
APP = """
import os, sys, time
from flask import Flask, Response, request
app = Flask(__name__)

@app.route("/", methods=["GET", "POST", "PUT"])
def index():
    return {"method": request.method, "type": request.content_type, "args": request.args.to_dict(flat=False),
            "tags": request.headers.getlist("X-Tag"), "form": request.form.to_dict(),
            "body": request.get_data(as_text=True),
            "files": {name: [file.filename, file.read().decode()] for name, file in request.files.items()}}

@app.route("/bytes")
def octets():
    return Response(bytes([0, 255, 254]), content_type="application/octet-stream")

@app.route("/exit")
def leave():
    app.logger.error("TypeError: an old one")
    os._exit(3)

@app.route("/stream")
def stream():
    def go():
        yield "first"
        time.sleep(60)
    return go()

@app.route("/drip")
def drip():
    def go():
        while True:
            yield "drop"
            time.sleep(0.05)
    return go()

@app.route("/slow")
def slow():
    print("slow begins", file=sys.stderr, flush=True)
    time.sleep(60)
    return "late"
"""


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """An app that tells what it was asked."""
    file = tmp_path / "app.py"
    file.write_text(APP)
    return file


def recorded(home: Path, *arguments: str, **more: Any) -> dict[str, Any]:
    """The object that `record --json` prints, which the schema describes."""
    done = run(home, "record", *arguments, "--json", **more)
    assert done.returncode == 0, done.stderr
    exchange: dict[str, Any] = json.loads(done.stdout)
    jsonschema.validate(exchange, SCHEMA, cls=jsonschema.Draft202012Validator)
    return exchange


def test_several_requests_are_one_object(tmp_path: Path, app: Path) -> None:
    """The object of a visit has an exchange for each request, also where the last one fails."""
    visit_schema = json.loads((ROOT / "docs" / "schemas" / "record-visit.json").read_text())
    registry = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema)) for schema in (SCHEMA, visit_schema)
    )
    done = run(tmp_path, "record", str(app), "/", "--then", "/exit", "--then", "/", "--json")
    assert done.returncode == 3, done.stderr
    visit = json.loads(done.stdout)
    jsonschema.Draft202012Validator(visit_schema, registry=registry).validate(visit)
    assert [each["request"]["url"].rpartition("/")[2] for each in visit["exchanges"]] == ["", "exit"]
    assert visit["error"]["code"] == "exited"


PROGRAM = """
import argparse
from flask import Flask
parser = argparse.ArgumentParser()
parser.add_argument("--word", required=True)

def main():
    app = Flask(__name__)
    app.add_url_rule("/", view_func=lambda: parser.parse_args().word)
    parser.parse_args()
    app.run(port=80)

if __name__ == "__main__":
    main()
"""


def test_a_program_is_run_with_its_arguments(tmp_path: Path) -> None:
    """In the current folder; what it prints instead of starting a server comes before the remedy."""
    (tmp_path / "shop.py").write_text(PROGRAM)
    exchange = recorded(tmp_path, "--run", "shop.py --word 'hello there'", "/", cwd=tmp_path)
    assert exchange["response"]["body"] == "hello there"
    done = run(tmp_path, "record", "--run", "shop.py", "/", cwd=tmp_path)
    assert done.returncode == 3
    lines = done.stderr.splitlines()
    assert "started no server" in lines[0]
    assert lines[2].startswith("usage: shop.py")
    done = run(tmp_path, "record", "shop.py", "/", cwd=tmp_path)
    assert done.returncode == 3
    assert done.stderr.rstrip().endswith("fumehood record --run shop.py /")


def told(exchange: dict[str, Any]) -> dict[str, Any]:
    """What the app said that it was asked."""
    answer: dict[str, Any] = json.loads(exchange["response"]["body"])
    return answer


def test_the_schema_is_one() -> None:
    """The documented schema is a valid one itself."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_a_lab_is_seen_from_the_inside(tmp_path: Path) -> None:
    """The exchange of a lab has its request, its response, its versions and its events in order."""
    exchange = recorded(tmp_path, "lab:session", "/")
    assert exchange["request"]["method"] == "GET"
    assert exchange["response"]["status"] == 200
    assert exchange["response"]["size"] == len(exchange["response"]["body"].encode())
    assert exchange["guest"]["flask"]
    assert exchange["guest"]["server"].startswith("waitress ")
    kinds = [event["kind"] for event in exchange["events"]]
    assert (kinds[0], kinds[-1]) == ("wsgi", "wsgi")
    assert {"routing", "view", "session", "response"} <= set(kinds)


def test_method_query_headers_and_body_arrive(tmp_path: Path, app: Path) -> None:
    """Everything on the command line reaches the app; a header may come twice."""
    exchange = recorded(
        tmp_path,
        str(app),
        "put",
        "/?q=å&q=2",
        "-H",
        "X-Tag: a",
        "-H",
        "X-Tag:b",
        "-H",
        "Content-Type: text/x",
        "-d",
        "hé",
    )
    said = told(exchange)
    # WSGI gives an app the two lines as one, as HTTP allows.
    assert (said["method"], said["args"], said["tags"]) == ("PUT", {"q": ["å", "2"]}, ["a, b"])
    assert (said["type"], said["body"]) == ("text/x", "hé")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ('{"a": 1}', "application/json"),
        ("a=1&b=2", "application/x-www-form-urlencoded"),
        ("{x", "application/x-www-form-urlencoded"),
    ],
)
def test_a_body_makes_a_post_of_its_kind(tmp_path: Path, app: Path, data: str, kind: str) -> None:
    """Without a method and a type it is a POST, of JSON where it is JSON, else of a form."""
    said = told(recorded(tmp_path, str(app), "/", "-d", data))
    assert (said["method"], said["type"]) == ("POST", kind)


def test_fields_and_files_make_a_form(tmp_path: Path, app: Path) -> None:
    """-F name=value is a field, -F name=@file a file with its name."""
    note = tmp_path / "note.txt"
    note.write_text("hello")
    said = told(recorded(tmp_path, str(app), "/", "-F", "who=Ada", "-F", f"up=@{note}"))
    assert (said["form"], said["files"]) == ({"who": "Ada"}, {"up": ["note.txt", "hello"]})
    assert said["type"].startswith("multipart/form-data")


def test_bytes_come_in_base64(tmp_path: Path, app: Path) -> None:
    """A body that is not text loses no byte."""
    body = recorded(tmp_path, str(app), "http://localhost:9/bytes")["response"]["body"]
    assert base64.b64decode(body["base64"]) == bytes([0, 255, 254])


def test_people_get_a_tree(tmp_path: Path, app: Path) -> None:
    """Without --json there are lines to read, and no colours where nobody looks."""
    done = run(tmp_path, "record", str(app), "/")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("GET / ")
    assert "index" in done.stdout
    assert "\x1b" not in done.stdout


BROKEN = "import os\n\ndef deep():\n    raise LookupError('no such thing')\n\ndeep()\n"


def test_an_app_that_does_not_import(tmp_path: Path) -> None:
    """The last line of its traceback comes first, then the traceback with the app's own lines; code 3."""
    (tmp_path / "app.py").write_text(BROKEN)
    done = run(tmp_path, "record", str(tmp_path / "app.py"), "/", "--json")
    assert done.returncode == 3
    error = json.loads(done.stdout)["error"]
    assert error["code"] == "import-error"
    assert "LookupError: no such thing" in done.stderr.splitlines()[0]
    assert "deep()" in done.stderr
    assert str(ROOT / "server") not in done.stderr
    assert len(done.stderr.splitlines()) < 25


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("nosuch", "/"), 2),
        (("lab:nosuch", "/"), 2),
        (("lab:session", "nopath"), 2),
        (("lab:session", "http://example.com/"), 2),
        (("lab:session", "/", "-H", "nocolon"), 2),
        (("lab:session", "/", "-d", "x", "-F", "a=b"), 2),
        (("lab:session", "/", "-d", "@nosuch"), 2),
        (("lab:session", "/", "-F", "noequals"), 2),
        (("lab:session", "/", "--timeout", "nan"), 2),
        (("lab:session", "/", "--timeout", "inf"), 2),
        (("lab:session", "GET", "/", "/more"), 2),
        (("lab:session",), 2),
        (("lab:session", "/", "--python", "/nosuch/python"), 6),
    ],
)
def test_wrong_use_is_told(tmp_path: Path, arguments: tuple[str, ...], code: int) -> None:
    """Each has its exit code, says what is wrong on standard error, and shows no traceback of ours."""
    done = run(tmp_path, "record", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_an_interpreter_without_flask(tmp_path: Path, app: Path) -> None:
    """The interpreter is fine and has no Flask: code 6, and the remedy says what to do."""
    venv.create(tmp_path / "bare", with_pip=False, symlinks=True)
    python = tmp_path / "bare" / "bin" / "python"
    done = run(tmp_path, "record", str(app), "/", "--python", str(python), "--json")
    assert done.returncode == 6, done.stderr
    assert json.loads(done.stdout)["error"]["code"] == "no-flask"


def test_a_request_that_takes_too_long(tmp_path: Path, app: Path) -> None:
    """After --timeout the command ends with code 5, and the app with it."""
    done = run(tmp_path, "record", str(app), "/slow", "--timeout", "0.5")
    assert done.returncode == 5
    assert "/slow was not answered" in done.stderr
    assert "it leads to the endpoint slow" in done.stdout


@pytest.mark.parametrize("path", ["/stream", "/drip"])
def test_an_answer_without_an_end_is_told_as_one(tmp_path: Path, app: Path, path: str) -> None:
    """What was answered and goes on is not `not answered`; what is known is printed first."""
    done = run(tmp_path, "record", str(app), path, "--timeout", "1.5")
    assert done.returncode == 5
    assert f"{path} was answered with 200, and was still sending after 1.5 s" in done.stderr
    assert done.stdout.startswith(f"GET {path} → 200 OK")
    assert "still being sent when Fumehood stopped reading" in done.stdout
    assert f"it leads to the endpoint {path[1:]}" in done.stdout


def test_an_app_that_dies_midway(tmp_path: Path, app: Path) -> None:
    """Code 3 and how the process ended, after what is known; a line it logged before is not the cause."""
    done = run(tmp_path, "record", str(app), "/exit")
    assert done.returncode == 3
    cause = "fumehood: The app's process ended with exit code 3 while it answered GET /exit."
    assert done.stderr.splitlines()[0] == cause
    assert "it leads to the endpoint leave" in done.stdout
    done = run(tmp_path, "record", str(app), "/exit", "--json")
    assert done.returncode == 3
    exchange = json.loads(done.stdout)
    jsonschema.validate(exchange, SCHEMA, cls=jsonschema.Draft202012Validator)
    assert (exchange["response"], exchange["error"]["code"]) == (None, "exited")


def test_the_folder_of_an_environment_is_an_interpreter(tmp_path: Path, app: Path) -> None:
    """--python takes the folder, as it says."""
    assert recorded(tmp_path, str(app), "/", "--python", sys.prefix)["response"]["status"] == 200


def test_a_folder_runs_in_its_own_environment(tmp_path: Path, app: Path) -> None:
    """Nothing but the folder is named, and the object says which interpreter it was."""
    prefix = interpreter_of("flask22").parent.parent
    (app.parent / ".venv").symlink_to(prefix)
    guest = recorded(tmp_path, ".", "/", cwd=app.parent)["guest"]
    assert guest["flask"].startswith("2.2.")
    assert guest["interpreter"] == str(app.parent / ".venv" / "bin" / "python")
    assert guest["working_directory"] == str(app.parent)
    assert guest["app"] == {"object": "app:app", "file": str(app), "line": 4}


def test_what_cannot_be_compiled_is_said_once(tmp_path: Path) -> None:
    """The place of the error without the machinery of importing, and the error itself only in front."""
    (tmp_path / "app.py").write_text("def broken(:\n")
    done = run(tmp_path, "record", str(tmp_path / "app.py"), "/")
    assert done.returncode == 3
    assert done.stderr.count("SyntaxError") == 1
    assert "importlib" not in done.stderr
    assert "def broken(:" in done.stderr
    assert "Fix the line that is shown." in done.stderr


def test_a_lab_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    """The remedy lists the labs, as that of `prove` does."""
    assert "The labs are: " in run(tmp_path, "record", "lab:zzz", "/").stderr


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupt_leaves_no_process(tmp_path: Path, app: Path, number: int, code: int) -> None:
    """While the app is at work the command is told to end: it does, and so does the app."""
    marker = tmp_path / "begun"
    app.write_text(
        APP.replace('print("slow begins"', f'open({str(marker)!r}, "w").close(); print("slow begins"')
    )
    with running(tmp_path, "record", str(app), "/slow") as process:
        while not marker.exists():
            assert process.poll() is None, process.stderr and process.stderr.read()
        members = family(process)
        assert len(members) > 1
        process.send_signal(number)
        _out, errors = process.communicate(timeout=60)
        assert process.returncode == code
        assert "Traceback" not in errors
    assert all_gone(members)


def test_a_closed_pipe_is_no_traceback(tmp_path: Path, app: Path) -> None:
    """`fumehood record … | head -1` ends quietly."""
    words = " ".join([*COMMAND, "record", str(app), "/", "--json"])
    done = subprocess.run(
        ["bash", "-c", f"{words} | true; echo ${{PIPESTATUS[0]}}"],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.strip() == "141"
    assert done.stderr == ""


def test_only_what_an_app_needs_is_imported(tmp_path: Path) -> None:
    """An app that is no lab waits for neither the handbook nor the pages nor their libraries."""
    (tmp_path / "app.py").write_text(APP)
    program = (
        "import sys; from desktop.cli import main\n"
        f"code = main.run(['record', 'app.py', '/', '--python', {sys.executable!r}])\n"
        "print(code, *sorted(sys.modules), sep='\\n')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**environment(tmp_path), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=90,
        check=True,
    )
    journey, _newline, names = done.stdout.partition("\n0\n")
    assert "200 OK" in journey
    loaded = set(names.splitlines())
    assert "server.lenses.render.terminal" in loaded
    assert [name for name in sorted(loaded) if name.startswith(NOT_FOR_AN_APP)] == []
    installed = {name.partition(".")[0] for name in loaded} & packages_distributions().keys()
    # The last one is there when the tests measure their coverage.
    assert installed - OURS - {"coverage"} == LIBRARIES
