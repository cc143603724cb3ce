"""The test databases themselves: clean each time, of both kinds, under the product's own role."""

import psycopg
import pytest
import sqlalchemy as sa

from tests.conftest import refuse_outside
from tests.postgres import OWNER, Cluster


@pytest.mark.parametrize("turn", ["first", "second"])
def test_each_test_gets_a_clean_migrated_database(database_url: str, turn: str) -> None:
    engine = sa.create_engine(database_url)
    with engine.begin() as connection:
        left = sa.inspect(connection).get_table_names()
        assert "matter" in left
        assert "left_behind" not in left
        connection.execute(sa.text("CREATE TABLE left_behind (turn TEXT)"))
    engine.dispose()


def test_an_empty_database_has_no_tables(empty_database_url: str) -> None:
    engine = sa.create_engine(empty_database_url)
    assert sa.inspect(engine).get_table_names() == []
    engine.dispose()


def test_the_product_role_may_not_step_around_row_security(postgres_server: Cluster) -> None:
    with psycopg.connect(f"host={postgres_server.folder} user=postgres") as connection:
        row = connection.execute(
            "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = %s", [OWNER]
        ).fetchone()
    assert row == (False, False)


def test_another_machine_is_out_of_reach() -> None:
    for inside in ("127.0.0.1", "localhost", "::1", None):
        refuse_outside(inside)
    with pytest.raises(AssertionError, match=r"tried to reach example\.org"):
        refuse_outside("example.org")
