"""Stages for the pool's tests: they must be importable by name in a fresh process."""

import os
import time


def doubling(by):
    return lambda batch: [item * by for item in batch]


def naming_process(_):
    opened = os.getpid()
    return lambda _: (opened, os.getpid())


def sleeping(seconds):
    def work(batch):
        time.sleep(seconds)
        return batch

    return work


def failing(_):
    def work(batch):
        raise ValueError(batch)

    return work
