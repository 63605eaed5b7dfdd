"""Reads what pip-audit and npm report, and compares it with the advisories that are known."""

import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

KNOWN_FILE: Final = Path(__file__).parent / "known.toml"


class NotAskedError(Exception):
    """The service that knows advisories did not answer."""


@dataclass(frozen=True, order=True, slots=True)
class Finding:
    """An advisory about a package that we depend on."""

    package: str
    advisory: str
    title: str
    aliases: tuple[str, ...] = ()

    def reason(self, known: dict[str, str]) -> str | None:
        """Return why it does not concern us, as recorded under one of its names; None if it is not."""
        return next((known[name] for name in (self.advisory, *self.aliases) if name in known), None)


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, and the packages about which there was no answer."""

    findings: tuple[Finding, ...]
    unanswered: tuple[str, ...] = ()


def read_pip_audit(text: str) -> Report:
    """Return what `pip-audit --format json` printed; raise NotAskedError if it knows about no package."""
    packages = _parsed(text).get("dependencies", [])
    unanswered = tuple(each["name"] for each in packages if "skip_reason" in each)
    if len(unanswered) == len(packages):
        raise NotAskedError(packages[0]["skip_reason"] if packages else "it named no package")
    findings = {
        Finding(
            f"{each['name']} {each['version']}",
            found["id"],
            found.get("description", "").partition("\n")[0],
            tuple(found.get("aliases", ())),
        )
        for each in packages
        for found in each.get("vulns", ())
    }
    return Report(tuple(sorted(findings)), unanswered)


def read_npm_audit(text: str) -> Report:
    """Return what `npm audit --json` printed; raise NotAskedError if it is no report."""
    report = _parsed(text)
    if "vulnerabilities" not in report:
        raise NotAskedError(str(report.get("message") or report.get("error") or "it printed no report"))
    findings = {
        Finding(
            name, str(via.get("url", "")).rpartition("/")[2] or str(via.get("source")), str(via.get("title"))
        )
        for name, each in report["vulnerabilities"].items()
        for via in each.get("via", ())
        if isinstance(via, dict)  # a name stands for the advisory of that package, which is listed itself
    }
    return Report(tuple(sorted(findings)))


def known_advisories(file: Path = KNOWN_FILE) -> dict[str, str]:
    """Return the reason for each recorded advisory; raise ValueError if one has none."""
    recorded = tomllib.loads(file.read_text(encoding="utf-8")).get("advisory", [])
    for each in recorded:
        if not each.get("reason", "").strip():
            raise ValueError(f"{each.get('id')} has no reason in {file.name}")
    return {each["id"]: each["reason"] for each in recorded}


def new_findings(findings: Iterable[Finding], known: dict[str, str]) -> list[Finding]:
    """Return the findings that are not recorded."""
    return [each for each in findings if each.reason(known) is None]


def _parsed(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError as error:
        raise NotAskedError(text.strip().partition("\n")[0] or "it printed nothing") from error
    if not isinstance(value, dict):
        raise NotAskedError("it printed no report")
    return value
