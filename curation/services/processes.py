"""Whether a process is still the one that was noted: pids are reused, and a dead child may be a zombie."""

import socket

import psutil

_SAME_START = 1.0


def host_name() -> str:
    """Return this machine's name, as it stands before the slash of a worker's id."""
    return socket.gethostname()


def start_time(pid: int) -> float | None:
    """Return when a process started, in seconds since 1970, None where there is none or only its zombie."""
    try:
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else process.create_time()
    except psutil.NoSuchProcess:
        return None


def is_alive(pid: int, started: float) -> bool:
    """Tell whether the process that had this pid and start (within a second) still runs."""
    now = start_time(pid)
    return now is not None and abs(now - started) < _SAME_START
