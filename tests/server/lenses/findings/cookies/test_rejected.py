"""Tests of findings about cookies that browsers reject."""

from typing import Final

import pytest

from tests.support.findings import Ask, Case, Sent, check, each_case

pytestmark = pytest.mark.slow

CASES: Final = (
    Case(
        code="cookie-too-large",
        app="cookies",
        shows=Sent(path="/large"),
        says="Browsers ignore the cookie `large`: its name and value have 4097 "
        "bytes together, and at most 4096 are allowed.",
        silent=Sent(path="/just-fits"),
    ),
    Case(
        code="cookie-samesite-none",
        app="cookies",
        shows=Sent(path="/none"),
        says="Browsers reject the cookie `other`: `SameSite=None` is allowed only together with `Secure`.",
        silent=Sent(path="/none-secure"),
    ),
    Case(
        code="cookie-partitioned",
        app="cookies",
        shows=Sent(path="/partitioned"),
        says="Browsers reject the cookie `apart`: `Partitioned` is allowed only together with `Secure`.",
        silent=Sent(path="/partitioned-secure"),
    ),
    Case(
        code="cookie-prefix",
        app="cookies",
        shows=Sent(path="/prefix"),
        says="Browsers reject the cookie `__Host-id`: its prefix demands `Path=/` and no `Domain`.",
        silent=Sent(path="/prefix-kept"),
    ),
    Case(
        code="cookie-foreign-domain",
        app="cookies",
        shows=Sent(path="/foreign"),
        says="Browsers reject the cookie `id`: it is for `example.com`, and the request went to `localhost`.",
        silent=Sent(path="/own"),
    ),
)


@each_case(CASES)
def test_it_is_named_where_it_is_and_only_there(case: Case, ask: Ask) -> None:
    """The mistake is named with its facts; the same without the mistake gives no finding."""
    check(case, ask)
