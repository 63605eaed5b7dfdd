"""Tests of what belongs to an exception."""

import sys

import pytest

from server.probe.child.describe import related_exceptions
from server.probe.child.describe.related_exceptions import members_of_group, notes_of, related_to


def raised(
    error: BaseException, cause: BaseException | None = None, *, suppress: bool = False
) -> BaseException:
    """Return an exception that was raised while KeyError was handled, from `cause` if one is given."""
    try:
        try:
            raise KeyError("tea")
        except KeyError:
            if cause is not None or suppress:
                raise error from cause
            raise error  # noqa: B904 - its context is what is tested
    except BaseException as caught:
        return caught


def test_a_cause_and_a_context_are_told_apart() -> None:
    """With their frames; what was raised `from None` has neither."""
    (found,) = related_to(raised(ValueError("x")))
    assert (found["relation"], found["of"], found["type"], found["message"]) == (
        "context",
        0,
        "KeyError",
        "'tea'",
    )
    assert found["frames"][-1]["function"] == "raised"
    assert [each["relation"] for each in related_to(raised(ValueError("x"), OSError("y")))] == ["cause"]
    assert related_to(raised(ValueError("x"), suppress=True)) == []


def test_a_chain_says_which_belongs_to_which_and_ends() -> None:
    """Also one that leads back to its start, and one that is very long."""
    first, second = ValueError(1), ValueError(2)
    first.__cause__, second.__cause__ = second, first
    assert [(each["of"], each["message"]) for each in related_to(first)] == [(0, "2")]
    error: BaseException = ValueError(0)
    for number in range(100):
        outer = ValueError(number)
        outer.__cause__ = error
        error = outer
    assert [each["of"] for each in related_to(error)] == list(range(10))


def test_all_of_them_together_have_a_limited_number_of_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left out is counted."""
    monkeypatch.setattr(related_exceptions, "FRAMES_LIMIT", 1)
    first = raised(ValueError(1), raised(ValueError(2), raised(ValueError(3))))
    found = related_to(first)
    assert [len(each["frames"]) for each in found] == [1, 0, 0]
    assert found[1]["omitted"] == 1


def test_only_notes_that_are_texts_are_read() -> None:
    """`__notes__` is an attribute that anybody can set; nothing of the guest's is called."""

    class Fatal(str):
        def __getitem__(self, key: object) -> str:
            raise AssertionError

    error = ValueError()
    assert notes_of(error) == []
    error.__dict__["__notes__"] = ["ask", 7, Fatal("x"), "long " * 1000]
    assert [len(note) for note in notes_of(error)] == [3, 500]
    error.__dict__["__notes__"] = ("ask",)
    assert notes_of(error) == []


def test_a_group_of_the_package_for_older_versions_has_members() -> None:
    """As `exceptiongroup` keeps them."""
    group_class = type("ExceptionGroup", (Exception,), {"__module__": "exceptiongroup._exceptions"})
    group, member = group_class("all"), ValueError(1)
    group.__dict__["_exceptions"] = (member, "no exception")
    assert members_of_group(group) == (member,)
    group.__dict__["_exceptions"] = [member]
    assert members_of_group(group) == ()


@pytest.mark.skipif(sys.version_info < (3, 11), reason="groups came with Python 3.11")
def test_the_members_of_a_group_belong_to_it() -> None:
    """Also where a class of the guest says otherwise."""

    class Lying(ExceptionGroup[Exception]):
        @property
        def exceptions(self) -> tuple[Exception, ...]:
            raise AssertionError

    group = ExceptionGroup("all", [ValueError(1), Lying("inner", [OSError(2)])])
    assert [(each["relation"], each["of"], each["type"]) for each in related_to(group)] == [
        ("member", 0, "ValueError"),
        ("member", 0, "Lying"),
        ("member", 2, "OSError"),
    ]
    assert members_of_group(ValueError()) == ()
