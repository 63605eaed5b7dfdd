"""Check a lab by running it: its claims, their counterexamples, and the pictures of its page."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.experiment import Experiment
from server.handbook.lint.message import LintMessage, message_in
from server.handbook.pages.look_directive import Look
from server.handbook.pages.page import read_page
from server.handbook.prove.lab_run import LabRun
from server.model.claim import Outcome, Verdict
from server.model.lab import Lab
from server.model.problem import Problem
from server.runner.guests.guests import Guests

_OPPOSITE: Final = {Outcome.HOLDS: Outcome.FAILS, Outcome.FAILS: Outcome.HOLDS}


def check_claims(
    catalogue: Catalogue,
    lab: Lab,
    guests: Guests,
    *,
    python: Path | None = None,
    stopped: threading.Event | None = None,
) -> tuple[LintMessage, ...]:
    """Run every claim with its counterexample, and every picture that the running lab draws.

    Each claim must have the expected outcome, and the opposite one under its counterexample. Once `stopped`
    is set nothing more is run.
    """
    stopped = stopped or threading.Event()
    run = LabRun(guests, lab, python=python, stopped=stopped)
    try:
        claims = tuple(
            LintMessage(
                lab=lab.slug,
                claim=experiment.id,
                message=message,
                file=lab.folder / "claims.py",
                line=experiment.run.__code__.co_firstlineno,
            )
            for experiment in catalogue.experiments(lab.slug)
            if not stopped.is_set()
            for message in _claim_messages(run.decide(experiment), _counter_verdict(run, experiment))
        )
        return (*claims, *_look_findings(run, lab))
    finally:
        run.stop()


def check_looks(lab: Lab, guests: Guests, *, python: Path | None = None) -> tuple[LintMessage, ...]:
    """Send the requests of every picture that the running lab draws; each must get a sensible answer."""
    run = LabRun(guests, lab, python=python)
    try:
        return _look_findings(run, lab)
    finally:
        run.stop()


def _look_findings(run: LabRun, lab: Lab) -> tuple[LintMessage, ...]:
    pictures = [part for part in read_page(lab).parts if isinstance(part, Look)]
    return tuple(
        message_in(lab, f"its picture cannot be drawn: {message}", at=picture.requests[-1].path)
        for picture in pictures
        for message in _look_messages(run, picture)
    )


def _look_messages(run: LabRun, picture: Look) -> Iterator[str]:
    exchanges = run.look(picture)
    if isinstance(exchanges, Problem):
        yield f"{exchanges.cause} {exchanges.remedy}"
        return
    for request, exchange in zip(picture.requests, exchanges, strict=True):
        message = (
            request.objection(exchange.response.status)
            if exchange.response
            else f"{request.text} got no answer"
        )
        if message:
            yield message


def _counter_verdict(run: LabRun, experiment: Experiment) -> Verdict | str:
    """Return the verdict under the counterexample, or why it cannot be run."""
    try:
        return run.counter(experiment)
    except ValueError as error:
        return str(error)


def _claim_messages(verdict: Verdict, counter: Verdict | str) -> Iterator[str]:
    if verdict.outcome is Outcome.UNDECIDED:
        yield f"was not decided: {verdict.explanation}"
        return
    if verdict.outcome is not verdict.expected:
        yield f"came out as {verdict.outcome}, expected was {verdict.expected}: {verdict.reason}"
    if isinstance(counter, str):
        yield f"its counterexample cannot be run: {counter}"
    elif counter.outcome is not _OPPOSITE[verdict.outcome]:
        yield f"its counterexample came out as {counter.outcome} too: {counter.reason}"
