"""The JSON Schema that editors complete and check workflow files with, made from the language."""

from typing import Any

from govflow.engine.language import WorkflowPart


def json_schema() -> dict[str, Any]:
    """The schema of `workflows/schema.json`."""
    schema = WorkflowPart.model_json_schema(mode="validation")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "govflow workflow",
        **{key: value for key, value in schema.items() if key != "title"},
    }
