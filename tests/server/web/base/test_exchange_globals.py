"""Tests of the functions with which templates draw an exchange."""

import re

from flask import render_template_string

from server.web.base import exchange_globals
from tests.support.fake_guests import make_exchange
from tests.support.workbench_client import WorkbenchClient


def test_templates_can_build_the_panel_of_an_exchange(workbench: WorkbenchClient) -> None:
    """The panel comes from the lenses, which know no Flask."""
    with workbench.app.test_request_context("/"):
        text = render_template_string("{{ build_panel(exchange, ()).status }}", exchange=make_exchange())
    assert text == "200 OK"


def test_two_panels_never_share_their_ids() -> None:
    """A prefix is a valid start of an id, and another one each time."""
    names = {exchange_globals.panel_name() for _ in range(100)}
    assert len(names) == 100
    assert all(re.fullmatch(r"x[0-9a-f]{8}", name) for name in names)
