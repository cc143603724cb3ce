"""Pages of the chair audience."""

from flask import Blueprint

blueprint = Blueprint("chair", __name__)
