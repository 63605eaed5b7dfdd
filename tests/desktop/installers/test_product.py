"""What installers say of Fumehood is complete and the same in both languages."""

from desktop.installers import product


def test_each_text_has_both_languages() -> None:
    """English and Swedish have the same sentences in the same number."""
    for texts in (product.SUMMARY, product.GENERIC_NAME, product.PARAGRAPHS, product.KEYWORDS):
        assert texts.keys() == {"en", "sv"}
    assert len(product.PARAGRAPHS["en"]) == len(product.PARAGRAPHS["sv"])


def test_the_release_is_that_of_the_checkout() -> None:
    """Version and time of the commit are those of this tree."""
    release = product.this_release()
    assert f'version = "{release.version}"' in (product.ROOT / "pyproject.toml").read_text()
    assert release.time > 1_577_836_800
