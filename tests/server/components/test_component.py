"""Tests of a component."""

from server.components.component import Component, ComponentOrigin


def test_an_origin_is_the_type_of_a_package_url() -> None:
    """The bill of materials names a component by it."""
    flask = Component(
        name="Flask", version="3.1", origin=ComponentOrigin.PYTHON_PACKAGE, licence="BSD-3-Clause"
    )
    assert f"pkg:{flask.origin}/{flask.name}" == "pkg:pypi/Flask"
    assert flask.texts == ()
