"""Forms of WTForms and Flask-WTF: what came in, what each field objects to, and how the CSRF token fared."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

from ..describe.code_ownership import ownership
from ..describe.describe import describe
from ..describe.tracebacks import summarize
from ..patch.import_hooks import when_imported
from ..patch.patching import wrap, wrap_method
from ..recording.probe import report_fault
from ..recording.recorder import Exchange, current_exchange
from .sensor import Library, Sensor

if TYPE_CHECKING:
    from types import ModuleType

    from ..recording.probe import Probe

KIND = "form"

FIELDS = 60
ERRORS = 20
TEXT_LIMIT = 300
VALIDATED = "forms validated"
CSRF_CLASS = "CSRFTokenField"


def worded(text: Any) -> str:
    """Text that may be a lazy translation, which is the guest's code: such a one is described."""
    if isinstance(text, str):
        return str.__str__(text)[:TEXT_LIMIT]
    return str(describe(text, TEXT_LIMIT)["repr"])


def kind_of(field: Any) -> str:
    """The class of a field."""
    return type(field).__name__


def is_csrf(field: Any) -> bool:
    """Whether a field carries the CSRF token."""
    return any(cls.__name__ == CSRF_CLASS for cls in type(field).__mro__)


def is_password(field: Any) -> bool:
    """Whether browsers hide what is typed into a field."""
    if any(cls.__name__ == "PasswordField" for cls in type(field).__mro__):
        return True
    return getattr(getattr(field, "widget", None), "input_type", None) == "password"


def errors_of(errors: Any) -> list[str]:
    """The complaints of a field; those of forms and lists inside it one by one."""
    found: list[str] = []
    waiting = [errors]
    while waiting and len(found) < ERRORS:
        one = waiting.pop(0)
        if isinstance(one, dict):
            waiting = [*dict.values(one), *waiting]
        elif isinstance(one, (list, tuple)):
            waiting = [*one, *waiting]
        elif one is not None:
            found.append(worded(one))
    return found


def field_of(name: str, field: Any) -> dict[str, Any]:
    """One field as it stands now."""
    csrf = is_csrf(field)
    label = getattr(getattr(field, "label", None), "text", None)
    return {
        "name": str(name)[:TEXT_LIMIT],
        "type": kind_of(field),
        "label": "" if label is None else worded(label),
        "value": describe(getattr(field, "data", None), TEXT_LIMIT),
        "secret": csrf or is_password(field),
        "validators": [
            getattr(one, "__name__", type(one).__name__)
            for one in list(getattr(field, "validators", None) or ())[:ERRORS]
        ],
        "errors": errors_of(getattr(field, "errors", ())),
    }


def csrf_of(fields: Any) -> dict[str, Any]:
    """What became of the token: `passed`, `failed` with the reason, or `off` where the form has none."""
    for field in fields.values():
        if is_csrf(field):
            errors = errors_of(getattr(field, "errors", ()))
            return {"state": "failed" if errors else "passed", "why": errors[0] if errors else ""}
    return {"state": "off", "why": ""}


def body_of(form: Any, *, submitted: bool, valid: bool | None, raised: str | None) -> dict[str, Any]:
    """The body of the event of a form."""
    fields = dict(getattr(form, "_fields", None) or {})
    chosen = dict(list(fields.items())[:FIELDS])
    csrf = csrf_of(fields)
    return {
        "what": "form",
        "form": type(form).__name__,
        "submitted": submitted,
        "valid": valid,
        "fields": [field_of(name, field) for name, field in chosen.items()],
        "omitted": len(fields) - len(chosen),
        "errors": errors_of(getattr(form, "form_errors", ())),
        "csrf": csrf if submitted or csrf["state"] == "off" else {"state": "offered", "why": ""},
        "raised": raised,
    }


def report(exchange: Exchange, span: tuple[int, float], form: Any, **facts: Any) -> None:
    """Report a form, whatever its fields are made of."""
    try:
        ended = exchange.now()
        body = body_of(form, **facts)
        exchange.emit(KIND, span, body, ended=ended, caller=ownership.caller(3), family=type(form).__name__)
    except Exception as error:
        report_fault(KIND, error)


def validating(original: Any) -> Any:
    """Around `validate`: only the outermost tells, for it may call those of its bases and of inner forms."""

    def validate(self: Any, *args: Any, **kwargs: Any) -> Any:
        exchange = current_exchange()
        if exchange is None or exchange.data.get(KIND):
            return original(self, *args, **kwargs)
        exchange.data[KIND] = True
        exchange.data.setdefault(VALIDATED, set()).add(id(self))
        span = exchange.start_span()
        try:
            valid = original(self, *args, **kwargs)
        except BaseException as error:
            report(exchange, span, self, submitted=True, valid=None, raised=summarize(error))
            raise
        finally:
            exchange.data[KIND] = False
        report(exchange, span, self, submitted=True, valid=bool(valid), raised=None)
        return valid

    return validate


def constructing(original: Any) -> Any:
    """Around a form's construction: from now on its class's own `validate` is watched, too."""
    # Weakly, for an app may make a class for each request.
    known: weakref.WeakSet[type] = weakref.WeakSet()

    def initialise(self: Any, *args: Any, **kwargs: Any) -> None:
        kind = type(self)
        if kind not in known:
            known.add(kind)
            try:
                for cls in kind.__mro__:
                    if cls not in known and not cls.__module__.startswith("wtforms."):
                        known.add(cls)
                        watch(cls)
                watch(kind)
            except Exception as error:
                report_fault(KIND, error)
        original(self, *args, **kwargs)

    return initialise


def watch(cls: type) -> None:
    """Watch the `validate` that a class has of its own."""
    method = vars(cls).get("validate")
    if method is not None and not hasattr(method, "__fumehood__"):
        wrap(cls, "validate", validating)
        vars(cls)["validate"].__fumehood__ = True


def asking(original: Any) -> Any:
    """Around `validate_on_submit`: a form that was only shown is told as such."""

    def validate_on_submit(self: Any, *args: Any, **kwargs: Any) -> Any:
        exchange = current_exchange()
        if exchange is None:
            return original(self, *args, **kwargs)
        span = exchange.start_span()
        result = original(self, *args, **kwargs)
        if not result and id(self) not in exchange.data.get(VALIDATED, ()):
            report(exchange, span, self, submitted=False, valid=None, raised=None)
        return result

    return validate_on_submit


def protecting(original: Any) -> Any:
    """Around `CSRFProtect.protect`, which refuses a request before its view."""

    def protect(self: Any, *args: Any, **kwargs: Any) -> Any:
        exchange = current_exchange()
        if exchange is None:
            return original(self, *args, **kwargs)
        span = exchange.start_span()
        try:
            result = original(self, *args, **kwargs)
        except Exception as error:
            tell_protection(exchange, span, worded(getattr(error, "description", None) or summarize(error)))
            raise
        from flask import g

        if g.get("csrf_valid", False):
            tell_protection(exchange, span, None)
        return result

    return protect


def tell_protection(exchange: Exchange, span: tuple[int, float], why: str | None) -> None:
    """Report what CSRFProtect said of a request."""
    try:
        csrf = {"state": "passed" if why is None else "failed", "why": why or ""}
        exchange.emit(KIND, span, {"what": "csrf", "csrf": csrf})
    except Exception as error:
        report_fault(KIND, error)


def attach(probe: Probe) -> None:
    """Wait for the libraries."""

    def wtforms(module: ModuleType) -> None:
        for cls in (module.BaseForm, module.Form):
            watch(cls)
        wrap(module.BaseForm, "__init__", constructing)

    when_imported(KIND, "wtforms.form", wtforms)
    when_imported(
        KIND, "flask_wtf.form", lambda module: wrap_method(module.FlaskForm, "validate_on_submit", asking)
    )
    when_imported(
        KIND, "flask_wtf.csrf", lambda module: wrap_method(module.CSRFProtect, "protect", protecting)
    )


SENSOR = Sensor(
    KIND,
    attach,
    libraries=(
        Library("wtforms", "WTForms"),
        Library("flask_wtf", "Flask-WTF"),
    ),
)
