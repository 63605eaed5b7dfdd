"""The sensor of forms (WTForms, Flask-WTF): submitted values, errors of each field, CSRF check."""

from __future__ import annotations

import weakref
from types import FunctionType
from typing import TYPE_CHECKING, Any

from ..describe.code_ownership import ownership
from ..describe.describe import describe, text_of
from ..describe.exception_text import summarize
from ..describe.functions import name_of
from ..describe.static_access import (
    bases_of,
    class_name,
    has_base,
    is_a,
    items_of,
    module_of,
    own_attribute,
    stored,
    stored_text,
    text_or_none,
    truth_of,
    type_name,
)
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
MARK = "_fumehood_watched"
DEPTH_LIMIT = 4
CSRF_CLASS = "CSRFTokenField"


def message_text(text: Any) -> str:
    """Return the text; a lazy translation is the guest's code, so it is described and not converted."""
    plain = text_or_none(text)
    return text_of(text, TEXT_LIMIT) if plain is None else plain[:TEXT_LIMIT]


def is_csrf(field: Any) -> bool:
    """Return whether a field holds the CSRF token."""
    return any(class_name(cls) == CSRF_CLASS for cls in bases_of(type(field)))


def is_password(field: Any) -> bool:
    """Return whether browsers hide what is typed into a field."""
    if has_base(field, "wtforms", "PasswordField"):
        return True
    return stored_text(stored(field, "widget"), "input_type") == "password"


def values_of(value: Any) -> list[Any]:
    """Return the items of a list or tuple, the values of a dict; an empty list for anything else."""
    return list(dict.values(value)) if is_a(value, dict) else items_of(value) or []


def inner_fields(field: Any) -> list[Any] | None:
    """Return the fields inside a field for lists or forms, None for a plain one."""
    if has_base(field, "wtforms", "FormField"):
        return values_of(stored(stored(field, "form"), "_fields"))
    return values_of(stored(field, "entries")) if has_base(field, "wtforms", "FieldList") else None


def data_of(field: Any, depth: int = 0) -> Any:
    """Return a field's data as it is stored; that of inner fields by their short names."""
    inner = inner_fields(field)
    if inner is None or depth > DEPTH_LIMIT:
        return stored(field, "data")
    if has_base(field, "wtforms", "FieldList"):
        return [data_of(each, depth + 1) for each in inner]
    return {stored_text(each, "short_name") or "": data_of(each, depth + 1) for each in inner}


def stored_errors(field: Any, depth: int = 0) -> Any:
    """Return a field's errors as they are stored, with those of the fields inside it."""
    inner = inner_fields(field)
    own = stored(field, "errors", ())
    if inner is None or depth > DEPTH_LIMIT:
        return own
    return own if values_of(own) else [stored_errors(each, depth + 1) for each in inner]


def errors_of(errors: Any) -> list[str]:
    """Return the errors of a field as a flat list, with those of inner forms and lists."""
    found: list[str] = []
    pending = [errors]
    while pending and len(found) < ERROR_LIMIT:
        item = pending.pop(0)
        if is_a(item, dict) or is_a(item, list) or is_a(item, tuple):
            pending = [*values_of(item), *pending]
        elif item is not None:
            found.append(message_text(item))
    return found


def field_of(name: str, field: Any) -> dict[str, Any]:
    """Return the description of one field as it is now."""
    csrf = is_csrf(field)
    label = stored(stored(field, "label"), "text")
    return {
        "name": str(name)[:TEXT_LIMIT],
        "type": type_name(field),
        "label": "" if label is None else message_text(label),
        "value": describe(data_of(field), TEXT_LIMIT),
        "secret": csrf or is_password(field),
        "validators": [
            name_of(validator) for validator in values_of(stored(field, "validators"))[:ERROR_LIMIT]
        ],
        "errors": errors_of(stored_errors(field)),
    }


def csrf_of(fields: Any) -> dict[str, Any]:
    """Return the state of the token: `passed`, `failed` with the reason, or `off` if the form has none."""
    for field in fields.values():
        if is_csrf(field):
            errors = errors_of(stored_errors(field))
            return {"state": "failed" if errors else "passed", "why": errors[0] if errors else ""}
    return {"state": "off", "why": ""}


def body_of(form: Any, *, submitted: bool, valid: bool | None, raised: str | None) -> dict[str, Any]:
    """Return the body of the event for a form."""
    stored_fields = stored(form, "_fields")
    fields = dict(dict.items(stored_fields)) if is_a(stored_fields, dict) else {}
    shown = dict(list(fields.items())[:FIELD_LIMIT])
    csrf = csrf_of(fields)
    return {
        "what": "form",
        "form": type_name(form),
        "submitted": submitted,
        "valid": valid,
        "fields": [field_of(name, field) for name, field in shown.items()],
        "omitted": len(fields) - len(shown),
        "errors": errors_of(stored(form, "form_errors", ())),
        "csrf": csrf if submitted or csrf["state"] == "off" else {"state": "offered", "why": ""},
        "raised": raised,
    }


def report(exchange: Exchange, span: tuple[int, float], form: Any, **facts: Any) -> None:
    """Report a form; an exception from its fields becomes a fault."""
    try:
        ended = exchange.now()
        body = body_of(form, **facts)
        exchange.emit(KIND, span, body, ended=ended, caller=ownership.caller(3), family=type_name(form))
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
        report(exchange, span, self, submitted=True, valid=truth_of(valid), raised=None)
        return valid

    return validate


def wrap_init(original: Any) -> Any:
    """Wrap a form's constructor: from the first instance on, `validate` of its class is watched, too."""
    # Weak references by the class's id: an app may create a class for each request, and its hash is its own.
    watched: dict[int, weakref.ref[type]] = {}

    def initialise(self: Any, *args: Any, **kwargs: Any) -> None:
        form_class = type(self)
        if id(form_class) not in watched or watched[id(form_class)]() is not form_class:
            try:
                for cls in bases_of(form_class):
                    if id(cls) not in watched or watched[id(cls)]() is not cls:
                        watched[id(cls)] = weakref.ref(cls)
                        if not module_of(cls).startswith("wtforms."):
                            watch_validate(cls)
            except Exception as error:
                report_fault(KIND, error)
        original(self, *args, **kwargs)

    return initialise


def watch_validate(cls: type) -> None:
    """Watch the `validate` that a class itself defines."""
    method = own_attribute(cls, "validate")
    if type(method) is FunctionType and MARK not in method.__dict__:
        wrap(cls, "validate", wrap_validate)
        own_attribute(cls, "validate").__dict__[MARK] = True


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
            report_protection(exchange, span, message_text(stored(error, "description") or summarize(error)))
            raise
        from flask import g

        if stored(g._get_current_object(), "csrf_valid") is True:
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
