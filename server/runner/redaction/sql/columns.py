"""Finds the column that each value of a statement belongs to, with sqlglot's parser.

sqlglot is slow to import: import this module only when a statement names a secret.
"""

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from server.runner.redaction.names import is_secret

GRAMMARS: Final = {"sqlite": "sqlite", "postgresql": "postgres", "mysql": "mysql", "mariadb": "mysql"}
"""What sqlglot calls the dialects whose grammar is used; the others are read as SQL in general."""

_COMPARING: Final = (exp.Predicate, exp.Between, exp.In, exp.PropertyEQ, exp.Kwarg, exp.RegexpILike)
_COMPARING_FUNCTIONS: Final = frozenset(
    {"strcmp", "instr", "locate", "position", "strpos", "charindex", "str_position", "nullif", "decode"}
    | {"glob", "like", "starts_with", "startswith", "ends_with", "endswith", "contains", "regexp"}
    | {"regexp_like", "regexp_match", "similarity", "levenshtein", "crypt", "find_in_set", "field"}
    | {"match_against"}
)
_PATHS: Final = (exp.JSONExtract, exp.JSONExtractScalar, exp.JSONBExtract, exp.JSONBExtractScalar)
# What these return tells of a value, and is not that value.
_MEASURES: Final = (exp.Length, exp.Count, exp.StrPosition)
_BARRIERS: Final = (exp.Query, *_COMPARING, *_MEASURES)
# The parser raises more than its own errors for what it does not expect.
_UNREADABLE: Final = (
    SqlglotError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
_CIPHER_PRAGMAS: Final = frozenset({"key", "rekey", "hexkey", "hexrekey"})
_PATH_WORDS: Final = re.compile(r"\w+")

NAMED: Final = "_secret"
"""Ends the mark of a literal that is itself the name of a secret: it may be the path to a member of JSON."""

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value stands: `names` of its columns, `row` those of each value of a row.

    `renamed` are the columns behind the names that a row of values has in FROM.
    """

    names: Names = ()
    row: tuple[Names, ...] | None = None
    renamed: dict[str, Names] = field(default_factory=dict)


_NOWHERE: Final = _Place()


@lru_cache(maxsize=512)
def secret_values(marked: str, dialect: str) -> frozenset[str] | None:
    """Return the values that belong to a column with a secret name; None if the statement cannot be parsed.

    `marked` is a statement in which a mark takes the place of each value. A double-quoted text in the place
    of such a value, which SQLite takes for a string where no column has that name, is returned too.
    """
    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)
    try:
        trees = [tree for tree in sqlglot.parse(marked, dialect=GRAMMARS.get(dialect)) if tree is not None]
        if any(tree.find(exp.Command) is not None for tree in trees):
            return None
        return frozenset(value for tree in trees for value in _secrets(tree))
    except _UNREADABLE:
        return None


def _secrets(tree: exp.Expr) -> Iterator[str]:
    """Walk from the root, carrying down the columns to which a value there belongs; visit each node once."""
    stack: list[tuple[exp.Expr, _Place]] = [(tree, _NOWHERE)]
    while stack:
        node, place = stack.pop()
        if isinstance(node, exp.Literal):
            if any(map(is_secret, place.names)):
                yield str(node.this)
        elif isinstance(node, exp.Column) and _is_text(node, place):
            yield node.name
        else:
            stack.extend(_places(node, place))


def _is_text(node: exp.Column, place: _Place) -> bool:
    """Return whether a quoted name is no possible name of a column, and stands where a secret does."""
    quoted = isinstance(node.this, exp.Identifier) and bool(node.this.args.get("quoted"))
    unusual = not node.table and _PATH_WORDS.fullmatch(node.name) is None
    return quoted and unusual and any(map(is_secret, place.names))


def _places(node: exp.Expr, place: _Place) -> Iterable[tuple[exp.Expr, _Place]]:
    """Return the children of a node with the place of each."""
    read = next((read for types, read in _RULES if isinstance(node, types)), _other)
    return read(node, place)


def _children(node: exp.Expr) -> Iterator[tuple[str, exp.Expr]]:
    """Return the direct children of a node, each with the name of the argument that it is."""
    for key, value in node.args.items():
        for child in value if isinstance(value, list) else (value,):
            if isinstance(child, exp.Expr):
                yield key, child


def _names(*nodes: Any) -> Names:
    """Return the names of columns, variables and JSON members in expressions, but not in comparisons."""
    found: list[str] = []
    for node in nodes:
        for each in node.walk(prune=_is_barrier):
            if (
                isinstance(each, (exp.Column, exp.JSONPathKey, exp.Var, exp.Parameter))
                or (isinstance(each, exp.Literal) and isinstance(each.parent, _PATHS))
                or (isinstance(each, exp.Identifier) and not isinstance(each.parent, exp.Column))
            ):
                found.append(each.name)
    return tuple(found)


def _is_barrier(node: exp.Expr) -> bool:
    """Return whether a column in this part is not what a comparison around it compares."""
    return isinstance(node, _BARRIERS) or (
        isinstance(node, exp.Anonymous) and node.name.lower() in _COMPARING_FUNCTIONS
    )


def _compared(node: exp.Expr, place: _Place) -> Iterator[tuple[exp.Expr, _Place]]:
    """Return what a comparison or assignment has on each side: it belongs to the names of the other sides."""
    if isinstance(node, exp.SubqueryPredicate):
        yield from _other(node, place)
        return
    sides = list(_children(node))
    names = [_names(child) for _, child in sides]
    rows = [child.expressions if isinstance(child, exp.Tuple) else None for _, child in sides]
    row = next((tuple(_names(each) for each in items) for items in rows if items and _names(*items)), None)
    for index, (_, child) in enumerate(sides):
        others = tuple(name for at, found in enumerate(names) if at != index for name in found)
        yield child, _Place(others, row)


def _inserted(node: exp.Expr, _place: _Place) -> Iterator[tuple[exp.Expr, _Place]]:
    """Return the parts of an INSERT: each value belongs to the column in its place."""
    into = node.this
    columns = into.expressions if isinstance(into, (exp.Schema, exp.Tuple)) else ()
    row = tuple((column.name,) for column in columns) or None
    for key, child in _children(node):
        yield child, _Place(row=row) if key == "expression" else _NOWHERE


def _in_row(node: exp.Expr, place: _Place) -> Iterator[tuple[exp.Expr, _Place]]:
    """Return the rows of VALUES, or the values of a row."""
    if isinstance(node, exp.Values):
        alias = node.args.get("alias")
        columns = alias.columns if alias is not None else ()
        row = tuple((c.name, *place.renamed.get(c.name, ())) for c in columns) or place.row
        for child in node.expressions:
            # A row of one value may be without parentheses of its own.
            yield child, _Place(row[0] if row and not isinstance(child, exp.Tuple) else (), row)
        return
    for index, child in enumerate(node.expressions):
        if place.row is None or isinstance(child, exp.Tuple):
            yield child, place
        else:
            yield child, _Place(place.row[index] if index < len(place.row) else ())


def _selected(node: exp.Expr, place: _Place) -> Iterator[tuple[exp.Expr, _Place]]:
    """Return the parts of a SELECT: what it returns belongs to what it is compared with or stored in."""
    row = place.row
    renamed: dict[str, Names] = {}
    for index, child in enumerate(node.expressions):
        names = row[index] if row is not None and index < len(row) else place.names
        renamed |= dict.fromkeys(_names(child), names)
        yield child, _Place(names)
    for key, child in _children(node):
        if key != "expressions":
            yield child, _Place(renamed=renamed) if isinstance(child, exp.From) else _NOWHERE


def _arguments(node: exp.Expr, place: _Place) -> Iterator[tuple[exp.Expr, _Place]]:
    """Return the arguments of a function; one that follows the name of a JSON member belongs to it."""
    function = node.sql_name().lower() if isinstance(node, exp.Func) else ""
    if {function, node.name.lower()} & _COMPARING_FUNCTIONS:
        place = replace(place, names=(*place.names, *_names(*(child for _, child in _children(node)))))
    before = ""
    for _, child in _children(node):
        yield child, _Place((*place.names, before) if before else place.names)
        before = child.name if isinstance(child, exp.Literal) and child.name.endswith(NAMED) else ""


def _case(node: exp.Expr, place: _Place) -> Iterator[tuple[exp.Expr, _Place]]:
    """Return the parts of a CASE: its results stand where it stands, its subject is compared."""
    subject = node.this
    default = node.args.get("default")
    if subject is not None:
        yield subject, _Place(_names(*(branch.this for branch in node.args["ifs"])))
    for branch in node.args["ifs"]:
        yield branch.this, _Place(_names(subject)) if subject is not None else _NOWHERE
        yield branch.args["true"], place
    if default is not None:
        yield default, place


def _pragma(node: exp.Expr, _place: _Place) -> Iterator[tuple[exp.Expr, _Place]]:
    """Return the value of a PRAGMA; that of SQLCipher's `key` is a secret."""
    inner = node.this
    secret = isinstance(inner, exp.Binary) and inner.this.name.lower() in _CIPHER_PRAGMAS
    for _, child in _children(inner):
        yield child, _Place(("secret",)) if secret else _NOWHERE


def _alias(node: exp.Expr, place: _Place) -> Iterator[tuple[exp.Expr, _Place]]:
    """Return what has an alias: it belongs to that name too."""
    yield node.this, replace(place, names=(*place.names, node.alias))


def _column_definition(node: exp.Expr, _place: _Place) -> Iterator[tuple[exp.Expr, _Place]]:
    """Return the default of a column that is created."""
    for constraint in node.args.get("constraints") or ():
        if isinstance(constraint.kind, exp.DefaultColumnConstraint):
            yield constraint.kind.this, _Place((node.name,))


def _first(node: exp.Expr, place: _Place) -> Iterator[tuple[exp.Expr, _Place]]:
    """Return the parts of a node whose first part alone is a value: the others are a path or characters."""
    return ((child, place if key == "this" else _NOWHERE) for key, child in _children(node))


def _query(node: exp.Expr, place: _Place) -> Iterator[tuple[exp.Expr, _Place]]:
    """Return the parts of a query in parentheses or of a UNION: they stand where it stands."""
    return ((child, place if key in ("this", "expression") else _NOWHERE) for key, child in _children(node))


def _from(node: exp.Expr, place: _Place) -> Iterator[tuple[exp.Expr, _Place]]:
    """Return what is selected from: rows of values may be renamed there."""
    return ((child, _Place(renamed=place.renamed)) for _, child in _children(node))


def _condition(node: exp.Expr, _place: _Place) -> Iterator[tuple[exp.Expr, _Place]]:
    """Return the parts of AND, OR and NOT: they belong to no column."""
    return ((child, _NOWHERE) for _, child in _children(node))


def _other(node: exp.Expr, place: _Place) -> Iterator[tuple[exp.Expr, _Place]]:
    """Return the parts of any other node: those of an expression stand where it stands."""
    carries = isinstance(node, exp.Condition)
    return ((child, place if carries else _NOWHERE) for _, child in _children(node))


_Rule = Callable[[exp.Expr, _Place], Iterable[tuple[exp.Expr, _Place]]]

_RULES: Final[tuple[tuple[Any, _Rule], ...]] = (
    (_COMPARING, _compared),
    ((exp.Connector, exp.Not), _condition),
    (exp.Insert, _inserted),
    ((exp.Values, exp.Tuple), _in_row),
    (exp.Select, _selected),
    (exp.Alias, _alias),
    (exp.ColumnDef, _column_definition),
    (exp.Case, _case),
    (exp.Pragma, _pragma),
    ((*_PATHS, exp.Escape, exp.Collate), _first),
    ((exp.JSONKeyValue, exp.Func), _arguments),
    ((exp.Subquery, exp.SetOperation), _query),
    (exp.From, _from),
)
"""How the parts of each kind of node are read; the first that fits is taken."""
