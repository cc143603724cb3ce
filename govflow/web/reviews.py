"""Pages of the reviews audience."""

from flask import Blueprint

blueprint = Blueprint("reviews", __name__)
