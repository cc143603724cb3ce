"""Pages of the secretary audience."""

from flask import Blueprint

blueprint = Blueprint("secretary", __name__)
