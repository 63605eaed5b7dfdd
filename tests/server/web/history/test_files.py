"""Tests of handing exchanges on as files, and of opening those of others."""

import io
import json
from dataclasses import replace

import pytest
from werkzeug.test import TestResponse

from server.model.event import Caller
from server.transfer.exchange_files.share import to_share
from tests.support.fake_guests import make_event, make_exchange
from tests.support.workbench_client import WorkbenchClient


@pytest.fixture
def filled(workbench: WorkbenchClient) -> WorkbenchClient:
    """A workbench with an app and two exchanges."""
    target = workbench.open_guest().target
    workbench.store.projects.add_opening("g1", target)
    for _number in range(2):
        workbench.add_exchange(make_exchange(workbench.store.next_id()))
    return workbench


def upload(workbench: WorkbenchClient, data: bytes, **fields: str) -> TestResponse:
    """Open a file."""
    return workbench.post("/exchanges/import", {"file": (io.BytesIO(data), "x.har"), **fields})


def newest(workbench: WorkbenchClient) -> int:
    """Return the id of the newest exchange."""
    return workbench.store.rows()[0].id


def test_one_exchange_and_the_list_are_downloaded(filled: WorkbenchClient) -> None:
    """The list is the one that the filter shows."""
    one = filled.get("/exchanges/1/har")
    assert one.headers["Content-Disposition"] == 'attachment; filename="exchange-1.har"'
    assert len(one.get_json()["log"]["entries"]) == 1
    assert len(filled.get("/bench/g1/har").get_json()["log"]["entries"]) == 2
    assert filled.get("/bench/g1/har?method=POST").get_json()["log"]["entries"] == []
    assert filled.get("/exchanges/1/share").get_json()["format"] == "fumehood-exchange"
    assert filled.get("/exchanges/99/share").status_code == 404


def test_a_shared_exchange_opens_among_the_earlier_ones(filled: WorkbenchClient) -> None:
    """Its page says that it came from a file; the app it is added to is the chosen one."""
    answer = upload(filled, filled.get("/exchanges/1/share").data, guest="g1")
    number = newest(filled)
    assert answer.headers["HX-Redirect"] == f"/bench/g1?exchange={number}"
    assert f'id="row-{number}"' in filled.get("/bench/g1/rows").text.partition("Earlier")[2]
    assert "came from a file" in filled.get_fragment(f"/exchanges/{number}").text
    assert "came from a file" not in filled.get_fragment("/exchanges/1").text


def test_a_har_opens_without_an_app(filled: WorkbenchClient) -> None:
    """Each exchange has a page of its own."""
    answer = upload(filled, filled.get("/bench/g1/har").data)
    assert answer.headers["HX-Redirect"] == f"/exchanges/{newest(filled)}"
    assert len(filled.store.rows()) == 4


def test_a_file_that_cannot_be_read_adds_nothing(filled: WorkbenchClient) -> None:
    """Nor does no file at all."""
    answer = upload(filled, b"<html>")
    assert answer.status_code >= 400
    assert "Nothing was added." in answer.text
    assert "No file was chosen." in filled.post("/exchanges/import").text
    assert len(filled.store.rows()) == 2


@pytest.mark.hardness("fuzzed-files")
def test_a_request_of_a_stranger_is_not_sent_unread(filled: WorkbenchClient) -> None:
    """It can be edited, which shows it; neither is a file opened that it names."""
    event = replace(make_event("sql", statement="x"), caller=Caller(file="/etc/passwd", line=1, function="f"))
    upload(filled, to_share(make_exchange(5, events=(event,))), guest="g1")
    number = newest(filled)
    refused = filled.post(f"/exchanges/{number}/replay")
    assert "came from a file" in refused.text
    assert "came from a file" in filled.get_fragment(f"/exchanges/{number}/plans").text
    assert filled.guests.all()[0].requests == []
    assert filled.get_fragment(f"/exchanges/{number}/edit").status_code == 200
    opened = filled.post("/editor", {"exchange": str(number), "file": "/etc/passwd", "line": "1"})
    assert opened.status_code == 422
    assert "opened" not in json.loads(opened.data)
