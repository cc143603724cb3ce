"""The verifier's receipts and pairs of checkpoints: each that may be wrong, and its sentence."""

import pytest

from govflow.offline import govflow_verify
from govflow.offline.govflow_verify import (
    Fault,
    Head,
    Unusable,
    read_consistency,
    read_keys,
    verify_pair,
    verify_receipt,
)
from tests.offline.forge import (
    ORIGIN,
    SALT,
    Forged,
    checkpoint,
    committed,
    growth,
    key_line,
    leaf,
    path,
    plain,
    text64,
)
from tests.offline.test_verify_bundles import spoken
from tests.offline.test_verify_notes import HEAD, KEYS, LEAVES, NO_NOTE, NOTE
from tests.offline.test_verify_parts import between


def receipt(made: Forged, index: int, note: str = "", **changed: object) -> str:
    """The receipt of one event, with anything in it changed."""
    event = made.events[index]
    texts = [each for each in made.texts if each["seq"] == index]
    held = {
        "format": "govflow-receipt/1",
        "payload": plain(event).decode(),
        "opened": {each["field"]: {"salt": each["salt"], "text": each["text"]} for each in texts},
        **changed,
    }
    steps = "".join(text64(each) + "\n" for each in path(index, made.leaves()))
    note = note or checkpoint(made.leaves())
    return f"c2sp.org/tlog-proof@v1\nextra {text64(plain(held))}\nindex {index}\n{steps}\n{note}"


def refused(text: str, kept: Head | None = None) -> str:
    """Why this receipt does not hold or cannot be used."""
    with pytest.raises((Fault, Unusable)) as raised:
        list(verify_receipt(text, KEYS, kept))
    return f"{type(raised.value).__name__}: {raised.value}"


def test_a_receipt_holds() -> None:
    assert list(verify_receipt(receipt(spoken(), 5), KEYS, HEAD)) == [
        "The checkpoint over 6 events is signed by the key you gave.",
        "Event 5 is in that log: comment made, at 2026-03-06T09:00:00.000000Z.",
        "Its text “actor” is the one recorded.",
        "Its text “note” is the one recorded.",
        "Its text “reason” is the one recorded.",
        "It is the checkpoint that you kept.",
    ]
    assert len(list(verify_receipt(receipt(spoken(), 0), KEYS, None))) == 2


def test_a_receipt_over_a_log_of_one() -> None:
    assert len(list(verify_receipt(receipt(Forged().opens(), 0), KEYS, None))) == 2


def _moved(name: str, value: object) -> str:
    made = spoken()
    made.events[5][name] = value
    return receipt(made, 5)


UNHELD = "Fault: The receipt does not carry the event it is about."
NUMBERLESS = "Fault: The receipt does not say the number of its event."
ELSEWHERE = "Fault: Event 5: its number or its organisation is not that of the log."
GOOD = receipt(spoken(), 5)
OPENED = {"reason": {"salt": SALT, "text": "Other."}}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (GOOD.replace("index 5", "index 05"), NUMBERLESS),
        (GOOD.replace("index 5", "index 5 "), NUMBERLESS),
        (GOOD.replace("index 5\n", ""), NUMBERLESS),
        (GOOD.split("\n\n")[0], NUMBERLESS),
        ("c2sp.org/tlog-proof@v1\n\n" + NOTE, NUMBERLESS),
        (GOOD.replace("extra ", "extra !"), "Fault: The receipt's extra line is not base64."),
        (GOOD.replace("index 5\n", "index 5\n!\n"), "Fault: The receipt's proof is not base64."),
        ("\n".join(each for each in GOOD.split("\n") if not each.startswith("extra ")), UNHELD),
        (receipt(spoken(), 5, format="govflow-receipt/2"), UNHELD),
        (receipt(spoken(), 5, payload=5), UNHELD),
        (receipt(spoken(), 5, opened=[]), UNHELD),
        (receipt(spoken(), 5, opened={"reason": {"text": "Because."}}), UNHELD),
        (receipt(spoken(), 5, opened={"reason": 5}), UNHELD),
        (
            GOOD.replace("index 5", "index 4"),
            "Fault: Event 4 is not in the signed log as it stands in this receipt.",
        ),
        (
            receipt(spoken(), 5, opened=OPENED),
            "Fault: Event 5: the text “reason” is not the one recorded.",
        ),
        (_moved("seq", 6), ELSEWHERE),
        (_moved("organisation", "org-2"), ELSEWHERE),
        (_moved("facts", []), "Fault: Event 5: it does not say its facts."),
        (receipt(spoken(), 5, note=NOTE[:-1]), f"Fault: {NO_NOTE}"),
    ],
)
def test_what_is_no_receipt(text: str, sentence: str) -> None:
    assert refused(text) == sentence


def test_a_receipt_holds_canonical_bytes_only() -> None:
    payload = plain(spoken().events[5]).decode().replace(",", ", ", 1)
    held = {"format": "govflow-receipt/1", "payload": payload, "opened": {}}
    note = checkpoint([leaf(payload.encode())])
    text = f"c2sp.org/tlog-proof@v1\nextra {text64(plain(held))}\nindex 0\n\n{note}"
    assert refused(text) == "Fault: Event 0 is not in canonical form."


@pytest.mark.parametrize(
    "other", [Head("x", 6, HEAD.root), Head(ORIGIN, 5, HEAD.root), Head(ORIGIN, 6, bytes(32))]
)
def test_a_receipt_of_another_checkpoint(other: Head) -> None:
    assert refused(GOOD, other) == (
        "Unusable: The checkpoint you kept is of another size or log than the receipt's. Compare "
        "the two checkpoints with a proof between them."
    )


def test_salts_and_commitments_are_exact() -> None:
    text = "A word \ud800"
    assert govflow_verify.opens(committed(text), SALT, text)
    for salt in (SALT.upper(), SALT[:-2], SALT + "5a", SALT + "\n", 5, None, "zz" * 32):
        assert not govflow_verify.opens(committed(text), salt, text)
    assert not govflow_verify.opens(committed(text), SALT, None)
    assert not govflow_verify.opens(None, SALT, text)


@pytest.mark.parametrize("size", range(1, 7))
def test_a_pair_holds_in_either_order(size: int) -> None:
    older, proof = checkpoint(LEAVES[:size]), between(spoken(), size, 6).decode()
    for pair in ((older, NOTE), (NOTE, older)):
        assert list(verify_pair(*pair, KEYS, proof)) == [
            f"Both checkpoints are signed by the key you gave ({size} and 6 events).",
            "The newer continues the older: nothing was changed, removed or put in between.",
        ]


def _pair(first: str, second: str, proof: str = "") -> str:
    with pytest.raises((Fault, Unusable)) as raised:
        list(verify_pair(first, second, [*KEYS, *read_keys([key_line("other")])], proof))
    return f"{type(raised.value).__name__}: {raised.value}"


def test_a_pair_that_does_not_hold() -> None:
    older, other = checkpoint(LEAVES[:3]), checkpoint(LEAVES[1:4])
    proof = between(spoken(), 3, 6).decode()
    assert _pair(older, NOTE) == "Unusable: Give the proof between the two sizes with --proof."
    assert _pair(older, checkpoint(LEAVES, "other")) == (
        "Fault: The two checkpoints are of different logs."
    )
    rewritten = "does not continue the one over 3: history was rewritten."
    assert _pair(other, NOTE, proof) == f"Fault: The log over 6 events {rewritten}"
    assert _pair(older, other) == f"Fault: The log over 3 events {rewritten}"
    unfitting = "Unusable: The proof is from 3 to 6 events."
    assert _pair(older, checkpoint(LEAVES[:5]), proof) == unfitting
    assert _pair(checkpoint(LEAVES[:2]), NOTE, proof) == unfitting


@pytest.mark.parametrize(
    "text",
    [
        "",
        "govflow-consistency/2\nold 3\nnew 6\n",
        "govflow-consistency/1\nnew 3\nold 6\n",
        "govflow-consistency/1\nold 3\n",
        "govflow-consistency/1\nold 3 4\nnew 6\n",
        "govflow-consistency/1\nold 03\nnew 6\n",
        "govflow-consistency/1\nold\nnew 6\n",
        "govflow-consistency/1\nold  3\nnew 6\n",
    ],
)
def test_what_is_no_proof(text: str) -> None:
    with pytest.raises(Fault) as raised:
        read_consistency(text)
    assert str(raised.value) == "The proof does not say its two sizes."


def test_a_proof_is_read_as_written() -> None:
    steps = growth(3, LEAVES)
    assert read_consistency(between(spoken(), 3, 6).decode()) == (3, 6, steps)
    with pytest.raises(Fault) as raised:
        read_consistency("govflow-consistency/1\nold 3\nnew 6\n!")
    assert str(raised.value) == "A line of the proof is not base64."
