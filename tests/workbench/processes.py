"""Watching real processes: those that work in one home, and what they bring about."""

import time

import psutil


def processes_of(home, words):
    """The living processes of a home whose command line holds these words."""
    found = []
    for process in psutil.process_iter(["cmdline", "environ", "status"]):
        line = " ".join(process.info["cmdline"] or [])
        at_home = (process.info["environ"] or {}).get("WORKBENCH_HOME") == str(home)
        if process.info["status"] != psutil.STATUS_ZOMBIE and words in line and at_home:
            found.append(process)
    return found


def until(condition, seconds):
    """Wait for something to come to pass, or fail."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.02)
