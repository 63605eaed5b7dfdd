"""Tests of what is said about saved requests that cannot be read or written."""

import pytest

from server.runner.requests.collection.http_file import BrokenFile, FileFault
from server.runner.requests.collection.problems import broken_file


@pytest.mark.parametrize("fault", FileFault)
def test_each_fault_has_a_place_a_cause_and_a_remedy(fault: FileFault) -> None:
    """The place is one that editors open."""
    problem = broken_file("shop/cart", BrokenFile(fault=fault, line=7, text="GET"))
    assert "http-requests/shop/cart.http:7" in problem.cause
    assert problem.remedy
    assert problem.detail == "GET"


def test_no_two_faults_are_told_alike() -> None:
    """Each has its own remedy."""
    told = {broken_file("a", BrokenFile(fault=fault)).cause for fault in FileFault}
    assert len(told) == len(FileFault)
