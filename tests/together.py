"""Two networks that say something together."""

from govflow.services import joint_answering, joint_sending, joint_writing
from tests.builders import World


def joined(world: World, made: str) -> str:
    """The race network's joint response, signed by the women's, and sent; its id."""
    ids = world.requests(made)
    lead, other = ids["race"], ids["women"]
    with world.as_("race_chair") as desk:
        text = "Panels must be mixed."
        joint = joint_writing.start(desk, lead, text=text, others=[other]).id
    with world.as_("women_chair") as desk:
        joint_answering.answer(desk, other, joint, signs=True, views={}, edition=1)
    with world.as_("race_chair") as desk:
        joint_sending.send(desk, lead, joint, edition=1)
    return joint
