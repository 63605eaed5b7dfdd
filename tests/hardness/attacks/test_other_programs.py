"""What other programs and users of the machine can find of the running program, and do with it."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from desktop.shell.process import ipc
from tests.hardness.conftest import Served
from tests.support.fumehood_process import has_no_instance_files, link_of, run, running
from tests.support.raw_workbench import RawWorkbench
from tests.support.real_guest import get, real_guest

pytestmark = pytest.mark.slow


def processes(served: Served) -> list[psutil.Process]:
    """Return the program with its keepers and guests."""
    found = [served.process, *served.process.children(recursive=True)]
    assert len(found) >= 3
    return found


def secrets_of(ours: RawWorkbench) -> list[str]:
    """Return what opens the program: its link, its session, its token and its name."""
    return [
        ours.link.partition("launch=")[2],
        ours.cookie.partition("=")[2],
        ours.token,
        ours.host.partition(".")[0],
    ]


@pytest.mark.hardness("leaked-secret")
def test_no_process_shows_a_secret(served: Served) -> None:
    """No argument of a process and no variable of a guest holds what opens the program."""
    for process in processes(served):
        words = " ".join(process.cmdline())
        variables = " ".join(f"{name}={value}" for name, value in process.environ().items())
        for secret in secrets_of(served.workbench):
            assert secret not in words
            assert secret not in variables


@pytest.mark.hardness("leaked-secret")
def test_no_file_holds_a_secret(served: Served) -> None:
    """Neither the store nor the log holds what opens the program, even if it was sent in odd places."""
    ours = served.workbench
    for secret in secrets_of(ours):
        ours.send("GET", f"/{secret}?launch={secret}", Cookie=None, Referer=f"http://x/{secret}")
        ours.send("GET", f"/?launch={secret}", Cookie=None)
        ours.send("POST", f"/{secret}", secret.encode(), Origin=None)
    files = [path for path in served.home.rglob("*") if path.is_file()]
    assert len(files) > 2
    found = [
        (path.name, secret)
        for path in files
        for secret in secrets_of(ours)[1:]
        if secret.encode() in path.read_bytes()
    ]
    # The path of a refused request is logged; only who has a secret can send it there.
    assert {name for name, _secret in found} <= {"fumehood.log"}


@pytest.mark.hardness("leaked-secret")
def test_a_page_sends_no_secret_on(served: Served) -> None:
    """After a launch the address has no token, pages send no Referer, and nothing of them is kept."""
    ours = served.workbench
    for target in ("/", "/settings", "/handbook", served.bench, "/nothing", "/open?target=x"):
        answer = ours.send("GET", target)
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        for secret in secrets_of(ours):
            assert secret not in answer.text, target


@pytest.mark.hardness("other-user")
def test_only_the_owner_may_read_the_files(served: Served) -> None:
    """Every file in the user's folders is 0600 and every folder 0700, or inside one that is."""
    for folder in ("data", "logs", "cache"):
        assert stat.S_IMODE((served.home / folder).stat().st_mode) == 0o700
    ours = [
        path for path in (served.home / "data").iterdir() if path.is_file() and path.name != "instance.lock"
    ]
    ours += (served.home / "logs").iterdir()
    assert {stat.S_IMODE(path.stat().st_mode) for path in ours} == {0o600}


@pytest.mark.hardness("listening-elsewhere")
def test_every_socket_is_on_loopback(served: Served) -> None:
    """No process of the program, guests included, listens on an address of the network."""
    listening = [
        connection.laddr.ip
        for process in processes(served)
        for connection in process.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert len(listening) >= 4
    assert all(address == "::1" or address.startswith("127.") for address in listening), listening


GUEST = """
import json, os, socket, sys, urllib.request
from flask import Flask, request
app = Flask(__name__)

def listening():
    ports = set()
    for name in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in open(name).read().splitlines()[1:]:
            words = line.split()
            if words[3] == "0A":
                ports.add(int(words[1].rpartition(":")[2], 16))
    return ports

@app.get("/")
def attack():
    "Try all that a guest can know: the ports, its environment, its arguments, and its parents'."
    known = {value for value in os.environ.values()} | set(sys.argv)
    for pid in (os.getpid(), os.getppid()):
        known |= {word.decode("latin-1") for word in open(f"/proc/{pid}/cmdline", "rb").read().split(b"\\0")}
    words = sorted(word for word in known if word and len(word) < 200 and "\\n" not in word)
    let_in = []
    for port in listening() & {int(request.args["port"])}:  # others would only cost time
        for host in (f"127.0.0.1:{port}", f"localhost:{port}", f"fumehood-0.localhost:{port}", *words[:100]):
            for method in ("GET", "POST"):
                try:
                    with socket.create_connection(("127.0.0.1", port), 2) as connection:
                        connection.settimeout(2)
                        connection.sendall(
                            f"{method} /settings HTTP/1.1\\r\\nHost: {host}\\r\\nOrigin: http://{host}\\r\\n"
                            f"Cookie: fumehood-{port}={words[0]}\\r\\nX-Fumehood-Token: {words[-1]}\\r\\n"
                            "Content-Length: 0\\r\\nConnection: close\\r\\n\\r\\n"
                            .encode("latin-1", "replace"))
                        answer = connection.recv(65536).decode("latin-1")
                except OSError:
                    break
                if "Server: Fumehood" in answer:
                    let_in.append(answer.split()[1])
    return {"answers": sorted(set(let_in)), "tries": len(let_in)}
"""


@pytest.mark.hardness("guest-against-us")
def test_a_guest_is_refused_with_all_that_it_knows(
    served: Served, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """A guest finds our port, and neither its variables nor its arguments nor its keeper's let it in."""
    (tmp_path / "app.py").write_text(GUEST)
    with real_guest(tmp_path, GUEST) as guest:
        exchange = get(guest, f"/?port={served.workbench.port}", timeout=120)
    assert exchange.response
    report = json.loads(exchange.response.body.data)
    record_property("tried", report["tries"])
    assert report["tries"] > 10
    assert set(report["answers"]) <= {"400", "403", "405"}


@pytest.mark.hardness("launch-channel")
def test_the_launch_channel_knows_two_commands(served: Served) -> None:
    """With the key a launch gets a link, whatever it asks for, and without it nothing."""
    file = served.home / "data" / "instance.json"
    for body in ({"command": "eval"}, {"command": "open", "target": "\\evil"}, {}, {"command": ["link"]}):
        answer = ipc.ask(file, body)
        assert set(answer) <= {"link", "window"}
        assert str(answer["link"]).startswith(served.workbench.origin + "/?launch=")
    wrong = served.home.parent / "wrong.json"
    wrong.write_text(json.dumps({**json.loads(file.read_text()), "key": "00" * 32}))
    with pytest.raises(ipc.NoAnswerError):
        ipc.ask(wrong, {"command": "link"})


@pytest.mark.hardness("taken-port")
def test_a_taken_port_is_said_and_not_shared(tmp_path: Path) -> None:
    """Where another server has the port on either address, Fumehood does not start beside it."""
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        with socket.create_server((address, 0), family=family) as other:
            done = run(tmp_path, "serve", "--port", str(other.getsockname()[1]))
        assert (done.returncode, done.stdout) == (4, "")
        assert "Traceback" not in done.stderr
    assert has_no_instance_files(tmp_path)


@pytest.mark.hardness("launch-link")
def test_a_link_of_an_earlier_run_opens_nothing(tmp_path: Path) -> None:
    """Link, session and token of a run that has ended are refused by the next one at the same port."""
    with running(tmp_path, "serve") as process:
        first = RawWorkbench(link_of(process))
        process.send_signal(signal.SIGTERM)
        process.wait(60)
    with running(tmp_path, "serve", "--port", str(first.port)) as process:
        second = RawWorkbench(link_of(process))
        assert second.host != first.host
        for host in (first.host, second.host):
            assert second.send("GET", "/", Host=host, Cookie=first.cookie).status == 403
            refused = second.send("POST", "/session", Host=host, X_Fumehood_Token=first.token)
            assert refused.status == 403
            launch = first.link.partition("/?")[2]
            assert second.send("GET", f"/?{launch}", Host=host, Cookie=None).status == 403
        used = second.link.partition("/?")[2]
        assert second.send("GET", f"/?{used}", Cookie=None).status == 403


@pytest.mark.hardness("other-user")
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs a second user")
def test_another_user_is_let_in_nowhere(served: Served) -> None:
    """A process of another user cannot read our files, our environment or our channel's key."""
    program = (
        "import os, sys, pathlib\n"
        "os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "got = []\n"
        "for path in sys.argv[1:]:\n"
        "    try:\n"
        "        pathlib.Path(path).read_bytes(); got.append(path)\n"
        "    except OSError: pass\n"
        "print(got)\n"
    )
    paths = [str(path) for path in (served.home / "data").iterdir() if path.is_file()]
    paths += [f"/proc/{process.pid}/environ" for process in processes(served)]
    done = subprocess.run([sys.executable, "-c", program, *paths], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
