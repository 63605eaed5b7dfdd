"""The sensor of forms (WTForms, Flask-WTF): submitted values, errors of each field, CSRF check."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

from ..describe.code_ownership import ownership
from ..describe.describe import describe
from ..describe.exception_text import summarize
from ..patch.import_hooks import when_imported
from ..patch.patching import wrap, wrap_method
from ..recording.probe import report_fault
from ..recording.recorder import Exchange, current_exchange
from .sensor import Library, Sensor

if TYPE_CHECKING:
    from types import ModuleType

    from ..recording.probe import Probe

KIND = "form"

FIELD_LIMIT = 60
ERROR_LIMIT = 20
TEXT_LIMIT = 300
VALIDATED = "forms validated"
CSRF_CLASS = "CSRFTokenField"


def text_of(text: Any) -> str:
    """Return the text; a lazy translation is the guest's code, so it is described and not converted."""
    if isinstance(text, str):
        return str.__str__(text)[:TEXT_LIMIT]
    return str(describe(text, TEXT_LIMIT)["repr"])


def class_name(field: Any) -> str:
    """Return the name of a field's class."""
    return type(field).__name__


def is_csrf(field: Any) -> bool:
    """Return whether a field holds the CSRF token."""
    return any(cls.__name__ == CSRF_CLASS for cls in type(field).__mro__)


def is_password(field: Any) -> bool:
    """Return whether browsers hide what is typed into a field."""
    if any(cls.__name__ == "PasswordField" for cls in type(field).__mro__):
        return True
    return getattr(getattr(field, "widget", None), "input_type", None) == "password"


def errors_of(errors: Any) -> list[str]:
    """Return the errors of a field as a flat list, with those of inner forms and lists."""
    found: list[str] = []
    pending = [errors]
    while pending and len(found) < ERROR_LIMIT:
        item = pending.pop(0)
        if isinstance(item, dict):
            pending = [*dict.values(item), *pending]
        elif isinstance(item, (list, tuple)):
            pending = [*item, *pending]
        elif item is not None:
            found.append(text_of(item))
    return found


def field_of(name: str, field: Any) -> dict[str, Any]:
    """Return the description of one field as it is now."""
    csrf = is_csrf(field)
    label = getattr(getattr(field, "label", None), "text", None)
    return {
        "name": str(name)[:TEXT_LIMIT],
        "type": class_name(field),
        "label": "" if label is None else text_of(label),
        "value": describe(getattr(field, "data", None), TEXT_LIMIT),
        "secret": csrf or is_password(field),
        "validators": [
            getattr(validator, "__name__", type(validator).__name__)
            for validator in list(getattr(field, "validators", None) or ())[:ERROR_LIMIT]
        ],
        "errors": errors_of(getattr(field, "errors", ())),
    }


def csrf_of(fields: Any) -> dict[str, Any]:
    """Return the state of the token: `passed`, `failed` with the reason, or `off` if the form has none."""
    for field in fields.values():
        if is_csrf(field):
            errors = errors_of(getattr(field, "errors", ()))
            return {"state": "failed" if errors else "passed", "why": errors[0] if errors else ""}
    return {"state": "off", "why": ""}


def body_of(form: Any, *, submitted: bool, valid: bool | None, raised: str | None) -> dict[str, Any]:
    """Return the body of the event for a form."""
    fields = dict(getattr(form, "_fields", None) or {})
    shown = dict(list(fields.items())[:FIELD_LIMIT])
    csrf = csrf_of(fields)
    return {
        "what": "form",
        "form": type(form).__name__,
        "submitted": submitted,
        "valid": valid,
        "fields": [field_of(name, field) for name, field in shown.items()],
        "omitted": len(fields) - len(shown),
        "errors": errors_of(getattr(form, "form_errors", ())),
        "csrf": csrf if submitted or csrf["state"] == "off" else {"state": "offered", "why": ""},
        "raised": raised,
    }


def report(exchange: Exchange, span: tuple[int, float], form: Any, **facts: Any) -> None:
    """Report a form; an exception from its fields becomes a fault."""
    try:
        ended = exchange.now()
        body = body_of(form, **facts)
        exchange.emit(KIND, span, body, ended=ended, caller=ownership.caller(3), family=type(form).__name__)
    except Exception as error:
        report_fault(KIND, error)


def wrap_validate(original: Any) -> Any:
    """Wrap `validate`: only the outermost call reports, for it may call its bases' and inner forms' own."""

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


def wrap_init(original: Any) -> Any:
    """Wrap a form's constructor: from the first instance on, `validate` of its class is watched, too."""
    # Weak references, for an app may create a class for each request.
    watched_classes: weakref.WeakSet[type] = weakref.WeakSet()

    def initialise(self: Any, *args: Any, **kwargs: Any) -> None:
        form_class = type(self)
        if form_class not in watched_classes:
            watched_classes.add(form_class)
            try:
                for cls in form_class.__mro__:
                    if cls not in watched_classes and not cls.__module__.startswith("wtforms."):
                        watched_classes.add(cls)
                        watch_validate(cls)
                watch_validate(form_class)
            except Exception as error:
                report_fault(KIND, error)
        original(self, *args, **kwargs)

    return initialise


def watch_validate(cls: type) -> None:
    """Watch the `validate` that a class itself defines."""
    method = vars(cls).get("validate")
    if method is not None and not hasattr(method, "__fumehood__"):
        wrap(cls, "validate", wrap_validate)
        vars(cls)["validate"].__fumehood__ = True


def wrap_validate_on_submit(original: Any) -> Any:
    """Wrap `validate_on_submit`: report a form that was only shown as not submitted."""

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


def wrap_protect(original: Any) -> Any:
    """Wrap `CSRFProtect.protect`, which may refuse a request before its view."""

    def protect(self: Any, *args: Any, **kwargs: Any) -> Any:
        exchange = current_exchange()
        if exchange is None:
            return original(self, *args, **kwargs)
        span = exchange.start_span()
        try:
            result = original(self, *args, **kwargs)
        except Exception as error:
            report_protection(
                exchange, span, text_of(getattr(error, "description", None) or summarize(error))
            )
            raise
        from flask import g

        if g.get("csrf_valid", False):
            report_protection(exchange, span, None)
        return result

    return protect


def report_protection(exchange: Exchange, span: tuple[int, float], why: str | None) -> None:
    """Report the result of CSRFProtect for a request; `why` is None if it passed."""
    try:
        csrf = {"state": "passed" if why is None else "failed", "why": why or ""}
        exchange.emit(KIND, span, {"what": "csrf", "csrf": csrf})
    except Exception as error:
        report_fault(KIND, error)


def attach(probe: Probe) -> None:
    """Patch the libraries as soon as they are imported."""

    def patch_wtforms(module: ModuleType) -> None:
        for cls in (module.BaseForm, module.Form):
            watch_validate(cls)
        wrap(module.BaseForm, "__init__", wrap_init)

    when_imported(KIND, "wtforms.form", patch_wtforms)
    when_imported(
        KIND,
        "flask_wtf.form",
        lambda module: wrap_method(module.FlaskForm, "validate_on_submit", wrap_validate_on_submit),
    )
    when_imported(
        KIND, "flask_wtf.csrf", lambda module: wrap_method(module.CSRFProtect, "protect", wrap_protect)
    )


SENSOR = Sensor(
    KIND,
    attach,
    libraries=(
        Library("wtforms", "WTForms"),
        Library("flask_wtf", "Flask-WTF"),
    ),
)
