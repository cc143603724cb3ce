"""The scope rules on a page: change a draft, try it on past papers, save it, look back."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from govflow.domain.document import KINDS
from govflow.domain.errors import Invalid, NotFound
from govflow.domain.people import Role
from govflow.domain.scope_rules import EVERY_REMIT, LONGEST_WHY, Named, Rule
from govflow.services import scope_rules as verbs
from govflow.services import scope_versions
from govflow.services.scope_rules import Editing
from govflow.web.acting import reading, seen_version, writing
from govflow.web.amounts import amount_of, said_amount
from govflow.web.pages import Link, audience, back_with_error_summary, done, navigation_for, render

blueprint = Blueprint("scope_rules", __name__)
navigation_for(Role.SECRETARY, Link("Scope rules", "scope_rules.rules", place=4))
navigation_for(Role.AUDITOR, Link("Scope rules", "scope_rules.versions", place=4))

MOST_SHOWN = 100
LONGEST_CHOICE = 60
secretary = audience(Role.SECRETARY)
readers = audience(Role.SECRETARY, Role.AUDITOR)
ACTS = {"up": "You moved the rule up.", "down": "You moved the rule down."}


@blueprint.get("/scope-rules")
@secretary
def rules() -> ResponseReturnValue:
    """The rules as they would be saved, with what may be done to each."""
    with reading() as desk:
        now = verbs.editing(desk)
        return render("scope_rules/rules.jinja", editing=now, said=verbs.said(now.rules))


@blueprint.route("/scope-rules/rules/new", methods=["GET", "POST"])
@secretary
def new() -> ResponseReturnValue:
    """Write one more rule."""
    return _rule_form(None)


@blueprint.route("/scope-rules/rules/<int:number>", methods=["GET", "POST"])
@secretary
def edit(number: int) -> ResponseReturnValue:
    """Change one rule of the draft."""
    return _rule_form(number)


def _rule_form(number: int | None) -> ResponseReturnValue:
    with reading() as desk:
        page = _form_page(verbs.editing(desk), number)
    if request.method == "GET":
        return render("scope_rules/rule.jinja", **page)
    try:
        with writing() as desk:
            verbs.put(desk, number, _rule_typed(page["editing"]), seen=_seen())
    except Invalid as invalid:
        return back_with_error_summary("scope_rules/rule.jinja", invalid, **page)
    return done("The rule is in the draft. It is not in force until you save it.", ".rules")


def _form_page(now: Editing, number: int | None) -> dict[str, Any]:
    empty = Rule(topics=(), remits=(), why="")
    rule = empty if number is None else verbs.rule_at(now, number)
    return {
        "editing": now,
        "number": number,
        "rule": rule,
        "kinds": list(KINDS.items()),
        "every": EVERY_REMIT,
        "longest": LONGEST_WHY,
        "money": said_amount(rule.money_at_least or None),
        "staff": said_amount(rule.staff_at_least or None),
    }


def _rule_typed(now: Editing) -> Rule:
    names = {network.id: network.name for network in now.networks}
    chosen = request.form.getlist("networks")
    money, staff = _amounts()
    return Rule(
        topics=_in_order(now.rules.topics, "topics"),
        kinds=_in_order(KINDS, "kinds"),
        remits=_in_order({EVERY_REMIT: "", **now.rules.remits}, "remits"),
        why=" ".join(request.form.get("why", "").split()),
        money_at_least=money,
        staff_at_least=staff,
        networks=tuple(Named(each, names[each]) for each in names if each in chosen),
    )


def _in_order(known: dict[str, str], name: str) -> tuple[str, ...]:
    """What was chosen, in the order of the form; something unknown is kept for the check."""
    chosen = [each[:LONGEST_CHOICE] for each in request.form.getlist(name)]
    return tuple([each for each in known if each in chosen] + [c for c in chosen if c not in known])


def _amounts() -> tuple[int, int]:
    problems: dict[str, str] = {}
    found = [0, 0]
    for place, (name, field) in enumerate(
        (("money_pounds", "money_at_least"), ("staff_affected", "staff_at_least"))
    ):
        try:
            found[place] = amount_of(name, request.form.get(field, ""), field) or 0
        except Invalid as invalid:
            problems |= invalid.problems
    if problems:
        raise Invalid(problems)
    return found[0], found[1]


def _seen() -> int:
    return seen_version() or 0


@blueprint.post("/scope-rules/rules/<int:number>/change")
@secretary
def change(number: int) -> ResponseReturnValue:
    """Move a rule up or down, or take it out."""
    do = request.form.get("do", "")
    with writing() as desk:
        if do == "remove":
            verbs.remove(desk, number, seen=_seen())
        elif do in ACTS:
            verbs.shift(desk, number, -1 if do == "up" else 1, seen=_seen())
        else:
            raise NotFound("There is no such change.")
    told = ACTS.get(do, "You took the rule out of the draft. It is in force until you save.")
    return done(told, ".rules")


@blueprint.get("/scope-rules/try")
@secretary
def trial() -> ResponseReturnValue:
    """The draft on past papers, and the form that saves it."""
    with reading() as desk:
        return render("scope_rules/try.jinja", **_tried(desk))


def _tried(desk: Any) -> dict[str, Any]:
    now = verbs.editing(desk)
    older = scope_versions.Version(now.in_force, "", None, "", 0)
    newer = scope_versions.Version(now.rules, "", None, "", 0)
    return {
        "editing": now,
        "tried": verbs.trial(desk, now),
        "compared": scope_versions.compared(older, newer),
        "most": MOST_SHOWN,
        "longest": verbs.LONGEST_REASON,
    }


@blueprint.post("/scope-rules/save")
@secretary
def save() -> ResponseReturnValue:
    """Save the draft as the next version: from then on papers are scoped by it."""
    try:
        with writing() as desk:
            kept = verbs.save(desk, reason=request.form.get("reason", ""), seen=_seen())
    except Invalid as invalid:
        with reading() as desk:
            return back_with_error_summary("scope_rules/try.jinja", invalid, **_tried(desk))
    told = f"Version {kept.number} of the scope rules is in force. Earlier versions are kept."
    return done(told, ".rules")


@blueprint.post("/scope-rules/discard")
@secretary
def discard() -> ResponseReturnValue:
    """Forget the draft."""
    with writing() as desk:
        verbs.discard(desk)
    return done("The draft is gone. The rules in force are as they were.", ".rules")


@blueprint.get("/scope-rules/versions")
@readers
def versions() -> ResponseReturnValue:
    """Every version, and what changed between any two."""
    with reading() as desk:
        known = scope_versions.versions(desk)
    newer = request.args.get("newer", known[0].number, type=int)
    older = request.args.get("older", max(newer - 1, 1), type=int)
    shown = scope_versions.compared(
        scope_versions.numbered(known, older), scope_versions.numbered(known, newer)
    )
    return render("scope_rules/versions.jinja", versions=known, compared=shown)


@blueprint.get("/scope-rules/versions/<int:number>")
@readers
def version(number: int) -> ResponseReturnValue:
    """One version whole."""
    with reading() as desk:
        found = scope_versions.numbered(scope_versions.versions(desk), number)
    return render("scope_rules/version.jinja", version=found)
