"""What a run says of the exchanges it makes."""

from server.model.versions import Versions
from server.runner.guests.session import exchange_versions


def test_a_flask_that_is_only_installed_answers_nothing() -> None:
    """Beside another framework it is no fact of an exchange."""
    versions = Versions(python="3.12.1", flask="3.1.3", werkzeug="3.1.4", server="waitress 3.0.2")
    assert exchange_versions(versions, "flask") == versions
    assert exchange_versions(versions, "wsgi") == Versions(python="3.12.1", server="waitress 3.0.2")
