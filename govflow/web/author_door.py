"""The author's blueprint and its menu, apart from the pages so that each of them can use it."""

from flask import Blueprint

from govflow.domain.people import Role
from govflow.web.pages import Link, audience, navigation_for

blueprint = Blueprint("author", __name__)
# The company secretary may write papers too; the services say which.
writers = audience(Role.AUTHOR, Role.SECRETARY)
answerers = audience(Role.AUTHOR, Role.EXECUTIVE_LEAD, Role.SECRETARY)

navigation_for(
    Role.AUTHOR,
    Link("My papers", "author.papers"),
    Link("Start a paper", "author.start", place=10),
)
navigation_for(Role.EXECUTIVE_LEAD, Link("My papers", "author.papers"))
