"""A child module for tests: does in FOLDER what FOLDER/plan.json says, as training and eval do.

`python -m tests.workbench.worker.fake_child FOLDER`
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

folder = Path(sys.argv[1])
plan = json.loads((folder / "plan.json").read_text())


def say(**status):
    aside = folder / "status.json.new"
    aside.write_text(json.dumps(status))
    aside.replace(folder / "status.json")


if plan["mode"] == "deaf":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    (folder / "grandchild").write_text(str(grandchild.pid))
else:
    signal.signal(signal.SIGTERM, lambda *_: (folder / "ASKED").touch())
sys.stdout.write("hello from the child\n")
sys.stdout.flush()
for step in range(plan.get("steps", 3)):
    say(state="running", step=step, max_steps=plan.get("steps", 3), note="at work", error=None)
    if plan["mode"] == "crash":
        raise RuntimeError("the graphics card caught fire")
    if plan["mode"] == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if plan["mode"] != "deaf" and (folder / "CANCEL").exists():
        say(state="cancelled", step=step, max_steps=None, note="", error=None)
        sys.exit(130)
    if plan["mode"] != "deaf" and (folder / "ASKED").exists():
        sys.exit(3)
    time.sleep(plan.get("pause", 0.01))
if plan["mode"] == "failed":
    say(state="failed", step=1, max_steps=3, note="", error="The loss is not a number at step 1.")
    sys.exit(1)
if plan["mode"] == "paused":
    say(state="paused", step=1, max_steps=3, note="", error=None)
    sys.exit(3)
(folder / "result.txt").write_text("42")
say(state="done", step=3, max_steps=3, note="", error=None)
