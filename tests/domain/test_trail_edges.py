"""Where the trail's canonical form ends: how deep a value may be, and each refusal in its words."""

import re

import pytest

from govflow.domain.trail import DEEPEST, HOLDS, canonical


def listed(levels: int) -> object:
    value: object = 1
    for _ in range(levels):
        value = [value]
    return value


def named(levels: int) -> object:
    value: object = 1
    for _ in range(levels):
        value = {"a": value}
    return value


def test_the_deepest_value_is_taken_as_a_list_and_by_name() -> None:
    assert canonical(listed(DEEPEST)) == b"[" * DEEPEST + b"1" + b"]" * DEEPEST
    assert canonical(named(DEEPEST)) == b'{"a":' * DEEPEST + b"1" + b"}" * DEEPEST


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (listed(DEEPEST + 1), "The trail holds no value nested deeper than 32."),
        (named(DEEPEST + 1), "The trail holds no value nested deeper than 32."),
        ("\ud800", "The trail cannot hold half a character (a lone surrogate)."),
        ({"é": 1, "e\u0301": 2}, "Two names are the same text once written in NFC."),
        ({1: "a"}, f"{HOLDS}; a name is text, not int."),
        (1.0, f"{HOLDS}, not float."),
        (2**53, "The trail holds no whole number beyond 9007199254740991."),
    ],
    ids=["list", "names", "surrogate", "twice", "number", "float", "large"],
)
def test_each_refusal_is_said(value: object, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        canonical(value)
