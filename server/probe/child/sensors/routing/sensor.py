"""The sensor of routing: which URL rule matched, and why each other one did not."""

from __future__ import annotations

import contextlib
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, NamedTuple

from ...describe.code_ownership import PROBE_FOLDER
from ...describe.describe import describe_all
from ...describe.static_access import instance_dict
from ...patch.patching import wrap
from ...patch.watched_methods import contact_with
from ...recording.encoding import RawJson, join_json, to_json
from ...recording.probe import report_fault
from ...recording.recorder import Exchange, current_exchange
from ..sensor import Sensor
from .rule_match import ConverterRefusal, MatchRequest, RuleMatcher, sort_key

if TYPE_CHECKING:
    from ...recording.probe import Probe

KIND = "routing"

RULE_LIMIT = 200
CACHE_LIMIT = 256
# Texts of a rule and of a path may be of any length: they are cut to the first of these numbers of characters
# with which the outcomes take no more than so many bytes as JSON.
TEXT_LIMITS = (1000, 300, 60)
OUTCOMES_BYTES = 200_000
ROUTING = ("werkzeug", "flask")


class RoutingResult(NamedTuple):
    """How routing ended: which rule matched, where it redirects to, which converter refused."""

    winner: Any
    redirect: str | None
    refusal: ConverterRefusal | None


class MapExplainer:
    """Explains the rules of one URL map; a new one is created when the map grows."""

    def __init__(self, url_map: Any) -> None:
        rules = list(url_map.iter_rules())
        self.size = len(rules)
        try:
            rules.sort(key=sort_key)
        except Exception:
            rules = list(url_map.iter_rules())
        self.matchers = [self._matcher(rule, bool(url_map.host_matching)) for rule in rules[:RULE_LIMIT]]
        self._cache: OrderedDict[Any, str] = OrderedDict()

    @staticmethod
    def _matcher(rule: Any, host_matching: bool) -> tuple[Any, RuleMatcher | None]:
        if is_compiled_otherwise(type(rule)):
            return rule, None
        try:
            return rule, RuleMatcher(rule, host_matching)
        except Exception:
            return rule, None

    def explain(self, request: MatchRequest, result: RoutingResult) -> str:
        """Return the outcome of each rule, in the order in which Werkzeug tries them, as JSON."""
        refusal = result.refusal
        refusal_key = None if refusal is None else (id(refusal.rule), refusal.argument, refusal.value)
        key = (request, id(result.winner), result.redirect, refusal_key)
        cached = self._cache.get(key)
        if cached is None:
            outcomes = [self._outcome(rule, matcher, request, result) for rule, matcher in self.matchers]
            cached = self._cache[key] = bounded_json(outcomes)
            if len(self._cache) > CACHE_LIMIT:
                self._cache.popitem(last=False)
        return cached

    @staticmethod
    def _outcome(
        rule: Any, matcher: RuleMatcher | None, request: MatchRequest, result: RoutingResult
    ) -> dict[str, Any]:
        facts: dict[str, Any] = {"outcome": "unknown"}
        with contextlib.suppress(Exception):
            if matcher is not None:
                facts = matcher.match(request, result.refusal)
        if rule is result.winner:
            facts = {"outcome": "matched"}
        elif facts["outcome"] == "slash" and result.redirect is not None and result.winner is None:
            facts = {"outcome": "slash", "redirect": result.redirect}
        elif facts["outcome"] == "matched" and result.winner is not None:
            facts = {"outcome": "shadowed", "by": result.winner.rule}
        elif facts["outcome"] == "matched" and result.redirect is not None:
            facts = {"outcome": "redirect", "redirect": result.redirect}
        elif facts["outcome"] == "matched":
            facts = {"outcome": "unknown"}
        methods = None if rule.methods is None else sorted(rule.methods)
        return {"rule": rule.rule, "endpoint": str(rule.endpoint), "methods": methods, **facts}


def clip(text: Any, limit: int = TEXT_LIMITS[0]) -> Any:
    """Return a text of at most so many characters, and other values as they are."""
    return text[: limit - 1] + "…" if isinstance(text, str) and len(text) > limit else text


def bounded_json(outcomes: list[dict[str, Any]]) -> str:
    """Return outcomes as JSON, with their texts cut as far as is necessary for an event that can be sent."""
    text = ""
    for limit in TEXT_LIMITS:
        clipped = [{name: clip(value, limit) for name, value in outcome.items()} for outcome in outcomes]
        text = to_json(clipped)
        if len(text.encode("utf-8", "replace")) <= OUTCOMES_BYTES:
            break
    return text


def refusal_of(error: BaseException | None) -> ConverterRefusal | None:
    """Return which converter refused the value, from the exception behind a NotFound; None if none did."""
    inner = error.__context__ if error is not None else None
    inner = (inner.__cause__ or inner.__context__) if inner is not None else None
    trace = inner.__traceback__ if inner is not None else None
    if trace is None or "rule" not in trace.tb_frame.f_locals:
        return None
    frame_locals = trace.tb_frame.f_locals
    return ConverterRefusal(
        frame_locals["rule"], str(frame_locals.get("name")), str(frame_locals.get("value"))
    )


MATCHING = ("bind", "compile", "match", "get_rules", "_compile_builder", "_parse_rule", "_trace")


def is_compiled_otherwise(rule_class: type) -> bool:
    """Return whether a class of rules may match in another way than Werkzeug's own."""
    for cls in rule_class.__mro__:
        if cls.__module__.partition(".")[0] == "werkzeug":
            return False
        if any(name in vars(cls) for name in MATCHING):
            return True
    return True


class RoutingSensor:
    """Reports how a request was routed; the channel's thread works out the explanations."""

    def __init__(self) -> None:
        self._explainers: OrderedDict[int, tuple[Any, MapExplainer]] = OrderedDict()

    def explainer(self, url_map: Any) -> MapExplainer:
        """Return the explainer of a map, a new one if rules were added."""
        cached = self._explainers.get(id(url_map))
        if (
            cached is None
            or cached[0] is not url_map
            or cached[1].size != sum(map(len, url_map._rules_by_endpoint.values()))
        ):
            cached = self._explainers[id(url_map)] = (url_map, MapExplainer(url_map))
        return cached[1]

    def report(self, exchange: Exchange, span: tuple[int, float], context: Any) -> None:
        """Report the outcome that the request now holds."""
        ended = exchange.now()
        app, request, adapter = context.app, context.request, context.url_adapter
        error = request.routing_exception
        rule = request.url_rule
        arguments = describe_all(request.view_args) if request.view_args else {}
        refusal: ConverterRefusal | None = None
        error_name, allowed, redirect = error_facts(error)
        by = raiser_of(error)
        endpoint = None if rule is None else str(rule.endpoint)
        blueprint = None if endpoint is None else blueprint_of(app, endpoint)
        rule_text = None if rule is None else clip(rule.rule)
        if error_name == "NotFound":
            refusal = refusal_of(error)

        def body() -> RawJson:
            explainer = self.explainer(adapter.map)
            tried = explainer.explain(match_request_of(adapter), RoutingResult(rule, redirect, refusal))
            facts = {
                "matched": error_name is None and rule is not None,
                "endpoint": clip(endpoint),
                "rule": rule_text,
                "blueprint": clip(blueprint),
                "args": arguments,
                "error": error_name,
                "allowed": allowed,
                "redirect": clip(redirect),
                "by": by,
            }
            return join_json(
                facts, {"tried": tried, "omitted": str(explainer.size - len(explainer.matchers))}
            )

        exchange.emit(KIND, span, body, ended=ended, family=rule_text)


def raiser_of(error: BaseException | None) -> dict[str, Any] | None:
    """Return the function of the guest that raised a routing exception, such as a converter; or None."""
    found = None
    trace = None if error is None else error.__traceback__
    while trace is not None:
        frame = trace.tb_frame
        module = str(frame.f_globals.get("__name__", "")).partition(".")[0]
        if module not in ROUTING and not frame.f_code.co_filename.startswith(PROBE_FOLDER):
            found = {"name": frame.f_code.co_name, "file": frame.f_code.co_filename, "line": trace.tb_lineno}
        trace = trace.tb_next
    return found


def blueprint_of(app: Any, endpoint: str) -> str | None:
    """Return the blueprint that an endpoint belongs to; a dot in its name does not make one."""
    name = endpoint.rpartition(".")[0]
    blueprints = (instance_dict(app) or {}).get("blueprints")
    return name if type(blueprints) is dict and name in blueprints else None


def error_facts(error: BaseException | None) -> tuple[str | None, list[str], str | None]:
    """Return name, allowed methods and redirect target of a routing exception, if there is one."""
    if error is None:
        return None, [], None
    allowed = sorted(str(method) for method in getattr(error, "valid_methods", None) or ())
    return type(error).__name__, allowed, getattr(error, "new_url", None)


def match_request_of(adapter: Any) -> MatchRequest:
    """Return what Werkzeug compared with the rules of a map, from the adapter that it used."""
    by_host = adapter.map.host_matching or adapter.subdomain is None
    domain = adapter.server_name if by_host else adapter.subdomain
    path = "/" + (adapter.path_info or "").lstrip("/")
    return MatchRequest(domain, path, str(adapter.default_method).upper(), bool(adapter.websocket))


def attach(probe: Probe) -> None:
    """Wrap the context's matching."""
    assert probe.adapter is not None  # noqa: S101 - attach is called with Flask only
    routing = RoutingSensor()

    def wrap_match_request(original: Any) -> Any:
        def match_request(self: Any) -> Any:
            exchange = current_exchange()
            if exchange is None:
                return original(self)
            span = exchange.start_span()
            try:
                contact_with(exchange, self.app)
            except Exception as error:
                report_fault(KIND, error)
            try:
                return original(self)
            finally:
                try:
                    routing.report(exchange, span, self)
                except Exception as error:
                    report_fault(KIND, error)

        return match_request

    wrap(probe.adapter.context_class(), "match_request", wrap_match_request)


SENSOR = Sensor(KIND, attach, needs_flask=True)
