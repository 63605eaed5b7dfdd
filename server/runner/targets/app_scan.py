"""Reads which app a Python file would give, from its syntax tree: nothing is run."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

# Classes and functions whose call gives an app. Those of ASGI are known too, so that they can be named.
MAKERS: Final = frozenset(
    {
        "Flask",
        "APIFlask",
        "OpenAPI",
        "Dash",
        "Eve",
        "Bottle",
        "default_app",
        "Quart",
        "FastAPI",
        "Starlette",
        "get_wsgi_application",
        "get_asgi_application",
    }
)
FALCON: Final = frozenset({"falcon.App", "falcon.API", "falcon.asgi.App"})
ASGI_MAKERS: Final = frozenset({"Quart", "FastAPI", "Starlette", "get_asgi_application", "falcon.asgi.App"})
USUAL_NAMES: Final = ("app", "application")
FACTORIES: Final = ("create_app", "make_app")
_RELEVANT: Final = re.compile(
    rb"\bapp(?:lication)?\b|_app\b|Flask|Dash|Bottle|falcon|Quart|FastAPI|Starlette"
)
_FACTORY_NAME: Final = re.compile(r"(?:create|make|build|get|init|load|configure)_?\w*app\w*|app_factory")


class AppKind(StrEnum):
    """How a file gives an app, the surest way first."""

    INSTANCE = "instance"
    CALL = "call"
    IMPORT = "import"
    FACTORY = "factory"
    OTHER_FACTORY = "other-factory"
    BELOW_MAIN = "below-main"


@dataclass(frozen=True, kw_only=True, slots=True)
class AppSign:
    """A sign of an app: its `name` in the module, `source` where it comes from.

    `required` are the arguments that a factory requires.
    """

    kind: AppKind
    name: str
    source: str = ""
    required: tuple[str, ...] = ()

    @property
    def is_asgi(self) -> bool:
        """Whether the call gives an ASGI app, which cannot be served."""
        return self.source in ASGI_MAKERS or self.source.rpartition(".")[2] in ASGI_MAKERS

    @property
    def is_usual(self) -> bool:
        """Whether the name is one that Flask looks for."""
        return self.name in (FACTORIES if self.kind is AppKind.FACTORY else USUAL_NAMES)


def find_app_signs(source: bytes) -> tuple[AppSign, ...]:
    """Return the signs of apps in a file; none for one that does not compile."""
    if not _RELEVANT.search(source):
        return ()
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()
    try:
        return tuple(_Scan(tree).signs())
    except RecursionError:
        return ()


class _Scan:
    def __init__(self, tree: ast.Module) -> None:
        self._statements = list(_statements(tree.body))
        self._below_main = [
            inner
            for statement in tree.body
            if isinstance(statement, ast.If) and _is_main_test(statement.test)
            for inner in _statements(statement.body)
        ]
        self._makers = MAKERS | {
            each.name
            for each in self._statements
            if isinstance(each, ast.ClassDef)
            and any(_dotted(base).rpartition(".")[2] in MAKERS for base in each.bases)
        }
        self._factories = {
            each.name: each
            for each in self._statements
            if isinstance(each, ast.FunctionDef) and (each.name in FACTORIES or self._returns_app(each))
        }

    def signs(self) -> Iterator[AppSign]:
        """Yield the signs at module level, then those of factories, then what is below `__main__`."""
        found = [sign for statement in self._statements for sign in self._of_statement(statement)]
        found += [
            AppSign(
                kind=AppKind.FACTORY if name in FACTORIES else AppKind.OTHER_FACTORY,
                name=name,
                required=_required(function),
            )
            for name, function in self._factories.items()
        ]
        found += [
            AppSign(kind=AppKind.BELOW_MAIN, name=sign.name, source=sign.source)
            for statement in self._below_main
            for sign in self._of_statement(statement)
        ]
        yield from found or self._of_program()

    def _of_program(self) -> Iterator[AppSign]:
        """Yield the app that only the functions of a program make, which it calls below `__main__`."""
        if not any(isinstance(node, ast.Call) for each in self._below_main for node in ast.walk(each)):
            return
        if any(_may_bind_app(each) for each in self._statements):
            return
        functions = [each for each in self._statements if isinstance(each, ast.FunctionDef)]
        for each in (*functions, *self._below_main):
            for node in ast.walk(each):
                if isinstance(node, ast.Call) and self._makes_app(node):
                    yield AppSign(kind=AppKind.BELOW_MAIN, name=USUAL_NAMES[0], source=_dotted(node.func))
                    return

    def _of_statement(self, statement: ast.stmt) -> Iterator[AppSign]:
        if isinstance(statement, ast.ImportFrom):
            for alias in statement.names:
                name = alias.asname or alias.name
                if name in USUAL_NAMES:
                    yield AppSign(
                        kind=AppKind.IMPORT,
                        name=name,
                        source="." * statement.level + (statement.module or ""),
                    )
            return
        if not isinstance(statement, ast.Assign | ast.AnnAssign) or not isinstance(statement.value, ast.Call):
            return
        called = _dotted(statement.value.func)
        kind = self._kind_of_call(called)
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        names = [name for target in targets for name in _names(target)]
        if kind is not None:
            usual = [name for name in names if name in USUAL_NAMES]
            for name in usual[:1] or names[:1]:
                yield AppSign(kind=kind, name=name, source=called)

    def _kind_of_call(self, called: str) -> AppKind | None:
        last = called.rpartition(".")[2]
        if last in self._makers or called in FALCON:
            return AppKind.INSTANCE
        if last in self._factories or _FACTORY_NAME.fullmatch(last):
            return AppKind.CALL
        return None

    def _returns_app(self, function: ast.FunctionDef) -> bool:
        """Return whether a function returns an app that it makes."""
        made: set[str] = set()
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and self._makes_app(node.value):
                made.update(name for target in node.targets for name in _names(target))
        returned = [
            node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Return) and node.value is not None
        ]
        return any(
            self._makes_app(value) or (isinstance(value, ast.Name) and value.id in made) for value in returned
        )

    def _makes_app(self, value: ast.expr) -> bool:
        if not isinstance(value, ast.Call):
            return False
        called = _dotted(value.func)
        return called.rpartition(".")[2] in self._makers or called in FALCON


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements that run when the module is imported, also those inside if, try and with."""
    for statement in body:
        yield statement
        if isinstance(statement, ast.If):
            if not _is_main_test(statement.test) and "TYPE_CHECKING" not in _dotted(statement.test):
                yield from _statements(statement.body)
            yield from _statements(statement.orelse)
        elif isinstance(statement, ast.Try):
            parts = (statement.body, *(each.body for each in statement.handlers), statement.orelse)
            for part in (*parts, statement.finalbody):
                yield from _statements(part)
        elif isinstance(statement, ast.With):
            yield from _statements(statement.body)


def _may_bind_app(statement: ast.stmt) -> bool:
    """Return whether a statement may bind a name by which Flask finds an app."""
    if isinstance(statement, ast.ImportFrom):
        return any((alias.asname or alias.name) in (*USUAL_NAMES, "*") for alias in statement.names)
    if isinstance(statement, ast.Assign | ast.AnnAssign):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        return any(name in USUAL_NAMES for target in targets for name in _names(target))
    return False


def _is_main_test(test: ast.expr) -> bool:
    """Return whether a condition is `__name__ == "__main__"`."""
    if not isinstance(test, ast.Compare) or len(test.comparators) != 1:
        return False
    sides = [test.left, test.comparators[0]]
    return any(isinstance(side, ast.Name) and side.id == "__name__" for side in sides) and any(
        isinstance(side, ast.Constant) and side.value == "__main__" for side in sides
    )


def _dotted(node: ast.expr) -> str:
    """Return the dotted name of an expression; empty if it is something else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        owner = _dotted(node.value)
        return f"{owner}.{node.attr}" if owner else node.attr
    return ""


def _names(target: ast.expr) -> Iterator[str]:
    """Yield the names that an assignment binds."""
    if isinstance(target, ast.Name):
        yield target.id
    elif isinstance(target, ast.Tuple | ast.List):
        for each in target.elts:
            yield from _names(each)


def _required(function: ast.FunctionDef) -> tuple[str, ...]:
    """Return the names of the arguments that have no default."""
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    required = positional[: len(positional) - len(arguments.defaults)]
    keyword = [
        each
        for each, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        if default is None
    ]
    return tuple(each.arg for each in (*required, *keyword))
