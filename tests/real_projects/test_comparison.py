"""Tests of the comparison of answers."""

import pytest

from tests.real_projects.comparison import differences, first_difference
from tests.real_projects.visitor import Answer


@pytest.mark.parametrize(
    ("watched", "plain", "again", "expected"),
    [
        (b"<p>a</p>", b"<p>a</p>", b"<p>a</p>", True),
        (b"<p>b</p>", b"<p>a</p>", b"<p>a</p>", False),
        (b"at 12:02, token=zz.9-_", b"at 12:01, token=aa.1", b"at 12:03, token=bb", True),
        (b"At 12:02, token=zz", b"at 12:01, token=aa", b"at 12:03, token=bb", False),
        (b"x, y, 3 left", b"y, x, 1 left", b"x, y, z, 2 left", True),
        (b"x, y, 3 right", b"y, x, 1 left", b"x, y, z, 2 left", False),
        (b"", b"a 1", b"a 2", False),
    ],
)
def test_what_two_plain_runs_have_in_common_must_be_equal(
    watched: bytes, plain: bytes, again: bytes, expected: bool
) -> None:
    """Only where they differ from each other may the third differ too."""
    assert (first_difference(watched, plain, again) is None) is expected


def test_a_difference_names_the_request_and_its_part() -> None:
    """The head and the body are compared by themselves."""

    def answer(request: str, body: bytes) -> Answer:
        return Answer(request=request, status=200, head=b"200 OK", body=body, seconds=0.1)

    plain = [answer("GET /", b"one"), answer("GET /2", b"two")]
    watched = [answer("GET /", b"one"), answer("GET /2", b"too")]
    assert differences(watched, plain, plain) == ["GET /2: body, 'too' instead of 'two'"]


def test_what_a_page_says_about_its_process_may_be_left_out() -> None:
    """With the length of the answer, which depends on it, as with a number that differs in each run."""

    def answer(number: int) -> Answer:
        body = f"{number} switches".encode()
        head = f"200 OK\nContent-Length: {len(body)}\nServer: x".encode()
        return Answer(request="GET /", status=200, head=head, body=body, seconds=0.1)

    assert differences([answer(90)], [answer(0)], [answer(0)])
    assert differences([answer(90)], [answer(0)], [answer(0)], [r"\d+ switches"]) == []
    assert differences([answer(90)], [answer(1)], [answer(2)]) == []
