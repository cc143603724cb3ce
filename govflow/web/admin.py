"""Pages of the admin audience."""

from flask import Blueprint

blueprint = Blueprint("admin", __name__)
