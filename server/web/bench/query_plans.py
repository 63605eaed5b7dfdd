"""The query plans of the statements of an exchange, from the databases that its app has opened."""

from typing import Final

from server.lenses.kit.blocks import Block
from server.lenses.sql.plan import PlanInFile, plan_blocks, statements_of
from server.model.exchange import Exchange
from server.model.problem import Problem
from server.runner.guests.guests import Guest
from server.runner.plans.sqlite_plans import QueryPlan, plans_in

_MOST_FILES: Final = 4


def blocks_of(exchange: Exchange, guest: Guest) -> tuple[Block, ...] | Problem:
    """Return the plans, or why the app does not tell its databases."""
    statements = statements_of(exchange)
    if not statements:
        return plan_blocks((), (), memory=False)
    databases = guest.ask("databases", {})
    if isinstance(databases, Problem):
        return databases
    files = databases["files"][:_MOST_FILES]
    by_file = [(file, plans_in(file, statements, guest.python)) for file in files]
    plans = [
        [_in_file(file, plans[number]) for file, plans in by_file] for number, _ in enumerate(statements)
    ]
    return plan_blocks(statements, plans, memory=databases["memory"])


def _in_file(file: str, plan: QueryPlan) -> PlanInFile:
    steps = tuple((step.id, step.parent, step.text) for step in plan.steps)
    return PlanInFile(file=file, steps=steps, problem=plan.problem)
