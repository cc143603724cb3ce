"""Joint responses: several networks sign one text, and each may differ from any paragraph of it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from govflow.domain.matter import Owned

AGREES, DIFFERS, NO_VIEW = "agrees", "differs", "no_view"
VIEWS: dict[str, str] = {AGREES: "Agrees", DIFFERS: "Differs", NO_VIEW: "Gives no view"}
WROTE, ASKED, REFUSED, EARLIER = "wrote", "asked", "does_not_sign", "earlier_text"
CELLS: dict[str, str] = {
    WROTE: "Wrote it",
    **VIEWS,
    REFUSED: "Does not co-sign",
    EARLIER: "Has not looked at the last text",
    ASKED: "No reply",
}
MOST_PARAGRAPHS = 30
LONGEST_TEXT = 40_000
LONGEST_WORDS = 20_000
BLANK_LINE = re.compile(r"\n[ \t]*\n")


@dataclass(eq=False, kw_only=True)
class JointParagraph(Owned):
    """One paragraph, numbered from 1; once sent it is the comment `comment_id`, and has no text."""

    id: str
    organisation_id: str
    joint_id: str
    number: int
    text: str
    comment_id: str | None = None


@dataclass(eq=False, kw_only=True)
class JointView(Owned):
    """What a network that co-signs says of one paragraph: a key of VIEWS.

    Words of its own become the comment `comment_id` of its own request once the response is sent.
    """

    id: str
    organisation_id: str
    voice_id: str
    paragraph_id: str
    view: str
    words: str = ""
    comment_id: str | None = None
    answers_point: bool | None = None
    marked_at: datetime | None = None


@dataclass(eq=False, kw_only=True)
class JointVoice(Owned):
    """A network asked to co-sign: whether it does, and which edition of the text it read.

    `said_by_id` is the officer who spoke; it is shown to nobody outside the network.
    """

    id: str
    organisation_id: str
    joint_id: str
    request_id: str
    network_name: str
    asked_at: datetime
    signs: bool | None = None
    edition: int = 0
    said_at: datetime | None = None
    said_by_id: str | None = None
    views: list[JointView] = field(default_factory=list)

    def on(self, paragraph_id: str) -> JointView | None:
        """Its view of a paragraph, if it gave one."""
        return next((view for view in self.views if view.paragraph_id == paragraph_id), None)


@dataclass(eq=False, kw_only=True)
class JointResponse(Owned):
    """One text of several networks about one paper; `edition` counts its rewritings from 1.

    It has no position and no deadline: each network's own stand as they are.
    """

    id: str
    organisation_id: str
    matter_id: str
    consultation_id: str
    lead_request_id: str
    lead_name: str
    edition: int
    started_at: datetime
    sent_at: datetime | None = None
    withdrawn_at: datetime | None = None
    paragraphs: list[JointParagraph] = field(default_factory=list)
    voices: list[JointVoice] = field(default_factory=list)

    @property
    def open(self) -> bool:
        """Neither sent nor given up."""
        return self.sent_at is None and self.withdrawn_at is None

    def voice_of(self, request_id: str) -> JointVoice | None:
        """What the network of this request says to it, if it was asked."""
        return next((voice for voice in self.voices if voice.request_id == request_id), None)

    def stand(self, voice: JointVoice) -> str:
        """Where a network stands to the last text: signs, or a key of CELLS."""
        if voice.signs is None:
            return ASKED
        if voice.edition < self.edition:
            return EARLIER
        return "signs" if voice.signs else REFUSED

    def signing(self) -> list[JointVoice]:
        """The networks that co-sign the last text."""
        return [voice for voice in self.voices if self.stand(voice) == "signs"]

    def waits_for(self, request_id: str) -> bool:
        """Whether the network of this request is asked to read the last text before it is sent."""
        voice = self.voice_of(request_id)
        return bool(self.open and voice and self.stand(voice) in {ASKED, EARLIER})

    def text(self) -> str:
        """The whole text as it is written, a blank line between paragraphs."""
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs)


@dataclass(frozen=True)
class Cell:
    """What one network says of one paragraph: a key of CELLS."""

    network: str
    stand: str
    words: str = ""

    @property
    def title(self) -> str:
        """In words."""
        return CELLS[self.stand]


def cell(joint: JointResponse, voice: JointVoice, paragraph: JointParagraph) -> Cell:
    """What a network says of a paragraph; whoever has not read the last text says nothing of it."""
    stand = joint.stand(voice)
    if stand != "signs":
        return Cell(voice.network_name, stand)
    view = voice.on(paragraph.id)
    return (
        Cell(voice.network_name, view.view, view.words)
        if view
        else Cell(voice.network_name, AGREES)
    )


def matrix(joint: JointResponse) -> list[tuple[JointParagraph, list[Cell]]]:
    """Every paragraph by every network; nothing is added up, because no view outweighs another."""
    wrote = Cell(joint.lead_name, WROTE)
    return [
        (each, [wrote, *(cell(joint, voice, each) for voice in joint.voices)])
        for each in joint.paragraphs
    ]


def split(text: str) -> list[str]:
    """The paragraphs of a text: a blank line ends one."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return [part.strip() for part in BLANK_LINE.split(plain) if part.strip()]


def wrong_text(text: str) -> str | None:
    """Why this cannot be the text of a joint response, or None."""
    parts = split(text)
    if not parts:
        return "Write what the networks say together."
    if len(text) > LONGEST_TEXT:
        return f"The text must be {LONGEST_TEXT:,} characters or fewer."
    if len(parts) > MOST_PARAGRAPHS:
        return f"Write {MOST_PARAGRAPHS} paragraphs or fewer: each gets a reply of its own."
    if any(len(part) > LONGEST_WORDS for part in parts):
        return f"A paragraph must be {LONGEST_WORDS:,} characters or fewer."
    return None


def kept(before: Sequence[JointParagraph], parts: Sequence[str]) -> Iterator[JointParagraph | None]:
    """For each new paragraph the old one that reads the same, each used once; else None."""
    free = list(before)
    for part in parts:
        same = next((each for each in free if each.text == part), None)
        if same is not None:
            free.remove(same)
        yield same


@dataclass(frozen=True)
class Part:
    """What a comment is to a joint response: its paragraph, or words that differ from it."""

    joint: JointResponse
    number: int
    differs: bool


def parts_of(joints: Iterable[JointResponse]) -> dict[str, Part]:
    """By the id of a comment, for pages that show comments one by one."""
    found = {}
    for joint in joints:
        numbers = {each.id: each.number for each in joint.paragraphs}
        for paragraph in joint.paragraphs:
            if paragraph.comment_id:
                found[paragraph.comment_id] = Part(joint, paragraph.number, False)
        for view in (view for voice in joint.voices for view in voice.views):
            if view.comment_id:
                found[view.comment_id] = Part(joint, numbers[view.paragraph_id], True)
    return found
