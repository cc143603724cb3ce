"""No sequence of verbs by any people reaches a decision past an unheard network.

A state machine tries everything at random, allowed or not, by everybody, with time passing; after
each step the three promises of the house are checked against the database itself.
"""

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from govflow.domain.consultation import OUTCOMES, POSITIONS
from govflow.domain.errors import Invalid, NotFound, Refused
from govflow.services import consulting, matters, networks, papers, planning, replying
from govflow.services.office import Office
from govflow.services.planning import Plan
from govflow.store import matters as stored_matters
from govflow.store import people
from govflow.store.log import entries
from govflow.store.records import event
from tests.begun import begun, heard, written
from tests.builders import World, complete_document, make_world

PEOPLE = (
    "author", "lead", "secretary", "board_chair", "equality_lead", "auditor",
    "administrator", "race_chair", "disability_chair", "women_chair", "system",
)  # fmt: skip
ACTIONS = (
    "submit", "return_to_author", "send_to_networks", "waive_consultation", "close_consultation",
    "finish_responses", "return_responses", "accept_responses", "issue", "approve", "not_approve",
    "note_paper", "defer", "send_feedback", "withdraw", "declare_urgent", "choose_networks",
    "agree_urgency", "take_decision", "ratify", "no_such_action", "begin_review", "fall_due",
    "keep_in_force", "move_start",
)  # fmt: skip
FACTS = {
    "reason": "Because.", "attestation": "yes", "minute_reference": "2026/1", "feedback": "F",
    "expires_on": "2027-12-31", "effective_on": "2027-12-31",
}  # fmt: skip
MANDATORY = ("policy_review", "organisational_change")
USUAL_WAY = {
    "draft": ("author", "submit"),
    "scoped": ("secretary", "send_to_networks"),
    "consulting": ("secretary", "close_consultation"),
    "responding": ("author", "finish_responses"),
    "answered": ("lead", "accept_responses"),
    "ready": ("secretary", "issue"),
    "issued": ("board_chair", "approve"),
}
SERIAL = itertools.count(1)
people_strategy = st.sampled_from(PEOPLE)
networks_strategy = st.sampled_from(("race", "disability", "women"))


class AnyVerbs(RuleBasedStateMachine):
    """Everybody tries everything."""

    office: Office
    workflow = "board_paper"
    decisions_seen = 0

    @initialize(
        vacant=st.sets(networks_strategy, max_size=2),
        push=st.integers(0, 9),
        start=st.sampled_from(("issued", "ready", "answered", "consulting", "scoped")),
    )
    def begin(self, vacant: set[str], push: int, start: str) -> None:
        self.world: World = make_world(self.office, code=f"T{next(SERIAL)}")
        if self.workflow in MANDATORY:
            self._begin_from_its_form()
        else:
            self.matter = getattr(self.world, start)()
        for network in sorted(vacant):
            self._stand_everybody_down(network)
        self._go(push)

    def _begin_from_its_form(self) -> None:
        self.matter = begun(self.world, self.workflow)
        if self.workflow == "policy_review":
            self.world.act("secretary", self.matter, "begin_review")
        written(self.world, self.matter, meeting=2)
        self.world.act("author", self.matter, "submit")

    def _stand_everybody_down(self, name: str) -> None:
        with self.world.as_("administrator") as desk:
            network = people.network(desk.work, self.world.network_ids[name])
            officer = network.officers[0]
            yesterday = self.world.now.date() - timedelta(days=1)
            networks.stand_down(desk, network.id, officer.id, ends_on=yesterday)

    def attempt(self, verb: Callable[[], Any]) -> None:
        try:
            verb()
        except (Refused, Invalid, NotFound):
            return

    @rule(steps=st.integers(3, 9))
    def the_usual_way(self, steps: int) -> None:
        """Without a push random walks would seldom get near a decision."""
        self._go(steps)

    def _go(self, steps: int) -> None:
        for _ in range(steps):
            state = self.world.state(self.matter)
            if state == "consulting":
                self.attempt(lambda: heard(self.world, self.matter))
            if state == "submitted":
                self.choose("secretary", {"race", "women"}, 20)
            elif state == "responding":
                self.attempt(lambda: self.world.reply_to_all(self.matter))
            if state in USUAL_WAY:
                person, action = USUAL_WAY[state]
                self.any_action(person, action, given_facts=True)

    @rule(person=people_strategy, action=st.sampled_from(ACTIONS), given_facts=st.booleans())
    def any_action(self, person: str, action: str, given_facts: bool) -> None:
        facts = FACTS if given_facts else {}
        self.attempt(lambda: self.world.act(person, self.matter, action, **facts))

    @rule(person=people_strategy, asked=st.sets(networks_strategy), window=st.integers(0, 22))
    def choose(self, person: str, asked: set[str], window: int) -> None:
        ids = self.world.network_ids
        plan = Plan(
            frozenset(ids[n] for n in asked),
            dict.fromkeys(ids.values(), "Not theirs."),
            window,
            self.world.meeting_ids[2 if self.workflow in MANDATORY else 1],
        )

        def verb() -> None:
            with self.world.as_(person) as desk:
                planning.choose_networks(desk, self.matter, plan)

        self.attempt(verb)

    @rule(
        person=people_strategy,
        network=networks_strategy,
        position=st.sampled_from([*POSITIONS, "comment"]),
    )
    def speak(self, person: str, network: str, position: str) -> None:
        request = self.world.requests(self.matter).get(network)
        if request is None:
            return

        def verb() -> None:
            with self.world.as_(person) as desk:
                if position == "comment":
                    consulting.comment(desk, request, text="We are not sure.")
                else:
                    consulting.take_position(desk, request, position=position, statement="So.")

        self.attempt(verb)

    @rule(person=people_strategy, network=networks_strategy)
    def waive_or_ask_again(self, person: str, network: str) -> None:
        request = self.world.requests(self.matter).get(network)
        if request is None:
            return

        def verb() -> None:
            with self.world.as_(person) as desk:
                if person == "secretary":
                    planning.ask_again(desk, request)
                else:
                    planning.waive_network(desk, request, reason="Nobody is in post.")

        self.attempt(verb)

    @rule(person=people_strategy, outcome=st.sampled_from([*OUTCOMES]))
    def answer(self, person: str, outcome: str) -> None:
        with self.world.looking("secretary") as desk:
            round_ = matters.paper_case(desk, self.matter).consultation
            waiting = [c.id for c in round_.unanswered_comments()] if round_ else []
        for comment in waiting[:1]:

            def verb(comment: str = comment) -> None:
                with self.world.as_(person) as desk:
                    replying.reply(
                        desk, comment, outcome=outcome, reason="So.", changed_paragraph="New."
                    )

            self.attempt(verb)

    @rule(person=people_strategy)
    def new_text(self, person: str) -> None:
        document = complete_document(body="Changed.")
        change = papers.DraftChange(document, self.world.ids["lead"], self.world.meeting_ids[1])

        def verb() -> None:
            with self.world.as_(person) as desk:
                papers.save_draft(desk, self.matter, change)

        self.attempt(verb)

    @rule(days=st.integers(1, 12))
    def time_passes(self, days: int) -> None:
        self.world.wait(days)

    @invariant()
    def no_decision_past_an_unheard_network(self) -> None:
        with self.world.looking("auditor") as desk:
            case = matters.paper_case(desk, self.matter)
            if not case.paper.decided:
                return
            AnyVerbs.decisions_seen += 1
            waived = any(w.network_id is None and w.reason for w in case.paper.waivers)
            round_ = case.consultation
            heard = bool(round_ and round_.closed_at and not round_.unheard(round_.closed_at))
            assert waived or heard, "A decision stands while a network in scope was not heard."
            assert case.paper.decision is not None
            if self.workflow in MANDATORY:
                assert not waived, "The whole consultation was waived where it is mandatory."
                assert round_ is not None
                assert any(r.delivery == "sent" and not r.waived_at for r in round_.requests)
                assert not round_.unanswered_comments() or any(
                    c.late for c in round_.unanswered_comments()
                )

    @invariant()
    def every_move_left_one_event_and_replay_gives_the_state(self) -> None:
        with self.world.looking("auditor") as desk:
            moves = entries(
                desk.work.session,
                event.c.organisation_id == self.world.organisation_id,
                event.c.matter_id == self.matter,
                event.c.type == "matter_moved",
            )
            state = desk.workflow(self.workflow).initial
            for move in moves:
                assert move.facts["from_state"] == state
                state = move.facts["to_state"]
            assert state == stored_matters.matter(desk.work, self.matter).state


@pytest.mark.parametrize("workflow", ["board_paper", *MANDATORY])
def test_no_sequence_of_verbs_gets_past_the_networks(office: Office, workflow: str) -> None:
    AnyVerbs.office, AnyVerbs.workflow, AnyVerbs.decisions_seen = office, workflow, 0
    run_state_machine_as_test(
        AnyVerbs,
        settings=settings(
            max_examples=14 if workflow == "board_paper" else 6,
            stateful_step_count=16 if workflow == "board_paper" else 12,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert AnyVerbs.decisions_seen, "No walk reached a decision: the property was never tried."
