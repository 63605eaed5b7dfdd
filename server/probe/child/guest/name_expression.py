"""Evaluation of the part after the colon: a name, an attribute, an item, or a call with literal arguments."""

from __future__ import annotations

import ast
import inspect
from types import ModuleType
from typing import Any

from .failure import GuestStartError
from .flask_cli import reason_against_name
from .servable import takes_two_arguments


def evaluate(module: ModuleType, name: str, path: str) -> Any:
    """Return the value of `attribute`, `object.attribute`, `factory('literal', key=1)` or `factory()[0]`.

    A function that is no WSGI callable is a factory, and is called. `path` is how the user names the module.
    Errors of the guest's own code are raised as they are.
    """
    try:
        expression = ast.parse(name.strip(), mode="eval").body
        check_syntax(expression)
    except (SyntaxError, ValueError, RecursionError):
        # Flask would call a factory that is given `**{}`.
        reason = None if "**" in name else reason_against_name(module, name)
        raise GuestStartError(
            "no-app", reason or f"{name!r} is neither a name nor a call with literal arguments."
        ) from None
    value = value_of(module, expression, path)
    if inspect.isfunction(value) and not isinstance(expression, ast.Call) and not takes_two_arguments(value):
        return call_factory(module, value, (), {}, f"{path}:{name.strip()}", name)
    return value


def check_syntax(node: ast.expr) -> None:
    """Raise ValueError for an expression that is not one of those allowed."""
    if isinstance(node, ast.Call):
        for argument in (*node.args, *(word.value for word in node.keywords)):
            ast.literal_eval(argument)
        if any(word.arg is None for word in node.keywords):
            raise ValueError("only literal arguments")
        check_syntax(node.func)
    elif isinstance(node, ast.Subscript):
        ast.literal_eval(node.slice)
        check_syntax(node.value)
    elif isinstance(node, ast.Attribute):
        check_syntax(node.value)
    elif not isinstance(node, ast.Name):
        raise ValueError("not a name")


def value_of(module: ModuleType, node: ast.expr, path: str) -> Any:
    """Return the value of a checked expression in the module."""
    text = ast.unparse(node)
    if isinstance(node, ast.Name):
        if not hasattr(module, node.id):
            reason = reason_against_name(module, node.id)
            raise GuestStartError("no-app", reason or f"{module.__name__} has no {node.id!r}.")
        return getattr(module, node.id)
    if isinstance(node, ast.Attribute):
        owner = value_of(module, node.value, path)
        try:
            return getattr(owner, node.attr)
        except AttributeError:
            raise GuestStartError(
                "no-app", f"{path}:{ast.unparse(node.value)} has no attribute {node.attr!r}."
            ) from None
    if isinstance(node, ast.Subscript):
        owner = value_of(module, node.value, path)
        try:
            return owner[ast.literal_eval(node.slice)]
        except (TypeError, LookupError) as error:
            raise GuestStartError("no-app", f"There is no {path}:{text}: {error}") from None
    if not isinstance(node, ast.Call):
        raise TypeError(type(node).__name__)
    function = value_of(module, node.func, path)
    args = tuple(ast.literal_eval(argument) for argument in node.args)
    kwargs = {word.arg: ast.literal_eval(word.value) for word in node.keywords if word.arg is not None}
    return call_factory(module, function, args, kwargs, f"{path}:{ast.unparse(node.func)}", text)


def call_factory(  # noqa: PLR0913, PLR0917 - a call, and how to name it in messages
    module: ModuleType, function: Any, args: tuple[Any, ...], kwargs: dict[str, Any], what: str, text: str
) -> Any:
    """Call a factory of the guest; GuestStartError says what to write if it needs other arguments."""
    if not callable(function):
        raise GuestStartError("no-app", f"{what} is a {type(function).__name__}, which cannot be called.")
    if not can_be_called(function, args, kwargs):
        reason = (
            reason_against_name(module, text) or f"The factory {what} cannot be called with these arguments."
        )
        raise GuestStartError("no-app", f"{reason} {how_to_call(function, what)}")
    return function(*args, **kwargs)


def can_be_called(function: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None) -> bool:
    """Return whether a function accepts these arguments; True where only a call can tell."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return True
    try:
        signature.bind(*args, **(kwargs or {}))
    except TypeError:
        return False
    return True


def how_to_call(function: Any, what: str) -> str:
    """Return the sentence that says how to name a factory with the arguments that it requires."""
    return f"Write {what}({required_arguments(function)})."


def required_arguments(function: Any) -> str:
    """Return the arguments that a factory requires, each as a placeholder: `'…'` or `url='…', debug='…'`."""
    parameters = inspect.signature(function).parameters.values()
    required = [
        parameter
        for parameter in parameters
        if parameter.default is parameter.empty
        and parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
    ]
    if len(required) == 1 and required[0].kind != inspect.Parameter.KEYWORD_ONLY:
        return "'…'"
    return ", ".join(f"{parameter.name}='…'" for parameter in required)
