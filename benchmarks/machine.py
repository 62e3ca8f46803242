"""What a result was measured on: no host name, no user, no address."""

import os
import platform
import re
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("madini", "numpy", "pandas", "PuLP", "highspy", "grpcio", "protobuf")


def describe_machine() -> dict[str, str | int | float]:
    """Return cores, processor, memory, operating system, Python, versions and how busy the machine is."""
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        "processor": _first(r"model name\s*:\s*(.+)", "/proc/cpuinfo") or platform.machine(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "system": _first(r'PRETTY_NAME="(.+)"', "/etc/os-release") or platform.system(),
        "python": platform.python_version(),
        **{package: version(package) for package in PACKAGES},
    }


def load_average() -> float:
    """Return how many processes wanted a processor during the last minute."""
    return round(os.getloadavg()[0], 2)


def _first(pattern: str, path: str) -> str:
    try:
        found = re.search(pattern, Path(path).read_text())
    except OSError:
        return ""
    return found[1].strip() if found else ""
