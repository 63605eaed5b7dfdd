"""Which URL rule matched, and why each other one did not."""

from __future__ import annotations

import contextlib
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, NamedTuple

from ...describe.describe import describe_all
from ...patch.patching import wrap
from ...recording.encoding import RawJson, join, to_json
from ...recording.probe import report_fault
from ...recording.recorder import Exchange, current_exchange
from ..sensor import Sensor
from .rule_match import ConverterRefusal, MatchRequest, RuleMatcher, weight

if TYPE_CHECKING:
    from ...recording.probe import Probe

KIND = "routing"

RULES_LIMIT = 200
REMEMBERED = 256


class RoutingResult(NamedTuple):
    """How routing really ended: which rule won, where it redirects to, which converter refused."""

    winner: Any
    redirect: str | None
    refusal: ConverterRefusal | None


class MapExplainer:
    """Judges the rules of one map; made anew when the map grows."""

    def __init__(self, url_map: Any) -> None:
        rules = list(url_map.iter_rules())
        self.size = len(rules)
        try:
            rules.sort(key=weight)
        except Exception:
            rules = list(url_map.iter_rules())
        self.judges = [self._judge(rule, bool(url_map.host_matching)) for rule in rules[:RULES_LIMIT]]
        self._known: OrderedDict[Any, str] = OrderedDict()

    @staticmethod
    def _judge(rule: Any, host_matching: bool) -> tuple[Any, RuleMatcher | None]:
        try:
            return rule, RuleMatcher(rule, host_matching)
        except Exception:
            return rule, None

    def explain(self, question: MatchRequest, result: RoutingResult) -> str:
        """The outcome of each rule in the order in which they are tried, as JSON."""
        refusal = result.refusal
        refused = None if refusal is None else (id(refusal.rule), refusal.argument, refusal.value)
        key = (question, id(result.winner), result.redirect, refused)
        known = self._known.get(key)
        if known is None:
            outcomes = [self._outcome(rule, judge, question, result) for rule, judge in self.judges]
            known = self._known[key] = to_json(outcomes)
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return known

    @staticmethod
    def _outcome(
        rule: Any, judge: RuleMatcher | None, question: MatchRequest, result: RoutingResult
    ) -> dict[str, Any]:
        facts: dict[str, Any] = {"outcome": "unknown"}
        with contextlib.suppress(Exception):
            if judge is not None:
                facts = judge.ask(question, result.refusal)
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


def refusal_of(error: BaseException | None) -> ConverterRefusal | None:
    """Which converter refused the value, as the exception behind a NotFound remembers it."""
    inner = error.__context__ if error is not None else None
    inner = (inner.__cause__ or inner.__context__) if inner is not None else None
    trace = inner.__traceback__ if inner is not None else None
    if trace is None or "rule" not in trace.tb_frame.f_locals:
        return None
    seen = trace.tb_frame.f_locals
    return ConverterRefusal(seen["rule"], str(seen.get("name")), str(seen.get("value")))


class RoutingSensor:
    """Reports how a request was routed; the explanations are worked out by the channel's thread."""

    def __init__(self) -> None:
        self._explainers: OrderedDict[int, tuple[Any, MapExplainer]] = OrderedDict()

    def explainer(self, url_map: Any) -> MapExplainer:
        """The explainer of a map, made anew when rules were added."""
        known = self._explainers.get(id(url_map))
        if (
            known is None
            or known[0] is not url_map
            or known[1].size != sum(map(len, url_map._rules_by_endpoint.values()))
        ):
            known = self._explainers[id(url_map)] = (url_map, MapExplainer(url_map))
        return known[1]

    def report(self, exchange: Exchange, span: tuple[int, float], request: Any, adapter: Any) -> None:
        """Report the outcome that the request now carries."""
        ended = exchange.now()
        error = request.routing_exception
        rule = request.url_rule
        arguments = describe_all(request.view_args) if request.view_args else {}
        refusal: ConverterRefusal | None = None
        failure: tuple[str | None, list[str], str | None] = (None, [], None)
        if error is not None:
            refusal = refusal_of(error) if type(error).__name__ == "NotFound" else None
            failure = failure_of(error)
        redirect = failure[2]

        def body() -> RawJson:
            explainer = self.explainer(adapter.map)
            tried = explainer.explain(question_of(adapter), RoutingResult(rule, redirect, refusal))
            facts = {
                "matched": failure[0] is None and rule is not None,
                "endpoint": None if rule is None else str(rule.endpoint),
                "rule": None if rule is None else rule.rule,
                "blueprint": None if rule is None else str(rule.endpoint).rpartition(".")[0] or None,
                "args": arguments,
                "error": failure[0],
                "allowed": failure[1],
                "redirect": redirect,
            }
            return join(facts, {"tried": tried, "omitted": str(explainer.size - len(explainer.judges))})

        exchange.emit(KIND, span, body, ended=ended, family=None if rule is None else rule.rule)


def failure_of(error: BaseException) -> tuple[str | None, list[str], str | None]:
    """The name of a routing exception, the methods that it would allow, and where it redirects to."""
    allowed = sorted(str(method) for method in getattr(error, "valid_methods", None) or ())
    return type(error).__name__, allowed, getattr(error, "new_url", None)


def question_of(adapter: Any) -> MatchRequest:
    """What Werkzeug asked the rules of a map, from the adapter that it asked with."""
    by_host = adapter.map.host_matching or adapter.subdomain is None
    domain = adapter.server_name if by_host else adapter.subdomain
    path = "/" + (adapter.path_info or "").lstrip("/")
    return MatchRequest(domain, path, str(adapter.default_method).upper(), bool(adapter.websocket))


def attach(probe: Probe) -> None:
    """Stand around the context's matching."""
    assert probe.adapter is not None  # noqa: S101 - attach is called with Flask only
    routing = RoutingSensor()

    def matching(original: Any) -> Any:
        def match_request(self: Any) -> Any:
            exchange = current_exchange()
            if exchange is None:
                return original(self)
            span = exchange.start_span()
            try:
                return original(self)
            finally:
                try:
                    routing.report(exchange, span, self.request, self.url_adapter)
                except Exception as error:
                    report_fault(KIND, error)

        return match_request

    wrap(probe.adapter.context_class(), "match_request", matching)


SENSOR = Sensor(KIND, attach, needs_flask=True)
