"""Pages of the oversight audience."""

from flask import Blueprint

blueprint = Blueprint("oversight", __name__)
