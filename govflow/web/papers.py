"""Pages of the papers audience."""

from flask import Blueprint

blueprint = Blueprint("papers", __name__)
