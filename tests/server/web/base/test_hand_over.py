"""Tests of the page that answers a launch link."""

from tests.support.workbench_client import WorkbenchClient


def test_the_page_of_a_launch_has_the_token_once(workbench: WorkbenchClient) -> None:
    """It contains the header token, its script and the page to go to; the launch token is gone."""
    launch = workbench.keys.launch(30, page="/open?target=a%22b&c")
    first = workbench.get(f"/?launch={launch}", Cookie="")
    assert f'name="fumehood-token" content="{workbench.keys.token}"' in first.text
    assert '<a href="/open?target=a%22b&amp;c" data-next>' in first.text
    assert 'src="/static/dist/hand-over.js"' in first.text
    assert launch not in first.text
    assert first.headers["Cache-Control"] == "no-store"
    again = workbench.get(f"/?launch={launch}", Cookie="")
    assert again.status_code == 403
    assert workbench.keys.token not in again.text
