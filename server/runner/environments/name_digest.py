"""The characters by which tools tell the environments of projects of one name apart."""

import base64
import hashlib
from typing import Final

LENGTH: Final = 8


def name_digest(path: str) -> str:
    """Return the digest of a path as Pipenv, Poetry and Hatch put it into the name of an environment."""
    return base64.urlsafe_b64encode(hashlib.sha256(path.encode()).digest()).decode()[:LENGTH]
