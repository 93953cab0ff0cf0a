"""The real worker's two processes with the stages of the tests; its environment names the home.

`python -m tests.workbench.worker.fake_worker [--until-idle]`
"""

import sys

from curation.services.shifts import begin_shift
from tests.workbench.worker.stages import wiring
from workbench.bootstrap import open_workbench, settings
from workbench.child import end_with_parent, parent_pipe
from workbench.work.children import Children
from workbench.work.light import run_jobs
from workbench.work.logs import write_logs_to
from workbench.work.shift_loop import LightProcess, ShiftLoop

MODULE = "tests.workbench.worker.fake_worker"

if __name__ == "__main__":
    chosen = settings()
    wired = wiring(chosen.home)
    pipe = parent_pipe(sys.argv)
    workbench = open_workbench(chosen)
    stages_of = next((a.partition("=")[2] for a in sys.argv if a.startswith("--stages=")), None)
    if stages_of:
        end_with_parent(pipe)
        write_logs_to(chosen, "stages")
        run_jobs(workbench.queue, chosen, stages_of, wired.light)
    else:
        write_logs_to(chosen, "worker")
        shift = begin_shift(workbench.queue)
        children = Children(shift, chosen, wired.children)
        light = LightProcess(chosen, shift.worker_id, MODULE)
        ShiftLoop(shift, wired, children, light, pipe, until_idle="--until-idle" in sys.argv).run()
