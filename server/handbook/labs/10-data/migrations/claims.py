"""What is said about Flask-Migrate, rehearsed on a campsite's guest list."""

from typing import Any

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Seen, claim


def rehearse(bench: Bench, *steps: str) -> tuple[Seen, dict[str, Any]]:
    """The exchange that takes these steps on a new database, and what is there afterwards."""
    seen = bench.send("POST", "/rehearse", form=[("step", step) for step in steps if step])
    found: dict[str, Any] = seen.json()
    return seen, found


def columns(found: dict[str, Any]) -> list[str]:
    """The columns of the guests' table, in their order."""
    named: list[str] = found["tables"].get("guest", [])
    return named


def version(found: dict[str, Any]) -> str:
    """The revision that the database says it has."""
    return str(found["version"][0]["version_num"]) if found["version"] else "none"


@claim(
    "rows-stay",
    "Adding a column by a migration leaves the rows that are there where they are.",
    expect=HOLDS,
    counter=Counter(
        {
            'op.add_column("guest", sa.Column("nights"': (
                'op.execute("DELETE FROM guest")\n    op.add_column("guest", sa.Column("nights"'
            )
        }
    ),
)
def rows_stay(bench: Bench) -> Observation:
    seen, found = rehearse(bench, "upgrade guests", "add Ada", "add Bo", "upgrade nights")
    names = [guest["name"] for guest in found["guests"]]
    listed = " and ".join(str(guest["nights"]) for guest in found["guests"])
    return Observation(
        holds=names == ["Ada", "Bo"] and "nights" in columns(found),
        because=f"After the upgrade the columns were {', '.join(columns(found))}, "
        + (
            f"and the guests {' and '.join(names)} had {listed} nights."
            if names
            else "and there were no guests."
        ),
        shown=seen,
    )


@claim(
    "create-all-alters",
    "db.create_all() adds the columns that are new in the models to the tables that exist.",
    expect=FAILS,
    mistake=True,
    counter=Counter(before=""),
)
def create_all_alters(bench: Bench, *, before: str = "upgrade guests") -> Observation:
    seen, found = rehearse(bench, before, "create_all")
    return Observation(
        holds="nights" in columns(found),
        because=f"{'With the table there already' if before else 'With no table there'}, "
        f"create_all left it with the columns {', '.join(columns(found))}.",
        shown=seen,
    )


@claim(
    "downgrade-restores",
    "Going one revision down and up again leaves everything as it was.",
    expect=FAILS,
    mistake=True,
    counter=Counter(nights=1),
)
def downgrade_restores(bench: Bench, *, nights: int = 3) -> Observation:
    seen, found = rehearse(bench, "upgrade nights", f"add Ada {nights}", "downgrade guests", "upgrade nights")
    (ada,) = found["guests"]
    return Observation(
        holds=ada["nights"] == nights,
        because=f"Ada had {nights} nights before, and {ada['nights']} after going down and up.",
        shown=seen,
    )


@claim(
    "not-null-as-it-is",
    "A column that must not be empty can be added to a table with rows like any other.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            '"pitch_id", sa.Integer, nullable=False': (
                '"pitch_id", sa.Integer, nullable=False, server_default="1"'
            )
        }
    ),
)
def not_null_as_it_is(bench: Bench) -> Observation:
    seen, found = rehearse(bench, "upgrade nights", "add Ada", "upgrade pitch")
    return Observation(
        holds=found["error"] is None and "pitch_id" in columns(found),
        because=f"The database refused it: {found['error']}."
        if found["error"]
        else f"The columns were {', '.join(columns(found))} afterwards.",
        shown=seen,
    )


@claim(
    "half-is-left",
    "On SQLite, a migration that fails halfway leaves behind what it had done until then.",
    expect=HOLDS,
    counter=Counter(
        {
            "target_metadata=migrate.metadata)\n": (
                "target_metadata=migrate.metadata, transactional_ddl=True)\n"
                '    connection.exec_driver_sql("BEGIN")\n'
            )
        }
    ),
)
def half_is_left(bench: Bench) -> Observation:
    seen, found = rehearse(bench, "upgrade nights", "add Ada", "upgrade pitch")
    left = "pitch" in found["tables"]
    return Observation(
        holds=found["error"] is not None and left,
        because=f"The migration ended with {found['error'] or 'no error'}; the database says that it is at "
        f"{version(found)}, and the new table is {'there' if left else 'not there'}.",
        shown=seen,
    )


@claim(
    "version-in-the-database",
    "Which revision a database has is written in the database itself, in a table called alembic_version.",
    expect=HOLDS,
    counter=Counter(
        {"target_metadata=migrate.metadata": 'target_metadata=migrate.metadata, version_table="season"'}
    ),
)
def version_in_the_database(bench: Bench) -> Observation:
    seen, found = rehearse(bench, "upgrade nights")
    return Observation(
        holds=version(found) == "nights",
        because=f"After the upgrade to nights the tables were {', '.join(sorted(found['tables']))}; "
        f"alembic_version said {version(found)}.",
        shown=seen,
    )


@claim(
    "stamp-only-writes-down",
    "flask db stamp makes a database say that it is at a revision whose columns it does not have.",
    expect=HOLDS,
    counter=Counter(verb="upgrade"),
)
def stamp_only_writes_down(bench: Bench, *, verb: str = "stamp") -> Observation:
    seen, found = rehearse(bench, "upgrade guests", f"{verb} nights")
    return Observation(
        holds=version(found) == "nights" and "nights" not in columns(found),
        because=f"After {verb} nights the database said that it is at {version(found)}, "
        f"and its guests had the columns {', '.join(columns(found))}.",
        shown=seen,
    )
