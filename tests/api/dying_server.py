"""A server that dies between the work of a request and its answer.

As a process of its own, which gets one request and is told its path, headers and body, and the
address of the database.
"""

import os
from contextlib import contextmanager

from fastapi.testclient import TestClient
from sqlalchemy import func, select

from openends.api.app import create_app
from openends.settings import ServerSettings
from openends.store.database import Database
from openends.store.tables import idempotency, metadata, rate_counters

#: Tables that every request writes to, whether it does anything or not.
KEPT_ABOUT_REQUESTS = {idempotency, rate_counters}
#: The exit status of a server that died where it should.
DIED = 77


class DyingDatabase(Database):
    """Ends its server, or fails it once, as soon as the work of a request is kept.

    Parameters
    ----------
    url:
        Its address.
    die:
        Ends the server, or raises; not called before ``arm`` is.
    """

    def __init__(self, url, die):
        super().__init__(url)
        self._die = die
        self._before = None

    def arm(self):
        self._before = self._rows()

    @contextmanager
    def transaction(self):
        with super().transaction() as connection:
            yield connection
        if self._before is not None and self._rows() != self._before:
            self._before = None
            self._die()

    def _rows(self):
        with self.reading() as connection:
            return [
                connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in metadata.sorted_tables
                if table not in KEPT_ABOUT_REQUESTS
            ]


def serve_once(url, path, headers, body):
    database = DyingDatabase(url, lambda: os._exit(DIED))
    settings = ServerSettings(database_url=url, workers=0)
    with TestClient(create_app(settings, database=database)) as client:
        database.arm()
        client.post(path, json=body, headers=headers)
