"""Every format keeps the contract: a name, and either a file or the reason why there is none."""

from pathlib import Path

import pytest

from desktop.installers.formats.format import Format, Parts
from desktop.installers.formats.registry import FORMATS


@pytest.mark.parametrize("each", FORMATS, ids=lambda each: each.name)
def test_a_format_builds_or_says_why_not(each: Format, parts: Parts, tmp_path: Path) -> None:
    """Where there is no obstacle, the file is written and not empty."""
    obstacle = each.obstacle()
    if obstacle:
        assert obstacle[0].islower() or obstacle.startswith("NSIS"), "it follows a colon"
    else:
        into = tmp_path / "out"
        into.mkdir()
        file = each.build(parts, into)
        assert file.parent == into
        assert file.stat().st_size > 0
