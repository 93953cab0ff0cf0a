"""The worker's threads that tell webhooks what happened; neither an import nor a slow address keeps others waiting."""

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from curation.errors import WorkbenchError
from curation.services.hook_delivery import HookDelivery
from workbench.bootstrap import Workbench
from workbench.work.hook_sending import Sender
from workbench.work.hook_turns import Turns
from workbench.work.reporting import bug_sentence

LOOK_EVERY = 1.0
REFUSED_REST = 10.0
_log = logging.getLogger("workbench.work")


@dataclass
class Telling:
    """Tells every place in a thread of its own, a few at once; `more` is set where a look is worth it at once."""

    delivery: HookDelivery
    turns: Turns = field(default_factory=Turns)
    more: threading.Event = field(default_factory=threading.Event)

    def look(self) -> list[threading.Thread]:
        """Begin to tell the places whose turn it is; return their threads, which end with the process anywhere."""
        due = self.delivery.due()
        begun = self.turns.begin(due, time.monotonic())
        threads = [
            threading.Thread(target=self._turn, args=(place, due[place]), name="webhook", daemon=True)
            for place in begun
        ]
        for thread in threads:
            thread.start()
        return threads

    def on(self) -> None:
        """Look for ever."""
        while True:
            self.more.wait(LOOK_EVERY if self._looked() else REFUSED_REST)
            self.more.clear()

    def _looked(self) -> bool:
        try:
            self.look()
        except WorkbenchError as error:
            _log.error("webhooks wait: %s", error)
        except Exception as error:  # noqa: BLE001 - a bug here must not end the worker; bug_sentence is loud
            bug_sentence(error, "webhooks")
        else:
            return True
        return False

    def _turn(self, place: str, hook_ids: Sequence[str]) -> None:
        """Tell the webhooks of one place; nobody else tells them meanwhile, so that their order stays."""
        began = time.monotonic()
        rest_until: float | None = None
        try:
            if self.delivery.tell(hook_ids):
                self.more.set()
        except WorkbenchError as error:
            _log.error("webhooks wait: %s", error)
            rest_until = time.monotonic() + REFUSED_REST
        except Exception as error:  # noqa: BLE001 - a bug here must not end the worker; bug_sentence is loud
            bug_sentence(error, "webhooks")
            rest_until = time.monotonic() + REFUSED_REST
        finally:
            self.turns.end(place, (time.monotonic() - began) / len(hook_ids), rest_until)


def start_telling(workbench: Workbench) -> threading.Thread:
    """Start the thread that looks; it ends with its process, anywhere: what was not answered is told again."""
    delivery = HookDelivery(workbench.database, workbench.seal, Sender(workbench.settings.webhooks))
    thread = threading.Thread(target=Telling(delivery).on, name="webhooks", daemon=True)
    thread.start()
    return thread
