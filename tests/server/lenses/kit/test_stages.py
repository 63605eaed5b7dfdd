"""Tests of the stages of a request."""

from server.lenses.kit import stages
from server.lenses.kit.stages import Stage

ALL = [value for value in vars(stages).values() if isinstance(value, Stage)]


def test_each_stage_has_its_own_name_title_and_explanation() -> None:
    """Names are used in style sheets and tests; the texts are one line each."""
    assert len({stage.name for stage in ALL}) == len(ALL) == 11
    for stage in ALL:
        assert str(stage.title)
        assert str(stage.explains).endswith(".")


def test_the_view_is_preceded_by_three_stages() -> None:
    """A skipped view is shown after the last of them that the request reached."""
    assert [stage.name for stage in stages.BEFORE_THE_VIEW] == ["socket", "routing", "before"]
