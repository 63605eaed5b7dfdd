"""Names of secrets are recognised."""

import pytest

from server.runner.redaction import names
from server.runner.redaction.names import is_secret


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "PASSWORD",
        "passwd",
        "user_password",
        "newPassword",
        "secret",
        "client_secret",
        "SECRET_KEY",
        "apiKey",
        "api-key",
        "X-Api-Key",
        "API_KEY_2",
        "access_token",
        "accessToken",
        "private_key",
        "HTTP_AUTHORIZATION",
        "HTTP_X_API_KEY",
        "Proxy-Authorization",
        "AWS_SECRET_ACCESS_KEY",
        "db_pwd",
        "passphrase",
        "tokens",
    ],
)
def test_names_of_secrets_are_recognised(name: str) -> None:
    """The spelling does not matter."""
    assert is_secret(name)


@pytest.mark.parametrize(
    "name",
    [
        *("key", "name", "tokenizer", "compass", "secretary", "monkey", "author", "passenger", "x" * 300),
        *("Access-Control-Allow-Credentials", "supports_credentials"),
    ],
)
def test_other_names_are_not_secret(name: str) -> None:
    """A word that only contains such a word is no secret, nor is whether credentials may be sent."""
    assert not is_secret(name)


def test_long_names_are_not_cached() -> None:
    """A guest that sends long names does not fill our memory with them."""
    before = names._is_secret_name.cache_info().currsize
    assert not is_secret("token" * 1000)
    assert names._is_secret_name.cache_info().currsize == before
