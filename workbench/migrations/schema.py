"""Every table of the house in one metadata: importing the modules that declare them is what fills it."""

from sqlalchemy import MetaData

from curation.store import (
    search_index,
    tables_access,
    tables_browser,
    tables_duplicates,
    tables_hooks,
    tables_lapse,
    tables_people,
    tables_privacy,
    tables_review,
    tables_samples,
    tables_talk,
    tables_topics,
    tables_work,
)
from curation.store.base import Table
from eval import store as eval_store
from training import store as training_store

ROOMS = (
    *(tables_people, tables_access, tables_samples, tables_work, tables_privacy, tables_duplicates),
    *(tables_review, tables_topics, tables_lapse),
    *(tables_browser, search_index, tables_talk, tables_hooks),
    *(training_store, eval_store),
)
METADATA: MetaData = Table.metadata
