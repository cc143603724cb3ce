"""Pages of the auditor audience."""

from flask import Blueprint

blueprint = Blueprint("auditor", __name__)
