"""A worker as its own process, for tests: with a small encoder, and a schedule that is quick.

Its options:

delay: seconds per text that the encoder takes; schedule: seconds before each attempt to deliver;
allow: targets that are not public; quick: whether the dead are found sooner; concurrency; real:
whether the encoders that ship are used.
A text with the word "poison" ends the process as a fault in a library would.
"""

import os
import signal
import sys
import threading
import time
import zlib

import numpy as np

from openends.api.log_format import configure_logging
from openends.cli.worker import stop_on_signals
from openends.engine.encoder import Reads
from openends.jobs import heart, sweeper
from openends.jobs.send import Sender
from openends.jobs.worker import run_worker
from openends.settings import ServerSettings

SIZE = 64


class SmallEncoder:
    """Texts are close when they share words. Knows nothing, costs nothing."""

    name = "small"
    version = "1"
    step = 512
    reads = Reads.ALL

    def __init__(self, delay):
        self.delay = delay

    def encode(self, texts):
        # Only for what the tests send: a worker that starts reads a thousand texts to warm up.
        time.sleep(self.delay * sum("number" in text for text in texts))
        rows = np.zeros((len(texts), SIZE), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            if "poison" in text:
                os.kill(os.getpid(), signal.SIGKILL)
            for word in text.casefold().split() or [""]:
                row[zlib.crc32(word.encode()) % SIZE] += 1

        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def work(database_url, options):
    settings = ServerSettings(database_url=database_url)
    configure_logging(settings)
    if options.get("quick", True):
        heart.DEAD_SECONDS = sweeper.DEAD_SECONDS = 2.0
        sweeper.ROUND_SECONDS = 0.5
    stop = threading.Event()
    stop_on_signals(stop)
    encoder = SmallEncoder(options.get("delay", 0.0))
    run_worker(
        settings,
        stop,
        concurrency=options.get("concurrency"),
        load_encoders=None if options.get("real") else lambda languages: (encoder,),
        sender=Sender(options.get("allow", ()), seconds=options.get("seconds", 10.0)),
        schedule=options.get("schedule", (0.0, 0.4, 0.8, 1.2)),
    )
    sys.stderr.flush()
    os._exit(0)
