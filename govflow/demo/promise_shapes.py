"""The shape of the demo's promises to networks and of what they share, so that a slip is named."""

from govflow.demo.shapes import Key, Shape


class Check(Shape):
    """What the network found on a day."""

    day: int
    verdict: str
    words: str = ""


class Note(Shape):
    """What the owner noted on a day."""

    day: int
    text: str


class Promise(Shape):
    """Something promised in the reply to a network's comment; offsets are working days."""

    paper: Key
    network: Key
    comment: int
    day: int
    text: str
    owner: Key
    check_back: int
    notes: tuple[Note, ...] = ()
    check: Check | None = None


class Sharing(Shape):
    """The comments of one paper that a network lets others read, from a day on."""

    paper: Key
    network: Key
    comments: tuple[int, ...]
    day: int


class PromiseFile(Shape):
    """promises.yaml: all of them."""

    promises: tuple[Promise, ...]
    shared: tuple[Sharing, ...]
