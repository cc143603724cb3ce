"""On what ground personal text is kept but not used: Article 18(1) of the UK GDPR."""

GROUNDS: dict[str, str] = {
    "18-1-a": "The person says that it is not accurate, and that is being checked",
    "18-1-b": "Using it is unlawful, and the person wants it kept rather than erased",
    "18-1-c": "It is no longer needed here, but the person needs it for a legal claim",
    "18-1-d": "The person objected, and it is being weighed which interest prevails",
}
"""By the article and paragraph, as legislation.gov.uk numbers them."""

HIDDEN_NAME = "[restricted]"


def mark(seq: int, field: str) -> str:
    """What stands in place of a restricted text wherever it stood, by its event and its name."""
    return f"[restricted: event {seq}, {field}]"
