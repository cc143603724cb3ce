"""A procedure that is no paper: a divergence, a case gate, a commitment, an action to be done."""

from dataclasses import dataclass

from govflow.domain.matter import Matter


@dataclass(eq=False, kw_only=True)
class Procedure(Matter):
    """A matter whose whole content is its kept facts; `opened_by_id` is the id of an actor."""

    opened_by_id: str
    opened_by_name: str
