"""Each failure becomes a cause and a remedy."""

import errno
import socket
import ssl
import urllib.error
from http.client import IncompleteRead, RemoteDisconnected

import pytest

from desktop.setup.problems import SetupProblem, of_download, of_file

URL = "https://files.example/uv.whl"


def refused() -> ssl.SSLCertVerificationError:
    """What urllib raises for an unknown authority."""
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_message = "unable to get local issuer certificate"
    return error


@pytest.mark.parametrize(
    ("error", "cause", "remedy"),
    [
        (
            urllib.error.URLError(socket.gaierror(-2, "Name not known")),
            "Name not known",
            "network connection",
        ),
        (urllib.error.URLError(refused()), "unable to get local issuer", "ca-certificates"),
        (TimeoutError("timed out"), "timed out", "HTTPS_PROXY"),
        (IncompleteRead(b"ab", 10), "IncompleteRead", "network connection"),
        (RemoteDisconnected("closed"), "closed", "network connection"),
        (ValueError("unknown url type"), "unknown url type", "PIP_INDEX_URL"),
        (OSError(errno.ENOSPC, "No space left on device"), "disk is full", "free some space"),
    ],
)
def test_a_failed_download(error: Exception, cause: str, remedy: str) -> None:
    """Network, certificates and disk have remedies of their own."""
    problem = of_download(URL, error)
    assert cause in problem.cause
    assert remedy in problem.remedy


@pytest.mark.parametrize(
    ("number", "cause", "remedy"),
    [
        (errno.EACCES, "/checkout cannot be written or started", "a folder of your own"),
        (errno.EROFS, "/checkout cannot be written or started", "a folder of your own"),
        (errno.EDQUOT, "disk is full", "free some space"),
        (errno.EIO, "/checkout: broken", "correct this"),
    ],
)
def test_a_failed_file(number: int, cause: str, remedy: str) -> None:
    """The file that was refused is named."""
    problem = of_file(OSError(number, "broken", "/checkout"))
    assert cause in problem.cause
    assert remedy in problem.remedy


def test_both_sentences_are_printed() -> None:
    """Cause first, then the remedy."""
    assert str(SetupProblem("It broke.", "mend it.")) == "It broke.\nRemedy: mend it."
