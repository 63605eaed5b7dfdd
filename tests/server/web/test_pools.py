"""Tests of which requests have threads of their own, because they wait."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from server.web import pools
from tests.support.workbench_client import workbench_client


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Yield the app of a workbench."""
    with workbench_client(Path(tmp_path_factory.mktemp("data"))) as client:
        yield client.app


@pytest.fixture(scope="module")
def pool_of(app: Flask) -> Callable[[str, str], str]:
    """Return the function that names the pool of a request."""
    return pools.pool_of(app)


@pytest.mark.parametrize(
    ("method", "path", "pool"),
    [
        ("GET", "/", pools.PAGES),
        ("GET", "/bench/1", pools.PAGES),
        ("POST", "/exchanges/7/cancel", pools.PAGES),
        ("POST", "/handbook/proof/cancel", pools.PAGES),
        ("GET", "/static/app.css", pools.PAGES),
        ("GET", "/events", pools.STREAMS),
        ("HEAD", "/events", pools.STREAMS),
        ("POST", "/bench/1/send", pools.SENDS),
        ("POST", "/exchanges/7/replay", pools.SENDS),
        ("POST", "/open", pools.WORK),
        ("GET", "/open", pools.PAGES),
        ("HEAD", "/exchanges/7/stack", pools.WORK),
        ("POST", "/bench/1/stop", pools.CONTROL),
    ],
)
def test_what_waits_has_threads_of_its_own(
    pool_of: Callable[[str, str], str], method: str, path: str, pool: str
) -> None:
    """Streams, sends and what starts or ends apps wait in their own pools, pages and cancelling in none."""
    assert pool_of(method, path) == pool


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/events"),
        ("GET", "/nowhere"),
        ("BREW", "/"),
        ("GET", "*"),
        ("GET", ""),
        ("GET", "//bench"),
        ("GET", "/bench/\xff\xfe"),
        ("GET", "http://other/events"),
    ],
)
def test_what_names_no_page_is_answered_as_a_page(
    pool_of: Callable[[str, str], str], method: str, path: str
) -> None:
    """An address without a page, a wrong method and odd bytes are refused without waiting."""
    assert pool_of(method, path) == pools.PAGES


def test_every_endpoint_exists_and_has_one_pool(app: Flask) -> None:
    """The list names endpoints of the app, each once, and every pool has a size."""
    named = [endpoint for endpoints in pools.ENDPOINTS.values() for endpoint in endpoints]
    assert set(named) <= set(app.view_functions)
    assert len(named) == len(set(named))
    assert set(pools.ENDPOINTS) == set(pools.SIZES)
