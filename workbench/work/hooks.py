"""The worker's thread that tells webhooks what happened; an import or a training run does not keep it waiting."""

import logging
import threading
import time

from curation.errors import WorkbenchError
from curation.services.hook_delivery import HookDelivery
from workbench.bootstrap import Workbench
from workbench.work.hook_sending import Sender
from workbench.work.reporting import bug_sentence

LOOK_EVERY = 1.0
REFUSED_REST = 10.0
_log = logging.getLogger("workbench.work")


def start_telling(workbench: Workbench) -> threading.Thread:
    """Start the thread; it ends with its process, anywhere: what was not answered is told again."""
    delivery = HookDelivery(workbench.database, workbench.seal, Sender(workbench.settings.webhooks))
    thread = threading.Thread(target=_tell_on, args=(delivery,), name="webhooks", daemon=True)
    thread.start()
    return thread


def _tell_on(delivery: HookDelivery) -> None:
    while True:
        time.sleep(_told(delivery))


def _told(delivery: HookDelivery) -> float:
    """Do one round; return how long to rest."""
    try:
        return 0.0 if delivery.round() else LOOK_EVERY
    except WorkbenchError as error:
        _log.error("webhooks wait: %s", error)
    except Exception as error:  # noqa: BLE001 - a bug here must not end the worker; bug_sentence is loud
        bug_sentence(error, "webhooks")
    return REFUSED_REST
