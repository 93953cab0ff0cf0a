"""Random models of a few thousand weights: a base without a chat template, and a LoRA adapter with one."""

from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from tests.eval.rounds_made import TEMPLATE

MARKS = ["<pad>", "<|end|>", "<|user|>", "<|assistant|>", "<|system|>"]


def a_tokenizer(template: str | None) -> PreTrainedTokenizerFast:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=300, special_tokens=MARKS, initial_alphabet=alphabet, show_progress=False)
    tokenizer.train_from_iterator(["What is the fact? The fact is plain."], trainer)
    marks = {"pad_token": MARKS[0], "eos_token": MARKS[1]}
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, **marks)
    fast.chat_template = template
    return fast


def a_base(folder: Path) -> Path:
    torch.manual_seed(3)
    tokenizer = a_tokenizer(None)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=64,
        intermediate_size=96,
        num_hidden_layers=2,
        num_attention_heads=2,
        max_position_embeddings=128,
        pad_token_id=tokenizer.pad_token_id,
        bos_token_id=None,
        eos_token_id=None,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def an_adapter(base: Path, folder: Path) -> Path:
    """An adapter whose random matrices B make it write something else than its base."""
    torch.manual_seed(4)
    config = LoraConfig(r=4, target_modules="all-linear", init_lora_weights=False, task_type="CAUSAL_LM")
    get_peft_model(LlamaForCausalLM.from_pretrained(base), config).save_pretrained(folder)
    a_tokenizer(TEMPLATE).save_pretrained(folder)
    return folder
