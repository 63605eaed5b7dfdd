"""The versions that exchanges of a session have."""

from server.model.versions import Versions
from server.runner.guests.session import exchange_versions


def test_exchanges_of_another_framework_have_no_flask() -> None:
    """Flask is installed, but does not answer the requests."""
    versions = Versions(python="3.12.1", flask="3.1.3", werkzeug="3.1.4", server="waitress 3.0.2")
    assert exchange_versions(versions, "flask") == versions
    assert exchange_versions(versions, "wsgi") == Versions(python="3.12.1", server="waitress 3.0.2")
