"""The routes of /v2, a module per noun, and /free/code."""

from __future__ import annotations

from openends.api.v2 import code, codebook, coding, free, jobs, projects, questions, usage, webhooks

__all__ = ["routers"]

#: In the order in which people read about them.
routers = tuple(
    module.router
    for module in (code, free, coding, jobs, projects, questions, codebook, usage, webhooks)
)
