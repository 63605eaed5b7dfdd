"""Tests of the digest in the names of environments."""

from server.runner.environments.name_digest import name_digest


def test_a_path_has_the_digest_that_the_tools_give_it() -> None:
    """Poetry names the environment of /srv/shop with it."""
    assert name_digest("/srv/shop") == "58fqC6Q1"
