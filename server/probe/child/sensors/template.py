"""Each template that is rendered: its name, its parents and includes, its context and its time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..describe.code_ownership import ownership
from ..describe.describe import describe, describe_all
from ..patch.patching import wrap
from ..recording.probe import report_fault
from ..recording.recorder import Exchange, current_exchange
from .sensor import Sensor

if TYPE_CHECKING:
    from ..adapters.base import Adapter
    from ..recording.probe import Probe

KIND = "template"

NAMES_LIMIT = 40
LOADED_LIMIT = 100
LIBRARY = ("flask.wrappers", "werkzeug.wrappers.request")


class TemplateRendering:
    """One template while it is rendered."""

    def __init__(self, exchange: Exchange, template: Any, context: dict[str, Any], *, stream: bool) -> None:
        self.exchange = exchange
        self.span = exchange.start_span()
        self.caller = ownership.caller(3)
        self.template = template
        self.context = context
        self.given = set(context)
        chosen = dict(list(context.items())[:NAMES_LIMIT])
        self.omitted = len(context) - len(chosen)
        self.described = describe_all(chosen) if chosen else {}
        self.loaded: dict[str, None] = {}
        self.stream = stream

    def done(self, adapter: Adapter) -> None:
        """Report it."""
        try:
            self._report(adapter, self.exchange.now())
        except Exception as error:
            self.exchange.report_fault(KIND, error)

    def _report(self, adapter: Adapter, ended: float) -> None:
        context = self.context
        injected = [name for name in context if name not in self.given]
        room = max(0, NAMES_LIMIT - len(self.described))
        told = injected[:room]
        request = adapter.request()
        # A request is named by its URL, which is slow to build and does not change any more.
        late = [name for name in told if context[name] is request and type(request).__module__ in LIBRARY]
        now = describe_all({name: context[name] for name in told if name not in late})
        name = self.template.name

        def body() -> dict[str, Any]:
            found = {**now, **{late_one: describe(request) for late_one in late}}
            return {
                "name": name,
                "inline": name is None,
                "stream": self.stream,
                "loaded": list(self.loaded),
                "context": {**self.described, **{one: found[one] for one in told}},
                "injected": injected,
                "omitted": self.omitted + len(injected) - len(told),
            }

        family = name if name is not None else "<inline>"
        self.exchange.emit(KIND, self.span, body, ended=ended, caller=self.caller, family=family)


def begin(exchange: Exchange, args: tuple[Any, ...], *, stream: bool) -> TemplateRendering | None:
    """Begin to watch a rendering, and count what it loads as its own."""
    try:
        _, template, context = args
        rendering = TemplateRendering(exchange, template, context, stream=stream)
    except Exception as error:
        report_fault(KIND, error)
        return None
    exchange.data.setdefault(KIND, []).append(rendering)
    return rendering


def finish(exchange: Exchange, rendering: TemplateRendering, adapter: Adapter) -> None:
    """The rendering has ended, in whatever way."""
    stack = exchange.data.get(KIND, [])
    if rendering in stack:
        stack.remove(rendering)
    rendering.done(adapter)


def attach(probe: Probe) -> None:
    """Stand around Flask's rendering and Jinja's loading."""
    import jinja2
    from flask import templating

    assert probe.adapter is not None  # noqa: S101 - attach is called with Flask only
    adapter = probe.adapter

    def rendering(original: Any) -> Any:
        def _render(*args: Any) -> Any:
            exchange = current_exchange()
            watched = begin(exchange, args, stream=False) if exchange is not None else None
            if exchange is None or watched is None:
                return original(*args)
            try:
                return original(*args)
            except BaseException as error:
                exchange.origins.setdefault(id(error), "template")
                raise
            finally:
                finish(exchange, watched, adapter)

        return _render

    def streaming(original: Any) -> Any:
        def _stream(*args: Any) -> Any:
            exchange = current_exchange()
            watched = begin(exchange, args, stream=True) if exchange is not None else None
            if exchange is None or watched is None:
                return original(*args)
            try:
                parts = original(*args)
            except BaseException as error:
                exchange.origins.setdefault(id(error), "template")
                finish(exchange, watched, adapter)
                raise
            return through(parts, exchange, watched)

        return _stream

    def through(parts: Iterator[str], exchange: Exchange, watched: TemplateRendering) -> Iterator[str]:
        try:
            yield from parts
        except Exception as error:
            exchange.origins.setdefault(id(error), "template")
            raise
        finally:
            finish(exchange, watched, adapter)

    def loading(original: Any) -> Any:
        def _load_template(self: Any, name: Any, *args: Any, **kwargs: Any) -> Any:
            template = original(self, name, *args, **kwargs)
            exchange = current_exchange()
            if exchange is not None:
                stack = exchange.data.get(KIND)
                if stack and len(stack[-1].loaded) < LOADED_LIMIT:
                    stack[-1].loaded[str(template.name)] = None
            return template

        return _load_template

    wrap(templating, "_render", rendering)
    wrap(templating, "_stream", streaming)
    wrap(jinja2.Environment, "_load_template", loading)


SENSOR = Sensor(KIND, attach, needs_flask=True)
