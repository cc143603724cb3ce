"""Puts the house together: settings, database, workflows, services and pages."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import sqlalchemy.exc
from flask import Flask

from govflow import jobs
from govflow.clock import Clock, clock_from, system_clock
from govflow.config import Settings, folder, from_environment
from govflow.domain.guards import GUARDS
from govflow.engine.definition import load_folder
from govflow.engine.scope import load_rules
from govflow.house import House
from govflow.services import health, versions
from govflow.services.office import Office
from govflow.store import schema
from govflow.store.work import Store, open_store
from govflow.web import (
    admin,
    as_at,
    auditor,
    author,
    bundles,
    calendar_feed,
    catalogue,
    chair,
    changes,
    clock,
    consulted,
    dates,
    decisions,
    exceptions,
    guest,
    home,
    inviting,
    joint,
    ledger,
    login,
    looking_back,
    mails,
    matters,
    members,
    members_door,
    offices,
    outside,
    oversight,
    papers,
    preview,
    reading,
    receipts,
    reviews,
    samples,
    scope_rules,
    secretary,
    seen,
    sharing,
    simulation,
    undertakings,
)
from govflow.web import health as health_door
from govflow.web.pages import Surroundings, configure, refuse_unmarked
from govflow.web.refusals import answer_refusals, unreachable
from govflow.web.security import secure

PAGES = (
    login,
    mails,
    bundles,
    calendar_feed,
    home,
    health_door,
    papers,
    matters,
    catalogue,
    author,
    chair,
    reading,
    clock,
    changes,
    joint,
    receipts,
    members,
    members_door,
    secretary,
    seen,
    scope_rules,
    preview,
    dates,
    simulation,
    decisions,
    exceptions,
    guest,
    inviting,
    consulted,
    ledger,
    undertakings,
    sharing,
    reviews,
    samples,
    auditor,
    as_at,
    outside,
    offices,
    oversight,
    admin,
)


def initialise(settings: Settings) -> None:
    """Bring the database to the newest migration, making it if need be; raises WrongSchema."""
    schema.migrate(settings.database_url, folder("migrations"))


def open_house(settings: Settings, clock: Clock | None = None) -> House:
    """Open the database and load the workflows; raises WrongSchema, WorkflowFaults and others."""
    store = open_store(settings.database_url)
    try:
        return _checked(settings, store, clock)
    except BaseException:
        # A house that does not open holds no connection either.
        store.engine.dispose()
        raise


def _checked(settings: Settings, store: Store, clock: Clock | None) -> House:
    schema.check(store, folder("migrations"), restoring=settings.restoring)
    workflows = load_folder(folder("workflows"), GUARDS)
    office = Office(store, workflows, load_rules(folder("workflows") / "scope_rules.v1.yaml"))
    chosen = clock or (clock_from(settings.as_at) if settings.as_at else system_clock)
    versions.hold_to_pins(office, chosen())
    return House(settings, office, chosen)


def create_app(settings: Settings | None = None, clock: Clock | None = None) -> Flask:
    """The web application over an initialised database."""
    house = open_house(settings or from_environment(), clock)
    app = Flask(
        "govflow", static_folder="web/static", root_path=str(Path(__file__).resolve().parent)
    )
    app.config["REMEMBER_COOKIE_DURATION"] = timedelta(hours=house.settings.session_hours)
    app.extensions["govflow.house"] = house
    secure(app, house.settings)
    configure(app, Surroundings(clock=house.clock, banners=lambda: _banners(house)))
    looking_back.start(app)
    answer_refusals(app)
    app.register_error_handler(sqlalchemy.exc.OperationalError, unreachable)
    login.start(app)
    for page in PAGES:
        app.register_blueprint(page.blueprint)
    app.register_blueprint(mails.stopping)
    refuse_unmarked(app)
    return app


def run_jobs(house: House) -> None:
    """The scheduled checks in this process, until it is told to stop."""
    jobs.run_for_ever(house)


def start_jobs_beside(app: Flask) -> Callable[[], None]:
    """The scheduled checks beside a server, as the demo runs them; the answer stops them."""
    house: House = app.extensions["govflow.house"]
    return jobs.start_background(house)


def _banners(house: House) -> list[str]:
    banners = []
    if house.settings.as_at:
        banners.append(f"Every page is shown as at {house.settings.as_at:%-d %B %Y}.")
    return banners + health.silent_jobs(house.office, house.clock())
