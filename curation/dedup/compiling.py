# pyright: basic
"""How the kernels are compiled: once for a machine, where there is a folder to keep machine code in."""

from collections.abc import Callable
from typing import TypeVar

from numba import njit

Kernel = TypeVar("Kernel", bound=Callable[..., object])


def compiled(function: Kernel) -> Kernel:
    """Compile a function that lets other threads run.

    Its machine code is kept beside its source or in the user's cache; where neither can be written to (a read-only
    image without a home), every process compiles anew, which takes it some seconds.
    """
    try:
        return njit(cache=True, nogil=True)(function)  # pyright: ignore[reportReturnType] - it is called as the function is
    except RuntimeError:
        return njit(nogil=True)(function)  # pyright: ignore[reportReturnType] - as above
