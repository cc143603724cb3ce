"""Pages of the author audience."""

from flask import Blueprint

blueprint = Blueprint("author", __name__)
