"""Where a window may go."""

import pytest

from desktop.shell.window.navigation_policy import NavigationDecision, Policy, origin

HOME = "http://127.0.0.1:5123"
OURS = Policy(home=origin(HOME))
GUEST = Policy(home=origin("http://localhost:8000"), foreign_frames=True)


@pytest.mark.parametrize("clicked", [True, False])
@pytest.mark.parametrize("path", ["/", "/bench?x=1", "/a#b"])
def test_pages_of_the_own_origin_stay(path: str, clicked: bool) -> None:
    """Every path, query and fragment of the own origin is shown, however one comes there."""
    assert OURS.decide(HOME + path, main_frame=True, clicked=clicked) is NavigationDecision.STAY


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "https://127.0.0.1:5123/",
        "http://127.0.0.1:5124/",
        "http://localhost:5123/",
        "http://127.0.0.1/",
        "http://127.0.0.1.example.com:5123/",
        "http://127.0.0.1:5123@example.com/",
        "http://[bad/",
        "http://127.0.0.1:99999/",
        "file:///etc/passwd",
        "data:text/html,x",
        "blob:http://127.0.0.1:5123/x",
        "about:blank",
        "javascript:alert(1)",
        "",
    ],
)
@pytest.mark.hardness("foreign-scheme")
def test_whatever_is_not_the_own_origin_is_refused(url: str) -> None:
    """Another scheme, host or port is another origin, and an address that is none is refused too."""
    assert OURS.decide(url, main_frame=True, clicked=False) is NavigationDecision.REFUSE


@pytest.mark.parametrize("url", ["http://example.com/x", "https://example.com:8443/", "mailto:a@example.com"])
def test_a_clicked_link_out_opens_outside(url: str) -> None:
    """A link that a person followed opens in the system's own program."""
    assert OURS.decide(url, main_frame=True, clicked=True) is NavigationDecision.OUTSIDE


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:9/",
        "http://127.0.0.1:8080/",
        "http://127.9.8.7:8080/",
        "http://0.0.0.0:8080/",
        "http://[::1]:8080/",
        "http://[::ffff:127.0.0.1]:8080/",
        "http://fumehood-0.localhost:8080/",
        "http://localhost.:8080/",
        "file:///etc/passwd",
        "ssh://example.com",
        "steam://run/1",
    ],
)
@pytest.mark.hardness("foreign-scheme")
def test_no_click_reaches_this_machine_or_another_program(url: str) -> None:
    """Loopback and schemes that start programs are not the web."""
    assert OURS.decide(url, main_frame=True, clicked=True) is NavigationDecision.REFUSE


def test_frames_of_ours_hold_guests_only() -> None:
    """The workbench frames what runs on this machine and documents without an address, nothing else."""
    assert OURS.decide("http://localhost:8000/", main_frame=False, clicked=False) is NavigationDecision.STAY
    assert OURS.decide("about:srcdoc", main_frame=False, clicked=False) is NavigationDecision.STAY
    assert OURS.decide("http://example.com/", main_frame=False, clicked=True) is NavigationDecision.REFUSE
    assert OURS.decide("file:///etc/passwd", main_frame=False, clicked=False) is NavigationDecision.REFUSE


def test_a_guest_frames_what_it_likes() -> None:
    """A guest's page may embed the web, as it may in a browser."""
    assert (
        GUEST.decide("https://example.com/video", main_frame=False, clicked=False) is NavigationDecision.STAY
    )


def test_a_window_without_a_home_goes_nowhere() -> None:
    """Where the first address was none, no other is either."""
    assert Policy(home=None).decide(HOME, main_frame=True, clicked=False) is NavigationDecision.REFUSE
