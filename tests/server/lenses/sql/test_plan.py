"""Tests of how query plans are shown."""

from server.lenses.kit.blocks import Block
from server.lenses.render.terminal_blocks import block_lines
from server.lenses.sql.plan import MOST_STATEMENTS, PlanInFile, plan_blocks, statements_of
from tests.support.lenses import sample_events as s

STATEMENT = "SELECT * FROM bread ORDER BY price"
STEPS = ((2, 0, "SCAN bread"), (5, 2, "LIST SUBQUERY 1"), (9, 0, "USE TEMP B-TREE FOR ORDER BY"))


def plan(file: str = "/data/shop.db", problem: str = "") -> PlanInFile:
    """Return a plan of three steps, or one with a problem."""
    return PlanInFile(file=file, steps=() if problem else STEPS, problem=problem)


def shown(blocks: tuple[Block, ...]) -> str:
    """Return the lines of blocks."""
    return "\n".join(line for block in blocks for line in block_lines(block, everything=True))


def test_a_plan_is_a_tree_with_remarks() -> None:
    """What reads every row, and what sorts."""
    text = shown(plan_blocks([STATEMENT], [[plan()]], memory=False))
    assert "No statement was run again" in text
    assert "Every row of bread is read." in text
    assert "The rows are sorted after they were found, for ORDER BY." in text
    lines = text.splitlines()
    (outer,) = (line for line in lines if line.strip() == "SCAN bread")
    (inner,) = (line for line in lines if line.strip() == "LIST SUBQUERY 1")
    assert inner.index("L") == outer.index("S") + 2


def test_a_plan_without_steps_looks_for_nothing() -> None:
    """A long statement stands above its plan, since the title has its beginning only."""
    nothing = PlanInFile(file="/data/shop.db", steps=(), problem="")
    long = "INSERT INTO bread VALUES ('a bread with " + "a long name, " * 10 + "')"
    text = shown(plan_blocks([long], [[nothing]], memory=False))
    assert "No rows are looked for." in text
    assert text.count("VALUES") == 2


def test_databases_without_the_table_are_left_out() -> None:
    """The file is named where several have it, or none."""
    missing = plan("/data/other.db", "no such table: bread")
    text = shown(plan_blocks([STATEMENT], [[missing, plan()]], memory=True))
    assert "other.db" not in text
    assert "In /data/shop.db:" in shown(plan_blocks([STATEMENT], [[plan(), plan("/b.db")]], memory=False))
    text = shown(plan_blocks([STATEMENT], [[missing]], memory=True))
    assert "No plan in /data/other.db: no such table: bread" in text
    assert "A database in memory has no file" in text
    assert "opened no file" in shown(plan_blocks([STATEMENT], [[]], memory=False))


def test_only_whole_statements_to_sqlite_are_asked_about() -> None:
    """Each once, and not too many."""
    events = [
        s.sql(STATEMENT),
        s.sql(STATEMENT),
        s.sql("SELECT 2", dialect="postgresql"),
        s.sql("SELECT 3", cut=True),
        s.sql("COMMIT", operation="commit"),
    ]
    assert statements_of(s.exchange(*events)) == (STATEMENT,)
    many = [s.sql(f"SELECT {number}") for number in range(MOST_STATEMENTS + 5)]
    assert len(statements_of(s.exchange(*many))) == MOST_STATEMENTS
    assert "none that was recorded in full" in shown(plan_blocks((), (), memory=False))
