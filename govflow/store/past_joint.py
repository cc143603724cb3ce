"""Joint responses at an earlier moment: those that were sent, and each network's marks of then."""

from govflow.store.past import Past, Row


def rewind(past: Past) -> None:
    """What belongs to one that was not sent goes; a mark given anew goes back to the earlier."""
    sent = {row["id"] for row in past.rows["joint_response"]}
    for table in ("joint_paragraph", "joint_voice"):
        past.keep(table, lambda row: row["joint_id"] in sent)
    voices = {row["id"]: row["request_id"] for row in past.rows["joint_voice"]}
    comments = {row["id"]: row["comment_id"] for row in past.rows["joint_paragraph"]}
    past.keep("joint_view", lambda row: row["voice_id"] in voices)
    for row in past.rows["joint_view"]:
        _marked(past, row, voices[row["voice_id"]], comments[row["paragraph_id"]])


def _marked(past: Past, row: Row, request_id: str, comment_id: str) -> None:
    said = past.last("joint_reply_marked", request=request_id, comment=comment_id)
    row["answers_point"] = said.facts["answers_point"] if said else None
    row["marked_at"] = said.at if said else None
