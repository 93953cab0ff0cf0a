"""`python -m workbench.load`: seeds a scratch home, starts its server, drives the desk, prints one JSON object."""

import argparse
import json
import socket
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from workbench.bootstrap import settings
from workbench.load.desk import Load, measured
from workbench.load.seeding import scratch_settings, seeded


def main() -> None:
    """Measure as asked, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--rate", type=float, default=1.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--samples", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--busy", action="store_true")
    asked = parser.parse_args()
    with TemporaryDirectory(prefix="bench-desk-") as folder:
        world = seeded(scratch_settings(settings(), Path(folder), _free_port()), asked.people, asked.samples)
        figures = measured(world, Load(asked.people, asked.rate, asked.seconds, asked.kills, asked.busy))
    about = {
        "rate": asked.rate,
        "seconds": asked.seconds,
        "samples": asked.samples,
        "busy": asked.busy,
        "seed_seconds": round(world.seconds, 1),
        "load_average": round(psutil.getloadavg()[0], 2),
        "cores": psutil.cpu_count(),
    }
    sys.stdout.write(json.dumps({**figures, **about}) + "\n")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
