"""The web application for a WSGI server: gunicorn wsgi:app."""

from govflow.app import create_app

app = create_app()
