"""Tests of the remarks that exchanges are kept no longer."""

from server.store import Store
from server.store.writing.lost_exchanges import Lost
from server.web.bench.lost_notices import lost_notices
from tests.support.fake_guests import make_exchange
from tests.support.workbench_client import WorkbenchClient


def test_each_reason_has_a_remark_with_its_number(workbench: WorkbenchClient) -> None:
    """Nothing is said where nothing was lost."""
    with workbench.app.test_request_context():
        assert lost_notices(Lost(), 500) == ()
        deleted, unwritten = lost_notices(Lost(deleted=3, unwritten=1), 500)
    assert deleted.cause.startswith("3 exchanges, the oldest since the app was opened, were deleted")
    assert "500 MB" in deleted.cause
    assert unwritten.cause.startswith("1 exchange of this app is lost")


def test_the_bench_says_that_its_oldest_exchanges_were_deleted(workbench: WorkbenchClient) -> None:
    """The bench of another app does not."""
    guest, other = workbench.open_guest(), workbench.open_guest(name="blog")
    store: Store = workbench.store
    store.cap_bytes = 0
    workbench.add_exchange(make_exchange(1, guest=guest.id))
    assert store.lost(guest.id) == Lost(deleted=1)
    assert "were deleted" not in workbench.get(f"/bench/{other.id}").text
    assert "1 exchange, the oldest since" in workbench.get(f"/bench/{guest.id}").text
