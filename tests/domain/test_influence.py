"""A reply copied under many comments is found; replies that differ are left alone."""

from datetime import UTC, datetime

from govflow.domain.consultation import Comment, Reply
from govflow.domain.influence import copied_replies

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def comment(number: int, reason: str | None) -> Comment:
    """A comment, with a reply if a reason is given."""
    made = Comment(
        id=f"c{number}",
        organisation_id="o",
        request_id="r",
        matter_id="m",
        version_number=1,
        anchor="",
        quote="",
        text=f"Point {number}",
        made_at=AT,
        made_by_id="p",
    )
    if reason is not None:
        made.reply = Reply(
            id=f"r{number}",
            organisation_id="o",
            comment_id=made.id,
            outcome="not_accepted",
            reason=reason,
            changed_paragraph="",
            replied_at=AT,
            replied_by_name="A. Author",
        )
    return made


def test_a_reply_copied_three_times_is_found_with_its_comments() -> None:
    reasons = ["We noted this.", "It costs too much.", "we  noted this", None, "We noted this!"]
    [found] = copied_replies(comment(n, reason) for n, reason in enumerate(reasons))
    assert found.reason == "We noted this."
    assert [each.id for each in found.comments] == ["c0", "c2", "c4"]


def test_two_alike_and_comments_without_a_reply_are_nothing_to_flag() -> None:
    reasons = ["We noted this.", "We noted this.", None, None, None]
    assert copied_replies(comment(n, reason) for n, reason in enumerate(reasons)) == []
