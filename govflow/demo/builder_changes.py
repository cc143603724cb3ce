"""Plays the secretary's word on texts that changed after networks had commented on them."""

from datetime import datetime

from govflow.demo.builder_people import SECRETARY
from govflow.demo.builder_stage import Stage
from govflow.demo.paper_shapes import Paper
from govflow.services import renewing
from govflow.services.matters import paper_case

AS_PROMISED = "The paragraph now says what the reply to the network promised, and nothing else."


def judged_and_issued(stage: Stage, paper: Paper, at: datetime) -> None:
    """The board pack goes out; before that, what changed since the networks spoke is judged."""
    matter = stage.matter(paper)
    with stage.desk(SECRETARY, at) as desk:
        if paper_case(desk, matter).unasked():
            renewing.judge(desk, matter, material=False, reason=AS_PROMISED)
    stage.act(SECRETARY, at, matter, "issue", {})
