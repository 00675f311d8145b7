"""What a benchmark ran on, without names of hosts or folders."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import psutil

import openends


def machine() -> dict[str, str | int | float]:
    """Return cores, processor, memory in GiB, system and versions."""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "processor": _processor(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "system": platform.system(),
        "python": platform.python_version(),
        "openends": openends.__version__,
    }


def in_words(facts: dict[str, str | int | float]) -> str:
    """Return the machine in one line for a report."""
    return (
        f"{facts['cores']} cores of {facts['processor']}, {facts['memory_gib']} GiB of memory, "
        f"{facts['system']}, Python {facts['python']}, openends {facts['openends']}"
    )


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    if described.exists():
        for line in described.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
