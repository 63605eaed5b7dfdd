"""Tests that an advisory is a finding, that a recorded one is not new, and that silence is no answer."""

import json
from pathlib import Path

import pytest

from tests.advisories.findings import (
    Finding,
    NotAskedError,
    known_advisories,
    new_findings,
    read_npm_audit,
    read_pip_audit,
)

pytestmark = pytest.mark.hardness("known-advisories")

PIP = {
    "dependencies": [
        {"name": "good", "version": "1", "vulns": []},
        {
            "name": "bad",
            "version": "2",
            "vulns": [
                {
                    "id": "PYSEC-1",
                    "aliases": ["CVE-1"],
                    "fix_versions": ["3"],
                    "description": "It leaks.\nMore",
                }
            ],
        },
        {"name": "odd", "skip_reason": "Dependency not found"},
    ],
    "fixes": [],
}
NPM = {
    "auditReportVersion": 2,
    "vulnerabilities": {
        "bad": {
            "name": "bad",
            "via": [{"source": 7, "title": "It leaks.", "url": "https://x.example/advisories/GHSA-1"}],
        },
        "user": {"name": "user", "via": ["bad"]},
    },
}


def test_an_advisory_of_pip_audit_is_a_finding() -> None:
    """Each advisory is named with its package; a package without an answer is named too."""
    report = read_pip_audit(json.dumps(PIP))
    assert report.findings == (Finding("bad 2", "PYSEC-1", "It leaks.", ("CVE-1",)),)
    assert report.unanswered == ("odd",)


def test_an_advisory_of_npm_is_a_finding() -> None:
    """Each advisory is named once, at the package that it is about."""
    assert read_npm_audit(json.dumps(NPM)).findings == (Finding("bad", "GHSA-1", "It leaks."),)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "WARNING: no network",
        '{"message": "405 Method Not Allowed"}',
        '{"dependencies": []}',
        '{"dependencies": [{"name": "a", "skip_reason": "not found"}]}',
    ],
)
def test_silence_is_no_answer(text: str) -> None:
    """Where the service did not answer, nothing is called free of advisories."""
    for read in (read_pip_audit, read_npm_audit):
        with pytest.raises(NotAskedError):
            read(text)


def test_a_recorded_advisory_is_not_new(tmp_path: Path) -> None:
    """An advisory with a reason is known, and one without is an error."""
    file = tmp_path / "known.toml"
    file.write_text('[[advisory]]\npackage = "bad"\nid = "PYSEC-1"\nreason = "not reached"\n')
    found = read_pip_audit(json.dumps(PIP)).findings
    assert new_findings(found, known_advisories(file)) == []
    assert new_findings(found, {"CVE-1": "the same under another name"}) == []
    assert len(new_findings(found, {})) == 1
    file.write_text('[[advisory]]\npackage = "bad"\nid = "PYSEC-1"\nreason = " "\n')
    with pytest.raises(ValueError, match="no reason"):
        known_advisories(file)


def test_our_records_have_reasons() -> None:
    """tests/advisories/known.toml can be read."""
    assert isinstance(known_advisories(), dict)
