"""How long the full collection after every page view takes in a started app: `python -m tests.bench.collection`."""

import asyncio
import gc
import json
import sys
import time

from workbench import app

TIMES = 20


async def measure() -> dict[str, float]:
    """Return the median and the worst of full collections, in milliseconds, inside the app's lifespan."""
    async with app.lifespan(app.st.App(app.SCRIPT)):
        taken: list[float] = []
        for _ in range(TIMES):
            began = time.perf_counter()
            gc.collect()
            taken.append((time.perf_counter() - began) * 1000)
    taken.sort()
    return {"median_ms": round(taken[TIMES // 2], 2), "worst_ms": round(taken[-1], 2)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(measure())) + "\n")
