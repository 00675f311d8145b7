"""Time that passes only when somebody waits for it."""

import asyncio


class FakeTime:
    """A clock and a sleep: an hour takes no time, and who waits together wakes up so."""

    def __init__(self):
        self.now = 1000.0
        self.slept = []
        self._wakes = []

    def clock(self):
        return self.now

    async def sleep(self, seconds):
        wake = self.now + seconds
        self.slept.append(seconds)
        self._wakes.append(wake)
        try:
            while self.now < wake:
                await asyncio.sleep(0.001)
                if min(self._wakes) == wake:
                    self.now = max(self.now, wake)
        finally:
            self._wakes.remove(wake)
