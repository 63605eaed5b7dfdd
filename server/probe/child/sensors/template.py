"""The sensor of templates: each one rendered, what it loads, its context and its time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..describe.code_ownership import ownership
from ..describe.describe import describe_all
from ..describe.static_access import stored_text
from ..patch.patching import wrap
from ..recording.probe import report_fault
from ..recording.recorder import Exchange, current_exchange
from .sensor import Sensor

if TYPE_CHECKING:
    from ..recording.probe import Probe

KIND = "template"

NAME_LIMIT = 40
LOADED_LIMIT = 100


class TemplateRendering:
    """One template while it is rendered."""

    def __init__(self, exchange: Exchange, template: Any, context: dict[str, Any], *, stream: bool) -> None:
        self.exchange = exchange
        self.span = exchange.start_span()
        self.caller = ownership.caller(3)
        self.template = template
        self.context = context
        self.given_names = set(context)
        shown = dict(list(context.items())[:NAME_LIMIT])
        self.omitted = len(context) - len(shown)
        self.described = describe_all(shown) if shown else {}
        self.loaded: dict[str, None] = {}
        self.stream = stream

    def report(self) -> None:
        """Report the rendering, which has ended."""
        try:
            self._report(self.exchange.now())
        except Exception as error:
            self.exchange.report_fault(KIND, error)

    def _report(self, ended: float) -> None:
        context = self.context
        injected = [name for name in context if name not in self.given_names]
        limit = max(0, NAME_LIMIT - len(self.described))
        shown_names = injected[:limit]
        described = describe_all({name: context[name] for name in shown_names})
        name = stored_text(self.template, "name")
        # It keeps no object of the guest, which would live longer by that and end on another thread.
        body = {
            "name": name,
            "inline": name is None,
            "stream": self.stream,
            "loaded": list(self.loaded),
            "context": {**self.described, **described},
            "injected": injected,
            "omitted": self.omitted + len(injected) - len(shown_names),
        }
        family = name if name is not None else "<inline>"
        self.exchange.emit(KIND, self.span, body, ended=ended, caller=self.caller, family=family)


def start_rendering(exchange: Exchange, args: tuple[Any, ...], *, stream: bool) -> TemplateRendering | None:
    """Start to record a rendering; templates loaded from now on belong to it."""
    try:
        _, template, context = args
        rendering = TemplateRendering(exchange, template, context, stream=stream)
    except Exception as error:
        report_fault(KIND, error)
        return None
    exchange.data.setdefault(KIND, []).append(rendering)
    return rendering


def finish_rendering(exchange: Exchange, rendering: TemplateRendering) -> None:
    """Report a rendering that has ended, by success or by an exception."""
    stack = exchange.data.get(KIND, [])
    if rendering in stack:
        stack.remove(rendering)
    rendering.report()


def attach(probe: Probe) -> None:
    """Wrap Flask's rendering and Jinja's loading."""
    import jinja2
    from flask import templating

    def wrap_render(original: Any) -> Any:
        def _render(*args: Any) -> Any:
            exchange = current_exchange()
            watched = start_rendering(exchange, args, stream=False) if exchange is not None else None
            if exchange is None or watched is None:
                return original(*args)
            try:
                return original(*args)
            except BaseException as error:
                exchange.note_origin(error, "template")
                raise
            finally:
                finish_rendering(exchange, watched)

        return _render

    def wrap_stream(original: Any) -> Any:
        def _stream(*args: Any) -> Any:
            exchange = current_exchange()
            watched = start_rendering(exchange, args, stream=True) if exchange is not None else None
            if exchange is None or watched is None:
                return original(*args)
            try:
                parts = original(*args)
            except BaseException as error:
                exchange.note_origin(error, "template")
                finish_rendering(exchange, watched)
                raise
            return pass_parts(parts, exchange, watched)

        return _stream

    def pass_parts(parts: Iterator[str], exchange: Exchange, watched: TemplateRendering) -> Iterator[str]:
        try:
            yield from parts
        except Exception as error:
            exchange.note_origin(error, "template")
            raise
        finally:
            finish_rendering(exchange, watched)

    def wrap_load_template(original: Any) -> Any:
        def _load_template(self: Any, name: Any, *args: Any, **kwargs: Any) -> Any:
            template = original(self, name, *args, **kwargs)
            exchange = current_exchange()
            if exchange is not None:
                stack = exchange.data.get(KIND)
                if stack and len(stack[-1].loaded) < LOADED_LIMIT:
                    stack[-1].loaded[str(stored_text(template, "name"))] = None
            return template

        return _load_template

    wrap(templating, "_render", wrap_render)
    wrap(templating, "_stream", wrap_stream)
    wrap(jinja2.Environment, "_load_template", wrap_load_template)


SENSOR = Sensor(KIND, attach, needs_flask=True)
