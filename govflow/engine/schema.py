"""The JSON Schema that editors complete and check workflow files with, made from the language.

It is made from the same models, guards and names that the loader checks with, so that an editor
offers what the loader takes. What needs the whole file in view (is this state declared?) only the
loader can say.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from govflow.domain.guarding import Guard
from govflow.domain.guards import GUARDS
from govflow.domain.policy import POLICY_TITLES
from govflow.domain.timing import ANCHORS
from govflow.engine.check_forms import MEASURED
from govflow.engine.check_needs import plain
from govflow.engine.language import WorkflowPart
from govflow.engine.phrases import NAME, UNITS
from govflow.engine.vocabulary import HOUSE, OPENER, SYSTEM, Vocabulary

Schema = dict[str, Any]
JSON_TYPES: Mapping[type, str] = {
    str: "string",
    int: "integer",
    bool: "boolean",
    list: "array",
}
A_NAME: Schema = {"type": "string", "pattern": NAME}
A_DAY: Schema = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def json_schema(guards: Mapping[str, Guard] = GUARDS, vocabulary: Vocabulary = HOUSE) -> Schema:
    """The schema of `workflows/schema.json`."""
    schema = WorkflowPart.model_json_schema(mode="validation")
    parts = schema["$defs"]
    roles = _offered(vocabulary.roles and {*vocabulary.roles, SYSTEM, OPENER})
    _root(schema, vocabulary)
    _state(parts["StatePart"], roles, vocabulary)
    _action(parts["ActionPart"], roles, vocabulary)
    _opens(parts["OpensPart"], roles)
    parts["NeedPart"] = _need(guards)
    parts["DeadlinePart"] = _deadline(parts["DeadlinePart"])
    ask = parts.pop("AskPart")
    house = _closed(vocabulary.roles)
    parts["Ask"] = _ask(ask, house)
    parts["OpeningAsk"] = _ask(ask, house, without="keep")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "govflow workflow",
        **{key: value for key, value in schema.items() if key != "title"},
    }


def _closed(names: Iterable[str] | None) -> Schema:
    """One of these names and no other; any name when the house does not say."""
    return A_NAME if names is None else {"enum": sorted(names)}


def _offered(names: Iterable[str] | None) -> Schema:
    """These names are offered, and others are taken: the file may declare its own."""
    return A_NAME if names is None else {"anyOf": [_closed(names), A_NAME]}


def _one_or_more(name: Schema) -> Schema:
    return {"anyOf": [name, {"type": "array", "items": name, "minItems": 1}]}


def _root(schema: Schema, vocabulary: Vocabulary) -> None:
    words = schema["properties"]
    words["matter"] = {**_closed(vocabulary.matters), "description": "What moves through it."}
    for section in ("roles", "states", "actions"):
        words[section]["additionalProperties"] = False  # what the pattern does not take is no name
    known = sorted({*(vocabulary.roles or ()), SYSTEM, OPENER})
    words["roles"]["properties"] = dict.fromkeys(known, words["roles"]["patternProperties"][NAME])


def _state(part: Schema, roles: Schema, vocabulary: Vocabulary) -> None:
    """A final state waits for nobody; any other waits for somebody, until when or with a why."""
    words = part["properties"]
    words["waits_for"] = {**roles, "description": words["waits_for"]["description"]}
    words["deadline"] = {
        "oneOf": [_closed(vocabulary.deadlines), {"$ref": "#/$defs/DeadlinePart"}],
        "description": words["deadline"]["description"],
    }
    part["if"] = {"properties": {"final": {"const": True}}, "required": ["final"]}
    part["then"] = {"properties": {"waits_for": False, "deadline": False}}
    part["else"] = {
        "required": ["waits_for"],
        "oneOf": [{"required": ["deadline"]}, {"required": ["why_no_deadline"]}],
    }


def _action(part: Schema, roles: Schema, vocabulary: Vocabulary) -> None:
    words = part["properties"]
    words["by"] = _one_or_more(roles)
    words["does"]["items"] = _closed(vocabulary.effects)
    words["asks"] = _form(words["asks"], "Ask")


def _opens(part: Schema, roles: Schema) -> None:
    """The form asks for `title`, or names the field that is the title."""
    words = part["properties"]
    words["by"] = {**_one_or_more(roles), "description": words["by"]["description"]}
    words["asks"] = _form(words["asks"], "OpeningAsk")
    part["anyOf"] = [
        {"required": ["titled"]},
        {"required": ["asks"], "properties": {"asks": {"required": ["title"]}}},
    ]


def _form(said: Schema, ask: str) -> Schema:
    field = {"patternProperties": {NAME: {"$ref": f"#/$defs/{ask}"}}}
    return {**said, **field, "additionalProperties": False}


def _ask(part: Schema, roles: Schema, *, without: str = "") -> Schema:
    """A field by its kind: only a choice has `choices`, only a person `holding`."""
    words = {word: said for word, said in part["properties"].items() if word != without}
    lists = {
        "choices": {**words["choices"], "minItems": 1, "uniqueItems": True},
        "holding": {**words["holding"], "items": roles, "uniqueItems": True},
    }
    special = {"choices", "holding", "max_length", "kind"}
    common = {word: said for word, said in words.items() if word not in special}
    kinds = []
    for kind in words["kind"]["enum"]:
        own = {
            "choices": lists["choices"] if kind == "choice" else None,
            "holding": lists["holding"] if kind == "person" else None,
            "max_length": words["max_length"] if kind in MEASURED else None,
        }
        said = {word: schema for word, schema in own.items() if schema}
        required = ["label", "kind", *(["choices"] if kind == "choice" else [])]
        kinds.append(_mapping({**common, "kind": {"const": kind}, **said}, required))
    return {"description": part["description"], "oneOf": kinds}


def _mapping(words: Schema, required: list[str]) -> Schema:
    return {
        "type": "object",
        "properties": words,
        "required": required,
        "additionalProperties": False,
    }


def _deadline(part: Schema) -> Schema:
    """A day alone, or one unit and one direction."""
    words = dict(part["properties"])
    words["policy"] = {**_closed(POLICY_TITLES), "description": words["policy"]["description"]}
    words["after"] = words["before"] = _offered(ANCHORS)
    on = {"anyOf": [A_DAY, A_NAME], "description": words.pop("on")["description"]}
    counted = {
        **_mapping(words, []),
        "allOf": [
            {"oneOf": [{"required": [unit]} for unit in UNITS]},
            {"oneOf": [{"required": [way]} for way in ("after", "before")]},
        ],
    }
    return {"description": part["description"], "oneOf": [_mapping({"on": on}, ["on"]), counted]}


def _need(guards: Mapping[str, Guard]) -> Schema:
    """A guard by its name, or with its own typed parameters."""
    bare = [name for name, guard in guards.items() if not set(guard.parameters) - guard.optional]
    withs = [_with_parameters(guard) for _, guard in sorted(guards.items()) if guard.parameters]
    return {
        "description": "A condition that must hold before the act.",
        "anyOf": [{"enum": sorted(bare)}, *withs],
    }


def _with_parameters(guard: Guard) -> Schema:
    types = {name: {"type": JSON_TYPES[plain(kind)]} for name, kind in guard.parameters.items()}
    required = [name for name in guard.parameters if name not in guard.optional]
    needs = _mapping({guard.name: _mapping(types, required)}, [guard.name])
    doc = (guard.check.__doc__ or "").partition("\n")[0]
    return {**needs, "description": doc} if doc else needs
