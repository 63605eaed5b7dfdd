"""What a rule of the audit has found about a setting."""

from collections.abc import Callable
from dataclasses import dataclass

from server.lenses.kit.blocks import Tone
from server.lenses.kit.sentence import Sentence
from server.tools.audit.facts import SettingFacts


@dataclass(frozen=True, kw_only=True, slots=True)
class SettingFinding:
    """One setting that deserves attention: why, and the line of Python that puts it right."""

    setting: str
    cause: Sentence
    line: str
    tone: Tone = Tone.WARNING


Rule = Callable[[SettingFacts], SettingFinding | None]
