"""Reads pounds and head counts as people type them, strictly, and says what is wrong with them."""

import re

from govflow.domain.document import MOST_MONEY, MOST_STAFF
from govflow.domain.errors import Invalid

WHOLE = re.compile(r"(?a:[0-9]{1,3}(,[0-9]{3})+|[0-9]+)")
# For each amount: what it is called in a sentence, the most it may be, and an example.
AMOUNTS = {
    "money_pounds": ("the money", MOST_MONEY, "whole pounds, such as 250,000"),
    "staff_affected": ("the number of staff", MOST_STAFF, "a whole number, such as 40"),
}


def amount_of(name: str, typed: str, field: str = "") -> int | None:
    """The whole number typed, None for nothing; raises Invalid with the sentence at `field`.

    A pound sign and commas between thousands are taken; pence, words, “k” and “m” are not,
    because a wrong guess would ask the wrong networks.
    """
    what, most, such_as = AMOUNTS[name]
    plain = typed.strip()
    if name == "money_pounds":
        plain = plain.removeprefix("£").strip()
    if not plain:
        return None
    if not WHOLE.fullmatch(plain) or len(plain) > 20:
        raise Invalid({field or name: f"Enter {what} as {such_as}, or leave it empty"})
    number = int(plain.replace(",", ""))
    if number > most:
        raise Invalid({field or name: f"Enter {what} as {most:,} or less"})
    return number


def said_amount(amount: int | None) -> str:
    """The number as a person writes it, empty for none."""
    return "" if amount is None else f"{amount:,}"
