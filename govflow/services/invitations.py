"""What a network is told when it is asked: one wording for the preview and for what is sent."""

from dataclasses import dataclass
from datetime import datetime

from govflow.domain.cases import PaperCase
from govflow.domain.deadline import Deadline
from govflow.services.office import Desk


@dataclass(frozen=True)
class Invitation:
    """The notice to a network's officers: its sentence, where it leads, and by when to reply."""

    sentence: str
    path: str
    deadline: Deadline
    kind: str = "invited"


def invitation(
    desk: Desk, case: PaperCase, network_name: str, request_id: str, closes_at: datetime
) -> Invitation:
    """The notice for one network; `closes_at` is its own clock."""
    deadline = case.by(closes_at, "consultation")
    said = deadline.sentence(desk.now)
    sentence = f"The {network_name} is asked about “{case.paper.title}”. Reply by {said}."
    return Invitation(sentence, f"/requests/{request_id}", deadline)
