"""The named conditions that workflows put in the way of an action, each a sentence or None."""

from govflow.domain import fact_guards, form_guards, paper_guards, review_guards, window_guards
from govflow.domain.guarding import GUARDS, Check, Facts, Guard, guard

__all__ = ["GUARDS", "ROOMS", "Check", "Facts", "Guard", "guard"]

# Each of these puts its conditions into the register when it is loaded.
ROOMS = (form_guards, paper_guards, window_guards, review_guards, fact_guards)
