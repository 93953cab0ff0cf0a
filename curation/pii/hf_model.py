# pyright: basic
"""A Hugging Face token classifier from a folder of this machine; nothing is ever fetched."""

import hashlib
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from curation.errors import InputError
from curation.pii.detections import Detection
from curation.pii.model_labels import meaning
from curation.pii.tokens import stretches
from curation.texts import text

_BATCH = 16
_LONGEST = 512
_OVERLAP = 32
_LEAST = 0.05
_WEIGHTS = ("model.safetensors", "pytorch_model.bin", "config.json")


class HfModel:
    """Finds the spans that a classifier labels; the score is the mean probability of its tokens' labels."""

    def __init__(self, folder: str) -> None:
        if not Path(folder).is_dir():
            raise InputError(
                text(
                    "There is no model folder {folder}. Copy the token classifier (config.json, tokenizer.json, "
                    "weights) there yourself, or choose “shipped” as “engine” in the PII policy.",
                    folder=folder,
                )
            )
        self._torch, library = import_module("torch"), import_module("transformers")
        try:
            self._tokenizer = library.AutoTokenizer.from_pretrained(folder, local_files_only=True)
            self._model = library.AutoModelForTokenClassification.from_pretrained(folder, local_files_only=True).eval()
        except (OSError, ValueError, KeyError, ImportError) as error:
            raise _unreadable(folder, str(error).split("\n")[0]) from error
        if not self._tokenizer.is_fast:
            raise _unreadable(folder, text("its tokenizer knows no offsets (tokenizer.json is missing)."))
        self._meanings = {int(i): meaning(label) for i, label in self._model.config.id2label.items()}
        if not any(self._meanings.values()):
            labels = ", ".join(sorted(set(self._model.config.id2label.values())))
            raise _unreadable(folder, text("none of its labels is known ({labels}).", labels=labels))
        self._longest = min(_LONGEST, self._model.config.to_dict().get("max_position_embeddings", _LONGEST))
        self.name = f"token classifier {Path(folder).name} {_digest(Path(folder))} (transformers {library.__version__})"

    def detect_all(self, texts: Sequence[str]) -> list[list[Detection]]:
        """Return what the classifier labels; sentences longer than it takes are cut with an overlap."""
        places = [(number, *stretch) for number, text in enumerate(texts) for stretch in stretches(text)]
        found: list[list[Detection]] = [[] for _ in texts]
        for first in range(0, len(places), _BATCH):
            batch = places[first : first + _BATCH]
            given = self._tokenizer(
                [texts[number][start:end] for number, start, end in batch],
                truncation=True,
                max_length=self._longest,
                stride=min(_OVERLAP, self._longest // 4),
                return_overflowing_tokens=True,
                return_offsets_mapping=True,
                padding=True,
                return_tensors="pt",
            )
            rows, offsets = given.pop("overflow_to_sample_mapping"), given.pop("offset_mapping")
            with self._torch.no_grad():
                scores, labels = self._model(**given).logits.softmax(-1).max(-1)
            for row, spans, chances, kinds in zip(
                rows.tolist(), offsets.tolist(), scores.tolist(), labels.tolist(), strict=True
            ):
                number, start, _ = batch[row]
                found[number] += self._spans(start, spans, chances, kinds)
        return found

    def _spans(
        self, start: int, spans: Sequence[tuple[int, int]], chances: Sequence[float], kinds: Sequence[int]
    ) -> list[Detection]:
        """Join neighbouring tokens of one meaning."""
        runs: list[tuple[int, int, str, list[float]]] = []
        for (first, last), chance, kind in zip(spans, chances, kinds, strict=True):
            entity = self._meanings.get(kind, "")
            if first == last or not entity or chance < _LEAST:
                continue
            if runs and runs[-1][2] == entity and first - runs[-1][1] <= 1:
                runs[-1] = (runs[-1][0], last, entity, [*runs[-1][3], chance])
            else:
                runs.append((first, last, entity, [chance]))
        return [
            Detection(start + first, start + last, entity, round(sum(each) / len(each), 3), "token classifier")
            for first, last, entity, each in runs
        ]


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for name in _WEIGHTS:
        if (folder / name).is_file():
            with (folder / name).open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:8]


def _unreadable(folder: str, reason: str) -> InputError:
    return InputError(
        text(
            "The token classifier in {folder} cannot be used: {reason} Choose another folder, or “shipped” as “engine” "
            "in the PII policy.",
            folder=folder,
            reason=reason,
        )
    )
