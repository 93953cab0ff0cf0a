"""Streamlit collects garbage in full after every page view: what start-up has made is not looked at then."""

import subprocess
import sys

import pytest

_COUNTED = """
import asyncio, gc
from workbench import app

async def told():
    async with app.lifespan(app.st.App(app.SCRIPT)):
        gc.collect()
        print(gc.get_freeze_count(), len(gc.get_objects()))

asyncio.run(told())
"""


@pytest.mark.slow
def test_a_full_collection_looks_at_little_once_the_app_has_started():
    said = subprocess.run([sys.executable, "-c", _COUNTED], capture_output=True, text=True, check=True)
    frozen, looked_at = map(int, said.stdout.split())
    assert frozen > 100_000
    assert looked_at < frozen / 20
