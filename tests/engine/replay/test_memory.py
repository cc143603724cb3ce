"""Memory does not grow with a log, even one in which no two cases have a word in common."""

import tracemalloc
from pathlib import Path

import pytest

from govflow.engine.replay.replaying import replay
from tests.engine.replay.logs import Cases, Seen, csv_text, on, rows, rules, words, xes


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same bounds in small, so that a small log already reaches them."""
    for name in ("scratch.BATCH", "csv_log.BATCH", "csv_log.REMEMBERED"):
        monkeypatch.setattr(f"govflow.engine.replay.{name}", 20)
    monkeypatch.setattr("govflow.engine.replay.source.CHUNK", 4096)


def cases(count: int) -> Cases:
    """Each case with an id, an unmapped word, a role, a malformed event and times of its own."""
    return [
        (
            f"case {n:06}",
            [
                on(n, "Send", f"person {n}", f"role {n:06}"),
                on(n + n / count, f"word {n:06}"),
                Seen("Send", f"time {n:06}"),
                *(on(n + 1 + turn, "Return") for turn in range(n % 7)),
            ],
        )
        for n in range(count)
    ]


def peak(folder: Path, count: int, form: str) -> int:
    log = folder / f"{count}.{form}"
    text = xes(cases(count)) if form == "xes" else csv_text(rows(cases(count)))
    log.write_text(text, encoding="utf-8")
    del text
    tracemalloc.start()
    try:
        replay(log, rules(), words(form))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("form", ["xes", "csv"])
def test_ten_times_the_log_needs_no_more_memory(tmp_path: Path, form: str) -> None:
    peak(tmp_path, 20, form)  # what is made once only
    small, large = peak(tmp_path, 200, form), peak(tmp_path, 2000, form)
    assert large < 1.2 * small + 20_000
