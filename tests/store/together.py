from __future__ import annotations

import threading

from openends.store.database import Database


def run_together(work, count):
    """Call the function in several threads at once and raise what one of them raised."""
    barrier, errors = threading.Barrier(count), []

    def run():
        barrier.wait()
        try:
            work()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def upgrade(url):
    """Upgrade a database: what a process of its own does beside others."""
    Database(url).upgrade()
