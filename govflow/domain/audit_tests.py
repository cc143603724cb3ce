"""What an auditor tests in each matter of a sample, and the answers that a test sheet takes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from govflow.domain.errors import Invalid

SEEN, EXCEPTION, NOT_APPLICABLE, NOT_TESTED = "seen", "exception", "not_applicable", "not_tested"
RESULTS = {
    SEEN: "Evidence seen",
    EXCEPTION: "Exception",
    NOT_APPLICABLE: "Does not apply",
    NOT_TESTED: "Not tested",
}
LONGEST_NOTE = 4000  # characters
SEED = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}")


@dataclass(frozen=True)
class Attribute:
    """One thing to be tested: what must be so, and where the evidence lies."""

    title: str
    look: str


# govflow's own tests, after the four Gunning principles and the rules of this record.
ATTRIBUTES = {
    "asked": Attribute(
        "Every network in scope was asked, or a named person recorded why not",
        "The scope sheet, the requests and the waivers in the matter's trail",
    ),
    "in_time": Attribute(
        "They were asked in time: a window as long as the policy, or a reason on record",
        "When the requests were sent and closed, beside the policy of that day",
    ),
    "shown": Attribute(
        "They were shown what the decision was about: the version is kept, with its hash",
        "The versions under documents in the bundle, and “the pack changed” in the trail",
    ),
    "heard": Attribute(
        "What they said went, in their own words, to those who decided",
        "The cover sheet, unresolved objections, and the version that was issued",
    ),
    "answered": Attribute(
        "Every comment had a reasoned reply before the decision, or a reason on record",
        "Replies and their times, and late replies among the exceptions",
    ),
    "told": Attribute(
        "The networks were told what was decided and why, in the time promised",
        "When feedback was sent, beside the time of the decision",
    ),
    "verified": Attribute(
        "The bundle with this matter was verified outside, with the key the auditor holds",
        "The last line of govflow-verify, run on a machine of the auditor's own",
    ),
}


def checked(results: Mapping[str, str], note: str) -> dict[str, str]:
    """The answers to every attribute, in order; raises Invalid naming each that is missing."""
    problems = {
        name: f"Choose an answer: {attribute.title[:1].lower()}{attribute.title[1:]}."
        for name, attribute in ATTRIBUTES.items()
        if results.get(name) not in RESULTS
    }
    if len(note) > LONGEST_NOTE:
        problems["note"] = f"The note has {len(note):,} characters: at most {LONGEST_NOTE:,}."
    if EXCEPTION in results.values() and not note.strip():
        problems["note"] = "Say in the note what the exception is: another auditor must find it."
    if problems:
        raise Invalid(problems)
    return {name: results[name] for name in ATTRIBUTES}


def checked_seed(seed: str) -> str:
    """A seed that anybody can type again; raises Invalid."""
    tidy = " ".join(seed.split())
    if not SEED.fullmatch(tidy):
        raise Invalid(
            {
                "seed": "Give a seed of letters, digits, spaces, full stops and hyphens, at most "
                "40 characters: anybody must be able to type it again."
            }
        )
    return tidy
