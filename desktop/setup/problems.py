"""What can hinder the set-up: each problem has a cause and a remedy, both sentences for the terminal."""

from __future__ import annotations

import errno
import ssl
import urllib.error
from http.client import HTTPException

ELSEWHERE = "Behind a proxy, set HTTPS_PROXY; with an index of your own, PIP_INDEX_URL or UV_DEFAULT_INDEX."
CONNECTION = f"check the network connection and run the same command again. {ELSEWHERE}"
CERTIFICATES = (
    "check the date of this machine, and its certificates (Debian: the package ca-certificates). "
    "A certificate authority of your own goes into SSL_CERT_FILE."
)


class SetupProblem(Exception):  # noqa: N818 - the sentences name it a problem
    """The set-up cannot go on."""

    def __init__(self, cause: str, remedy: str) -> None:
        super().__init__(cause)
        self.cause = cause
        self.remedy = remedy

    def __str__(self) -> str:
        """Return both sentences, each on its line."""
        return f"{self.cause}\nRemedy: {self.remedy}"


def of_download(url: str, error: Exception) -> SetupProblem:
    """Return the problem that an exception of `urllib` or of writing the download stands for."""
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(error, urllib.error.HTTPError):
        error.close()
        return SetupProblem(f"{url} answered {error.code} {error.reason}.", CONNECTION)
    if isinstance(reason, ssl.SSLCertVerificationError):
        why = reason.verify_message or reason.reason
        return SetupProblem(f"The certificate of {url} was refused: {why}.", CERTIFICATES)
    if isinstance(error, (urllib.error.URLError, HTTPException, TimeoutError, ConnectionError, ssl.SSLError)):
        return SetupProblem(f"{url} could not be fetched: {reason or type(error).__name__}.", CONNECTION)
    if isinstance(error, OSError):
        return of_file(error)
    return SetupProblem(f"{url} could not be fetched: {error}.", CONNECTION)


def of_file(error: OSError) -> SetupProblem:
    """Return the problem that a failed access to a file or a program stands for."""
    named = error.filename or "A file of the checkout"
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return SetupProblem("The disk is full.", "free some space and run the same command again.")
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return SetupProblem(
            f"{named} cannot be written or started by this user.",
            "clone the repository into a folder of your own, without sudo, and run the command there.",
        )
    return SetupProblem(
        f"{named}: {error.strerror or error}.", "correct this and run the same command again."
    )
