"""How well a model answers: greedy answers, token F1, whether it stopped, whether the right fact stands in it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from training.model import TURNS


@dataclass(frozen=True)
class Marks:
    f1: float
    stopped: float
    exact: float
    answers: tuple[str, ...]


def token_f1(answer: str, reference: str) -> float:
    got, wanted = (Counter(words.lower().replace(".", " ").replace(",", " ").split()) for words in (answer, reference))
    shared = sum((got & wanted).values())
    return 2 * shared / (sum(got.values()) + sum(wanted.values())) if shared else 0.0


def marks(model_folder: Path, pairs: Sequence[tuple[str, str]], most: int = 48) -> Marks:
    """Ask each question alone-standing, greedily; a base without turns is asked in the turns that training adds."""
    tokenizer = AutoTokenizer.from_pretrained(model_folder)
    tokenizer.chat_template = tokenizer.chat_template or TURNS
    tokenizer.padding_side = "left"
    model = AutoModelForCausalLM.from_pretrained(model_folder).eval()
    prompts = [
        tokenizer.apply_chat_template(
            [{"role": "user", "content": question}], tokenize=False, add_generation_prompt=True
        )
        for question, _ in pairs
    ]
    answers: list[str] = []
    stopped = 0
    for start in range(0, len(prompts), 16):
        batch = tokenizer(prompts[start : start + 16], return_tensors="pt", padding=True, add_special_tokens=False)
        batch.pop("token_type_ids", None)
        with torch.inference_mode():
            made = model.generate(**batch, max_new_tokens=most, do_sample=False, eos_token_id=tokenizer.eos_token_id)
        for row in made[:, batch["input_ids"].shape[1] :]:
            stopped += int(tokenizer.eos_token_id in row.tolist())
            answers.append(tokenizer.decode(row, skip_special_tokens=True).strip())
    f1 = [token_f1(answer, pair[1]) for answer, pair in zip(answers, pairs, strict=True)]
    exact = [answer == pair[1] for answer, pair in zip(answers, pairs, strict=True)]
    return Marks(sum(f1) / len(f1), stopped / len(pairs), sum(exact) / len(exact), tuple(answers))
