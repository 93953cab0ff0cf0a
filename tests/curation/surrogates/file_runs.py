"""Runs of `python -m curation redact` with surrogates and one ledger, in processes of their own."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
KEY = b"0123456789abcdef"


@dataclass(frozen=True)
class Runs:
    """A folder with a policy, a key and a ledger."""

    folder: Path

    def redact(self, name: str, said: list[str]) -> list[str]:
        """Redact some texts as one file and return them."""
        done = self._run(name, "\n".join(json.dumps({"text": one}) for one in said))
        assert done.returncode == 0, done.stderr
        rows = (self.folder / f"{name}.out.jsonl").read_text().splitlines()
        return [json.loads(row)["text"] for row in rows]

    def fails(self, name: str, content: str) -> str:
        """Redact a file that cannot be, and return what is said of it."""
        done = self._run(name, content)
        assert done.returncode == 1, done.stderr
        return done.stderr

    def _run(self, name: str, content: str) -> subprocess.CompletedProcess[str]:
        source, target = self.folder / f"{name}.jsonl", self.folder / f"{name}.out.jsonl"
        source.write_text(content)
        (self.folder / "policy.json").write_text(json.dumps({"operators": {"*": "surrogate"}}))
        (self.folder / "key").write_bytes(KEY)
        command = [sys.executable, "-m", "curation", "redact", str(source), str(target), "--columns", "text"]
        command += ["--policy", str(self.folder / "policy.json"), "--key-file", str(self.folder / "key")]
        command += ["--ledger", str(self.folder / "ledger")]
        return subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
