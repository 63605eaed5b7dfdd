"""Show what the audit has found."""

from server.lenses.kit.blocks import Block, Remark, Section, Text, Tone
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.i18n import ngettext
from server.lenses.kit.sentence import plain
from server.tools.audit.facts import SettingFacts
from server.tools.audit.registry import RULES, findings_of


def blocks_of(facts: SettingFacts) -> tuple[Block, ...]:
    """Return each finding with its cause and the line to write."""
    findings = findings_of(facts)
    if not findings:
        wording = ngettext("%(num)d rule found nothing.", "%(num)d rules found nothing.", len(RULES))
        return (Remark(sentence=plain(wording), tone=Tone.GOOD),)
    return tuple(
        Section(
            title=finding.setting,
            blocks=(
                Remark(sentence=finding.cause, tone=finding.tone),
                Text(text=finding.line, label=_("The line to write")),
            ),
        )
        for finding in findings
    )
