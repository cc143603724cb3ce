"""Pages of the decisions audience."""

from flask import Blueprint

blueprint = Blueprint("decisions", __name__)
