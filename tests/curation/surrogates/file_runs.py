"""Runs of `python -m curation redact` with surrogates and one ledger, in this process or in one of their own."""

import json
import subprocess
import sys
from contextlib import redirect_stderr
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from curation.__main__ import run

ROOT = Path(__file__).parents[3]
KEY = b"0123456789abcdef"


@dataclass(frozen=True)
class Runs:
    """A folder with a policy, a key and a ledger."""

    folder: Path
    apart: bool = False

    def redact(self, name: str, said: list[str]) -> list[str]:
        """Redact some texts as one file and return them."""
        code, errors = self._run(name, "\n".join(json.dumps({"text": one}) for one in said))
        assert code == 0, errors
        rows = (self.folder / f"{name}.out.jsonl").read_text().splitlines()
        return [json.loads(row)["text"] for row in rows]

    def fails(self, name: str, content: str) -> str:
        """Redact a file that cannot be, and return what is said of it."""
        code, errors = self._run(name, content)
        assert code == 1, errors
        return errors

    def _run(self, name: str, content: str) -> tuple[int, str]:
        source, target = self.folder / f"{name}.jsonl", self.folder / f"{name}.out.jsonl"
        source.write_text(content)
        (self.folder / "policy.json").write_text(json.dumps({"operators": {"*": "surrogate"}}))
        (self.folder / "key").write_bytes(KEY)
        command = ["redact", str(source), str(target), "--columns", "text", "--workers", "1"]
        command += ["--policy", str(self.folder / "policy.json"), "--key-file", str(self.folder / "key")]
        command += ["--ledger", str(self.folder / "ledger")]
        if self.apart:
            command = [sys.executable, "-m", "curation", *command]
            done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
            return done.returncode, done.stderr
        with redirect_stderr(StringIO()) as said:
            return run(command), said.getvalue()
