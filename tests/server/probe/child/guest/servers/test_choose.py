"""Tests of the choice of a server."""

import socket
import sys
import types

import pytest

from server.probe.child.guest.failure import GuestStartError
from server.probe.child.guest.servers import choose


def answer(environ: object, start_response: object) -> list[bytes]:
    """Answer nothing."""
    return []


def test_a_process_that_nothing_has_patched_gets_waitress() -> None:
    """Its version is in the label."""
    assert choose.kind_for_process() == choose.WAITRESS
    server = choose.open_server(answer, threads=1, lent_waitress=None)
    assert server.label.startswith("waitress 3")
    server._server.close()  # type: ignore[union-attr]  # a server that never ran is closed here only


@pytest.mark.parametrize(
    ("module", "question", "kind"),
    [
        ("gevent.monkey", "is_module_patched", choose.GEVENT),
        ("eventlet.patcher", "is_monkey_patched", choose.EVENTLET),
    ],
)
def test_a_patched_process_gets_the_server_of_the_library(
    module: str, question: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library is asked whether it has replaced the sockets."""
    patched: set[str] = set()
    library = types.ModuleType(module)
    setattr(library, question, patched.__contains__)
    monkeypatch.setitem(sys.modules, module, library)
    assert choose.kind_for_process() == choose.WAITRESS
    patched.add("socket")
    assert choose.kind_for_process() == kind


def test_a_server_that_cannot_be_imported_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """The code is `no-server`."""
    monkeypatch.setitem(sys.modules, "eventlet", None)
    with pytest.raises(GuestStartError) as caught:
        choose.open_server(answer, threads=1, lent_waitress=None, kind=choose.EVENTLET)
    assert caught.value.code == "no-server"


def test_a_wanted_port_is_taken_if_it_is_free() -> None:
    """Another one is taken while somebody listens there, and for a number that is no port."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        server = choose.open_server(answer, threads=1, lent_waitress=None, wanted_port=taken)
        assert server.port not in (0, taken)
        server._server.close()  # type: ignore[union-attr]  # as above
    server = choose.open_server(answer, threads=1, lent_waitress=None, wanted_port=taken)
    assert server.port == taken
    server._server.close()  # type: ignore[union-attr]  # as above
    assert not choose.can_have(70_000)
