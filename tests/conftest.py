"""What every test stands on: clean databases of both kinds, and no network but this machine."""

import ipaddress
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

import pytest
from hypothesis import settings

from tests.order import longest_first
from tests.postgres import Cluster, cluster, in_memory

if TYPE_CHECKING:
    from govflow.services.office import Office
    from tests.builders import World

# How long an example takes says something of the machine, and nothing of what is tested.
settings.register_profile("govflow", deadline=None)
settings.load_profile("govflow")

KINDS = ("sqlite", "postgresql")
TEMPLATE = "govflow_template"
PEOPLED = "govflow_peopled"
POPULATED = {"peopled"}  # the fixture that every test starting from the invented trust asks for
_numbers = count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=KINDS, help="run on one kind of database only")
    parser.addoption(
        "--everywhere",
        action="store_true",
        help="run each browser journey on both kinds of database, not on one of them in turn",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Folders of tests lie in memory too; workers are given theirs by whoever started them."""
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(in_memory()))
    # By number of tests, as xdist would have it, the longest files, which hold few, come last.
    config.option.loadscopereorder = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Among several workers the longest files come first."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        items[:] = longest_first(items)


def pytest_make_parametrize_id(val: object) -> str | None:
    """Plain letters in a test's name: mutmut asks for tests by name, and cannot spell others."""
    if not isinstance(val, str) or (val.isascii() and val.isprintable() and "\\" not in val):
        return None
    return "".join(each if each.isascii() and each.isalnum() else "-" for each in val)[:80]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test that stands on a database runs on both kinds, unless it says otherwise.

    The verbs behind the pages are tried on both kinds; a browser sees no difference between
    them, so each journey runs on one kind, and half of the journeys on each.
    """
    if "database_kind" not in metafunc.fixturenames:
        return
    only = metafunc.config.getoption("--database")
    kinds = [kind for kind in KINDS if only in (None, kind)]
    if only is None and "journeys" in metafunc.definition.path.parts:
        kinds = kinds if metafunc.config.getoption("--everywhere") else [_turn(metafunc)]
    for kind in KINDS:
        if metafunc.definition.get_closest_marker(f"{kind}_only"):
            kinds = [wanted for wanted in kinds if wanted == kind]
    metafunc.parametrize("database_kind", kinds, indirect=True)


def _turn(metafunc: pytest.Metafunc) -> str:
    """The kind whose turn it is: by the journey's name, so that it never changes by chance."""
    return KINDS[crc32(metafunc.function.__name__.encode()) % len(KINDS)]


@pytest.fixture
def database_kind(request: pytest.FixtureRequest) -> str:
    """sqlite or postgresql."""
    return str(request.param)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Cluster]:
    """A throw-away server for the whole run."""
    with cluster(place=in_memory()) as running:
        yield running


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Cluster) -> str:
    """The name of a migrated database that each test's own is copied from."""
    from govflow.config import folder
    from govflow.store.schema import migrate

    migrate(postgres_server.create(TEMPLATE), folder("migrations"))
    return TEMPLATE


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file that each test's own is copied from."""
    from govflow.config import folder
    from govflow.store.schema import migrate

    path = tmp_path_factory.mktemp("template") / "govflow.db"
    migrate(f"sqlite:///{path}", folder("migrations"))
    return path


@pytest.fixture(scope="session")
def postgres_peopled(postgres_server: Cluster, postgres_template: str) -> "World":
    """The invented trust in a database that each test's own is copied from."""
    return _peopled(postgres_server.create(PEOPLED, postgres_template))


@pytest.fixture(scope="session")
def sqlite_peopled(sqlite_template: Path) -> "World":
    """The invented trust in a file that each test's own is copied from."""
    path = sqlite_template.with_name("peopled.db")
    shutil.copyfile(sqlite_template, path)
    return _peopled(f"sqlite:///{path}")


def _peopled(database_url: str) -> "World":
    from tests.builders import make_office, make_world

    made = make_world(make_office(database_url))
    made.office.store.engine.dispose()
    return made


@pytest.fixture(scope="session")
def _once() -> Iterator[None]:
    from tests.once import worked_out_once

    with worked_out_once():
        yield


@pytest.fixture
def database_url(request: pytest.FixtureRequest, database_kind: str, _once: None) -> Iterator[str]:
    """A clean migrated database, with the trust in it when the test asks for the trust."""
    yield from {"sqlite": _sqlite, "postgresql": _postgres}[database_kind](request)


@pytest.fixture
def office(database_url: str) -> Iterator["Office"]:
    """The services over a clean database."""
    from tests.builders import make_office

    made = make_office(database_url)
    yield made
    made.store.engine.dispose()


@pytest.fixture
def world(office: "Office", peopled: Callable[["Office"], "World"]) -> "World":
    """An invented trust with a person for each role, three networks and meetings ahead."""
    return peopled(office)


@pytest.fixture
def peopled(request: pytest.FixtureRequest, database_kind: str) -> Callable[["Office"], "World"]:
    """peopled(office) is the trust that `database_url` already holds, seen through that office."""
    kept: World = request.getfixturevalue(f"{_short(database_kind)}_peopled")
    return kept.seen_through


@pytest.fixture
def empty_database_url(request: pytest.FixtureRequest, database_kind: str) -> Iterator[str]:
    """A database that nobody has migrated yet."""
    if database_kind == "sqlite":
        yield f"sqlite:///{request.getfixturevalue('tmp_path')}/empty.db"
        return
    server: Cluster = request.getfixturevalue("postgres_server")
    name = f"empty_{next(_numbers)}"
    yield server.create(name)
    server.drop(name)


def _short(kind: str) -> str:
    return {"postgresql": "postgres"}.get(kind, kind)


def _wants_people(request: pytest.FixtureRequest) -> bool:
    return bool(POPULATED & set(request.fixturenames))


def _sqlite(request: pytest.FixtureRequest) -> Iterator[str]:
    template: Path = request.getfixturevalue("sqlite_template")
    if _wants_people(request):
        request.getfixturevalue("sqlite_peopled")
        template = template.with_name("peopled.db")
    own: Path = request.getfixturevalue("tmp_path") / "govflow.db"
    shutil.copyfile(template, own)
    yield f"sqlite:///{own}"


def _postgres(request: pytest.FixtureRequest) -> Iterator[str]:
    template: str = request.getfixturevalue("postgres_template")
    if _wants_people(request):
        request.getfixturevalue("postgres_peopled")
        template = PEOPLED
    server: Cluster = request.getfixturevalue("postgres_server")
    name = f"test_{next(_numbers)}"
    yield server.create(name, template)
    server.drop(name)


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """A test that would reach another machine fails, naming the address."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", _guarded_lookup(socket.getaddrinfo))
        yield


def _guarded(real: Callable[..., Any]) -> Callable[..., Any]:
    def connect(own: socket.socket, address: Any) -> Any:
        if own.family != socket.AF_UNIX:
            refuse_outside(address[0])
        return real(own, address)

    return connect


def _guarded_lookup(real: Callable[..., Any]) -> Callable[..., Any]:
    def getaddrinfo(host: Any, *rest: Any, **more: Any) -> Any:
        refuse_outside(host)
        return real(host, *rest, **more)

    return getaddrinfo


def refuse_outside(host: str | bytes | None) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return
    try:
        inside = ipaddress.ip_address(str(name)).is_loopback
    except ValueError:
        inside = False
    if not inside:
        raise AssertionError(f"A test tried to reach {name}; only this machine may be reached.")
