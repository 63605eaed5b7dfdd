"""Tests of the templates lens."""

from server.lenses import template
from tests.support.lenses import sample_events as s
from tests.support.lenses.view_lines import lines


def test_a_template_shows_its_parents_and_the_origin_of_each_name() -> None:
    """Names that the caller passed come first."""
    exchange = s.exchange(
        s.template(context={"request": s.value("<R>", "Request"), "n": s.value("1", "int")})
    )
    found = lines(template.LENS, exchange)
    assert "Made of: base.html" in found
    assert found.index("n  int  1  the caller") < found.index(
        "request  Request  <R>  Flask or a context processor"
    )


def test_a_template_from_a_string_has_no_name() -> None:
    """`render_template_string` and streaming are mentioned."""
    found = lines(template.LENS, s.exchange(s.template(None, stream=True, context={}, loaded=[])))
    assert found[0].startswith("a template from a string")
    assert "It was given no names." in found
