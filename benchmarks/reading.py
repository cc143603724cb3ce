"""A paper of 200 pages with 2,000 comments of 12 networks: what its pages and a comment cost.

`python -m benchmarks.reading` prints CPU time per page against the bare signed-in page of the same
run, the statements of each, and the cost of each verb after 10, 200 and 2,000 comments.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import cycle
from statistics import median

import sqlalchemy as sa
from flask.testing import FlaskClient

from benchmarks import ground
from govflow.app import create_app
from govflow.config import Settings
from govflow.domain.people import system_actor
from govflow.services import consulting, drafts, networks, replying, threads
from govflow.services.networks import NetworkForm
from govflow.services.office import Desk, Who
from govflow.services.planning import Plan, choose_networks
from govflow.store import matters
from tests.builders import World
from tests.clients import entered

PAGES, WORDS_A_PAGE = 200, 310
COMMENTS, NETWORKS = 2_000, 12
STEPS = (10, 200, 2_000)
SENTENCE = "Each ward keeps a list of who asked for which shift, and of what became of it. "


def paper_of(pages: int) -> str:
    """So many pages under headings, no paragraph like another."""
    paragraphs = WORDS_A_PAGE // (len(SENTENCE.split()) * 4)
    return "\n\n".join(
        f"## Chapter {page}\n\n"
        + "\n\n".join(f"{page}.{n} {SENTENCE * 4}" for n in range(1, paragraphs + 1))
        for page in range(1, pages + 1)
    )


def twelve_networks(world: World) -> None:
    """As many networks as the measure needs; one person chairs all that are new."""
    actor = Who(world.organisation_id, system_actor("bench"))
    starts_on = world.now.date() - timedelta(days=30)
    with world.office.writing(actor, world.now) as desk:
        for number in range(len(world.network_ids), NETWORKS):
            name = f"Network {number}"
            form = NetworkForm(name, ("race-equality",), None, 6, None, "50 to 249")
            made = networks.register_network(desk, form)
            world.network_ids[f"n{number}"] = made.id
            chair = world.ids["race_chair"]
            networks.appoint(desk, made.id, chair, post="chair", starts_on=starts_on)


def asked(world: World) -> str:
    """The long paper, lying with every network."""
    made = world.submitted(body=paper_of(PAGES))
    with world.as_("secretary") as desk:
        plan = Plan(frozenset(world.network_ids.values()), {}, 10, world.meeting_ids[1])
        choose_networks(desk, made, plan)
    world.act("secretary", made, "send_to_networks")
    return made


def commenting(world: World, made: str) -> Iterator[tuple[int, float]]:
    """Every network comments in turn; (how many there were, CPU seconds of one more)."""
    speakers = cycle(
        (request, f"{name}_chair" if f"{name}_chair" in world.ids else "race_chair")
        for name, request in sorted(
            world.requests(made).items(), key=lambda each: each[0] != "race"
        )
    )
    took: list[float] = []
    for number in range(1, COMMENTS + 1):
        request, who = next(speakers)
        with world.as_(who) as desk:
            start = time.process_time()
            consulting.comment(
                desk, request, text=f"Point {number}. {SENTENCE}", anchor=f"p-{2 + number % 900}"
            )
            desk.work.session.flush()
            took.append(time.process_time() - start)
        if number in STEPS:
            yield number, median(took[-10:])


@contextmanager
def counted(engine: sa.Engine) -> Iterator[list[str]]:
    """The statements sent meanwhile."""
    sent: list[str] = []

    def note(*args: object) -> None:
        sent.append(str(args[2]))

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def cost(fetch: Callable[[], object], engine: sa.Engine) -> tuple[float, int]:
    """CPU seconds of the fastest of five, after one to warm up, and its statements."""
    fetch()
    took = []
    with counted(engine) as sent:
        for _ in range(5):
            start = time.process_time()
            fetch()
            took.append(time.process_time() - start)
    return min(took), len(sent) // 5


def lines(kind: str) -> Iterator[str]:
    """Each measure on a fresh database of one kind."""
    databases = {"sqlite": ground.sqlite_url, "postgresql": ground.postgresql_url}
    with databases[kind]() as url, ground.world_on(url) as world:
        twelve_networks(world)
        made = asked(world)
        first: dict[str, float] = {}
        for number, comment in commenting(world, made):
            for verb, seconds in {"a comment": comment, **_verbs(world, made)}.items():
                first.setdefault(verb, seconds)
                yield (
                    f"  {verb + ' after':<28} {number:>5,} comments  {seconds * 1000:8.1f} ms CPU"
                    f"  {seconds / first[verb]:5.2f}x the one after {STEPS[0]}"
                )
        yield from _pages(url, world, made)


def _verbs(world: World, made: str) -> dict[str, float]:
    """CPU seconds of each other verb about what is said, the median of five."""
    race = world.requests(made)["race"]
    with world.looking("race_chair") as desk:
        comment = matters.request(desk.work, race).comments[0].id
    chair, author = "race_chair", "author"
    verbs: dict[str, tuple[str, Callable[[Desk], object]]] = {
        "a draft": (chair, lambda d: drafts.save(d, race, text=f"Half {d.now}", anchor="p-3")),
        "a question": (chair, lambda d: consulting.ask_question(d, race, text="Why?")),
        "a position": (chair, lambda d: consulting.take_position(d, race, position="support")),
        "the author's question": (author, lambda d: threads.ask(d, made, comment, text="Which?")),
        "the network's answer": (chair, lambda d: threads.answer(d, race, comment, text="These.")),
        "a reply": (
            author,
            lambda d: replying.reply(d, comment, outcome="already_covered", reason="It is."),
        ),
    }
    return {name: _median(world, who, act) for name, (who, act) in verbs.items()}


def _median(world: World, who: str, act: Callable[[Desk], object]) -> float:
    took = []
    for _ in range(5):
        with world.as_(who) as desk:
            start = time.process_time()
            act(desk)
            desk.work.session.flush()
            took.append(time.process_time() - start)
    return median(took)


def _pages(url: str, world: World, made: str) -> Iterator[str]:
    settings = Settings(database_url=url, secret_key="k" * 40, login_limit="1000 per minute")
    app = create_app(settings, clock=lambda: world.now)
    engine = app.extensions["govflow.house"].office.store.engine
    race = world.requests(made)["race"]
    app.config["WTF_CSRF_ENABLED"] = False
    bare = 0.0
    for who, what, path in (
        ("race_chair", "bare signed-in page", "/account"),
        ("race_chair", "chair: first part", f"/requests/{race}"),
        ("race_chair", "chair: the whole text", f"/requests/{race}?part=whole"),
        ("author", "author: 20 of the comments", f"/papers/{made}/comments"),
        ("secretary", "secretary: the paper", f"/papers/{made}"),
    ):
        client = entered(app, who)

        def fetch(client: FlaskClient = client, path: str = path) -> None:
            answer = client.get(path)
            assert answer.status_code == 200, (path, answer.status_code)

        seconds, statements = cost(fetch, engine)
        bare = bare or seconds
        yield (
            f"  {what:<28} {seconds * 1000:8.1f} ms CPU  {seconds / bare:6.1f}x the bare page"
            f"  {statements} statements"
        )
    engine.dispose()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="benchmarks.reading", description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"))
    wanted = parser.parse_args().database
    for each in [wanted] if wanted else ["sqlite", "postgresql"]:
        print(each)
        for line in lines(each):
            print(line, flush=True)
