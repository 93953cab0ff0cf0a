# pyright: basic
"""A version's rows as the datasets that TRL reads, measured in tokens before anything is dropped."""

from collections.abc import Sequence

from datasets import Dataset
from transformers import BatchEncoding, PreTrainedTokenizerBase

from training.rows import Measure, Row


def measure(rows: Sequence[Row], tokenizer: PreTrainedTokenizerBase) -> list[Measure]:
    """Render every row as TRL will, and say how long it is, whether its prompt stands alone, whether it ends."""
    end = tokenizer.eos_token_id
    made: list[Measure] = []
    for row in rows:
        prompt = _ids(tokenizer, row.prompt, asking=True)
        whole = _ids(tokenizer, [*row.prompt, *row.completion], asking=False)
        answer = whole[len(prompt) :]
        made.append(
            Measure(
                place=row.place,
                tokens=len(whole),
                answer_tokens=len(answer),
                prefix=whole[: len(prompt)] == prompt,
                ends=end in answer,
            )
        )
    return made


def dataset(rows: Sequence[Row]) -> Dataset:
    """Return the rows in prompt-completion form, so that the loss falls on answers only."""
    return Dataset.from_list([{"prompt": row.prompt, "completion": row.completion} for row in rows])


def _ids(tokenizer: PreTrainedTokenizerBase, messages: list[dict[str, str]], *, asking: bool) -> list[int]:
    rendered = tokenizer.apply_chat_template(messages, tokenize=True, add_generation_prompt=asking, return_dict=True)
    assert isinstance(rendered, BatchEncoding)
    return list(rendered.data["input_ids"])
