"""Tests of reading a file with exchanges that somebody has sent."""

import pytest

from server.model.problem import Problem
from server.transfer.exchange_files import reading
from server.transfer.exchange_files.har_writing import to_har
from server.transfer.exchange_files.reading import ReadExchanges, read_exchanges
from server.transfer.exchange_files.share import to_share
from tests.support.sample_exchanges import exchange


def test_both_kinds_of_files_are_told_apart() -> None:
    """Also with the mark that some programs put before UTF-8."""
    for data in (
        to_share(exchange()),
        to_har((exchange(), exchange(2))),
        b"\xef\xbb\xbf" + to_share(exchange()),
    ):
        assert isinstance(read_exchanges(data, "file-1"), ReadExchanges)


@pytest.mark.hardness("fuzzed-files")
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\x00",
        b"PK\x03\x04",
        b"not json",
        b"[" * 100_000,
        b'{"log": ' * 500,
        b'{"log": {"entries": []}}',
        b'{"log": {"entries": [1, 2]}}',
        b'{"format": "fumehood-exchange"}',
        b'{"format": "fumehood-exchange", "version": 1, "exchange": {"events": 5}}',
        b'{"log": {"entries": NaN}}',
        b'{"a": ' + b"9" * 10_000 + b"}",
        '{"log": "\ud800"}'.encode("utf-8", "surrogatepass"),
    ],
    ids=lambda data: repr(data[:40]),
)
def test_any_other_file_has_a_cause_and_a_remedy(data: bytes) -> None:
    """Nothing of it is added, and nothing is raised."""
    problem = read_exchanges(data, "file-1")
    assert isinstance(problem, Problem)
    assert problem.cause
    assert problem.remedy


def test_a_huge_file_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is said."""
    monkeypatch.setattr(reading, "MOST_BYTES", 1 << 20)
    problem = read_exchanges(b" " * ((1 << 20) + 1), "file-1")
    assert isinstance(problem, Problem)
    assert "larger than 1 MB" in problem.cause
