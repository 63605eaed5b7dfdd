"""Show the rules of an app, and those of its rules, views and decorators that no request reaches."""

from collections.abc import Iterator, Mapping
from typing import Any

from server.lenses.kit.blocks import Block, Cell, Remark, Row, Table, Tone
from server.lenses.kit.formatting import place
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.sentence import comma_separated, compose, fact, plain


def findings_of(answer: Mapping[str, Any]) -> tuple[Remark, ...]:
    """Return what is wrong with the map of an app, the gravest first."""
    found = [*_ignored(answer), *_shadowed(answer), *_unregistered(answer), *_unused(answer)]
    return tuple(sorted(found, key=lambda remark: -remark.tone))


def blocks_of(answer: Mapping[str, Any]) -> tuple[Block, ...]:
    """Return the findings, and a table of all rules with the decorators of their views."""
    findings: tuple[Block, ...] = findings_of(answer)
    if answer["shadowed"] is None:
        sentence = plain(
            _("The app compares rules in its own way, so it is not known which rules are hidden.")
        )
        findings = (*findings, Remark(sentence=sentence, tone=Tone.MUTED))
    if not findings:
        sentence = plain(_("Nothing was found that no request reaches."))
        findings = (Remark(sentence=sentence, tone=Tone.GOOD),)
    lost = {(each["rule"], each["endpoint"]) for each in answer["shadowed"] or () if each["never"]}
    rows = tuple(_row(rule, (rule["rule"], rule["endpoint"]) in lost) for rule in answer["rules"])
    head = (_("Rule"), _("Methods"), _("Endpoint"), _("Decorators of the view"))
    return (*findings, Table(caption=_("All rules of the app"), head=head, rows=rows))


def _row(rule: Mapping[str, Any], never: bool) -> Row:
    decorators = comma_separated([each["name"] for each in rule["decorators"]])
    cells: tuple[Cell, ...] = (
        fact(rule["rule"]),
        comma_separated(rule["methods"]) if rule["methods"] is not None else plain(_("any")),
        fact(rule["endpoint"]),
        decorators if rule["decorators"] else plain(""),
    )
    return Row(
        cells=cells, tone=Tone.WARNING if never else Tone.PLAIN, mark=_("never matches") if never else ""
    )


def _ignored(answer: Mapping[str, Any]) -> Iterator[Remark]:
    for rule in answer["rules"]:
        if rule["above"]:
            first = rule["above"][0]
            yield Remark(
                sentence=compose(
                    _("%(rule)s: the decorator %(name)s is above the route, so the app never calls it."),
                    rule=rule["rule"],
                    name=first["name"],
                ),
                tone=Tone.ERROR,
                remedy=compose(
                    _("Move %(code)s below the line with the route (the view is %(endpoint)s)."),
                    code=f"@{first['name']}",
                    endpoint=rule["endpoint"],
                ),
            )


def _shadowed(answer: Mapping[str, Any]) -> Iterator[Remark]:
    for each in answer["shadowed"] or ():
        facts = {
            "rule": each["rule"],
            "endpoint": each["endpoint"],
            "by": each["by_rule"],
            "other": each["by_endpoint"],
            "methods": ", ".join(each["methods"]),
        }
        if each["never"]:
            sentence = compose(
                _("%(rule)s (%(endpoint)s) never matches: %(by)s (%(other)s) takes every request for it."),
                **facts,
            )
        else:
            sentence = compose(
                _("%(rule)s (%(endpoint)s) gets no %(methods)s: %(by)s (%(other)s) comes first."), **facts
            )
        yield Remark(
            sentence=sentence,
            tone=Tone.WARNING,
            remedy=compose(_("Remove one of the two, or give it another path or other methods.")),
        )


def _unregistered(answer: Mapping[str, Any]) -> Iterator[Remark]:
    for each in answer["blueprints"]:
        variable = f"{each['module']}.{each['variable']}"
        rules = [view["rule"] for view in each["views"]]
        sentence = (
            compose(
                _("The blueprint %(name)s is registered in no app, so these rules do not exist: %(rules)s."),
                name=variable,
                rules=", ".join(rules),
            )
            if rules
            else compose(_("The blueprint %(name)s is registered in no app."), name=variable)
        )
        yield Remark(
            sentence=sentence,
            tone=Tone.WARNING,
            remedy=compose(_("Register it: %(code)s."), code=f"app.register_blueprint({each['variable']})"),
        )


def _unused(answer: Mapping[str, Any]) -> Iterator[Remark]:
    for each in answer["unused"]:
        where = place(each["file"], each["line"]) if each["file"] else each["name"]
        yield Remark(
            sentence=compose(
                _("The view %(endpoint)s (%(place)s) has no rule: no address leads to it."),
                endpoint=each["endpoint"],
                place=where,
            ),
            tone=Tone.NOTE,
            remedy=compose(
                _("Add a rule: %(code)s."), code=f'app.add_url_rule("/…", endpoint="{each["endpoint"]}")'
            ),
        )
