"""Tests of the response lens."""

from dataclasses import replace

import pytest

from server.lenses import response
from server.lenses.kit.lens import LensState
from server.model.exchange import Body
from tests.support.lenses import sample_events as s
from tests.support.lenses.view_lines import lines


def test_a_response_shows_status_headers_and_body() -> None:
    """The status with its class, indented JSON, and how much was recorded."""
    exchange = s.exchange(
        s.answer(streamed=True, first_byte=4.5),
        response=s.response(404, "NOT FOUND", kind="application/json", data=b'{"a":1}'),
    )
    found = lines(response.LENS, exchange)
    assert "Status: 404 NOT FOUND" in found
    assert "Content-Type  application/json" in found
    assert '"a": 1' in found
    assert "First byte: 4.50 ms" in found
    assert "Streamed: yes" in found
    cut = replace(s.response(), body=Body(data=b"ab", size=9))
    assert "· Only the first 2 bytes are shown." in lines(response.LENS, s.exchange(response=cut))


@pytest.mark.parametrize("status", [100, 204, 302, 418, 503, 999])
def test_every_class_of_status_is_explained_if_there_is_one(status: int) -> None:
    """1xx to 5xx have a meaning, 999 has none."""
    assert (f"{status // 100}xx" in str(response.LENS.present(s.exchange(status=status)).blocks)) is (
        status < 600
    )


def test_a_missing_response_is_an_empty_tab() -> None:
    """A lost exchange does not show an empty response."""
    assert response.LENS.present(s.exchange(status=None)).state is LensState.EMPTY
