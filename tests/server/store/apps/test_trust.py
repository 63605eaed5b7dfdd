"""Tests of the trusted folders."""

from pathlib import Path

from server.store import Store


def test_trust_includes_the_contents_of_a_folder(store: Store, tmp_path: Path) -> None:
    """By its real path, and not its neighbours."""
    (tmp_path / "shop" / "deep").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "shop")
    store.trust.grant(tmp_path / "shop")
    assert store.trust.is_granted(tmp_path / "shop" / "deep" / "app.py")
    assert store.trust.is_granted(tmp_path / "link")
    assert not store.trust.is_granted(tmp_path)
    assert not store.trust.is_granted(tmp_path / "shop2")
    store.trust.revoke(tmp_path / "link")
    assert not store.trust.is_granted(tmp_path / "shop")
