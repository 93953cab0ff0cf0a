"""Models of other people's making: used where they are named, shown with their version, never fetched."""

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
import spacy

from curation.errors import InputError
from curation.pii.model_labels import MEANINGS, meaning
from curation.pii.policy import REDACTED, SUGGESTED, PiiPolicy
from curation.pii.redactor import Redactor
from curation.pii.spacy_model import SpacyModel, installed_spacy_model

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def ruled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("spacy") / "ward"
    pipeline = spacy.blank("en")
    rules = pipeline.add_pipe("entity_ruler")
    rules.add_patterns(
        [
            {"label": "PERSON", "pattern": "zorblax"},
            {"label": "GPE", "pattern": "quuxville"},
            {"label": "FOO", "pattern": "plain"},
        ]
    )
    pipeline.meta["name"], pipeline.meta["version"] = "ward", "1.2.3"
    pipeline.to_disk(folder)
    return folder


@pytest.fixture(scope="module")
def classifier(tmp_path_factory):
    """A tiny classifier that is taught two words and nothing else."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertForTokenClassification, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("hf") / "tiny"
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "zorblax", "mail", "says"]
    special = {"pad_token": words[0], "unk_token": words[1], "cls_token": words[2], "sep_token": words[3]}
    raw = Tokenizer(models.WordLevel({word: i for i, word in enumerate(words)}, unk_token=words[1]))
    raw.pre_tokenizer = pre_tokenizers.Whitespace()
    raw.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    PreTrainedTokenizerFast(tokenizer_object=raw, **special).save_pretrained(folder)
    torch.manual_seed(0)
    model = BertForTokenClassification(
        BertConfig(
            vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
            max_position_embeddings=64, id2label={0: "O", 1: "B-GIVENNAME", 2: "I-GIVENNAME", 3: "B-EMAIL"},
            label2id={"O": 0, "B-GIVENNAME": 1, "I-GIVENNAME": 2, "B-EMAIL": 3},
        )
    ).eval()  # fmt: skip
    _teach(model, {4: 1, 5: 3})
    model.save_pretrained(folder)
    return folder


def _teach(model, wanted):
    """Fit the last layer, so that a word's label is what the table says and O otherwise."""
    import torch

    words = torch.arange(model.config.vocab_size)
    labels = torch.tensor([wanted.get(int(word), 0) for word in words])
    optimiser = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(150):
        rows = torch.stack([words[torch.randperm(len(words))] for _ in range(8)])
        loss = torch.nn.functional.cross_entropy(model(rows).logits.flatten(0, 1), labels[rows].flatten())
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()


def test_a_spacy_model_on_disk_is_used_and_named(ruled):
    redactor = Redactor(PiiPolicy(engine=f"spacy:{ruled}"))
    done = redactor.redact_text("then zorblax went to quuxville in plain sight \U0001f600 zorblax")
    assert done.text == "then <PERSON_1> went to quuxville in plain sight \U0001f600 <PERSON_1>"
    assert [s.entity_type for s in done.suggestions] == ["PLACE"]
    assert f"spaCy model en_ward 1.2.3 (spaCy {spacy.__version__})" in redactor.engine
    assert "names model" in redactor.engine


def test_what_spacy_takes_at_once_is_cut_and_offsets_stay(ruled):
    text = "One line here. " * 9000 + "Then zorblax."
    [found] = SpacyModel(str(ruled)).detect_all([text])
    assert [text[one.start : one.end] for one in found] == ["zorblax"]


@pytest.mark.slow
def test_a_token_classifier_in_a_folder_is_used_and_named(classifier):
    redactor = Redactor(PiiPolicy(engine=f"hf:{classifier}"))
    text = "word " * 150 + "zorblax says mail. \U0001f600 zorblax"
    done = redactor.redact_text(text)
    assert done.text == "word " * 150 + "<PERSON_1> says <EMAIL_ADDRESS_1>. \U0001f600 <PERSON_1>"
    assert "token classifier tiny " in redactor.engine
    assert "transformers" in redactor.engine


@pytest.mark.slow
def test_a_classifier_without_a_known_label_is_refused(classifier, tmp_path):
    import json
    import shutil

    folder = tmp_path / "foo"
    shutil.copytree(classifier, folder)
    config = json.loads((folder / "config.json").read_text())
    config["id2label"] = dict.fromkeys(config["id2label"], "FOO")
    (folder / "config.json").write_text(json.dumps(config))
    with pytest.raises(InputError, match="none of its labels is known"):
        Redactor(PiiPolicy(engine=f"hf:{folder}"))


class ToldGliner:
    """Stands for the library: answers as told, and says what it was loaded from."""

    loaded: tuple[str, bool] = ("", False)

    @classmethod
    def from_pretrained(cls, folder, **options):
        cls.loaded = (folder, options["local_files_only"])
        return cls()

    def predict_entities(self, text, labels, **_):
        at = text.find("zorblax")
        assert "person" in labels
        return [] if at < 0 else [{"start": at, "end": at + 7, "label": "person", "score": 0.9, "text": "zorblax"}]


def test_a_gliner_model_is_read_by_presidios_recogniser_in_pieces(monkeypatch, tmp_path):
    library = ModuleType("gliner")
    vars(library).update(GLiNER=ToldGliner, GLiNERConfig=object)
    library.__spec__ = spacy.__spec__
    monkeypatch.setitem(sys.modules, "gliner", library)
    redactor = Redactor(PiiPolicy(engine=f"gliner:{tmp_path}"))
    text = "word " * 100 + "zorblax " + "word " * 100
    assert redactor.redact_text(text).values == ("zorblax",)
    assert ToldGliner.loaded == (str(tmp_path), True)
    assert "GLiNER model" in redactor.engine


@pytest.mark.parametrize(
    ("engine", "word"),
    [
        ("spacy:en_core_web_none", "spacy download"),
        ("hf:/no/such/folder", "no model folder"),
        ("gliner:/no/such/folder", "GLiNER is not installed"),
    ],
)
def test_a_model_that_is_not_there_is_a_sentence_with_the_cure(engine, word):
    with pytest.raises(InputError, match=word):
        Redactor(PiiPolicy(engine=engine))


def test_a_damaged_folder_is_a_sentence(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(InputError, match="cannot be used"):
        Redactor(PiiPolicy(engine=f"hf:{tmp_path}"))


def test_a_pipeline_that_finds_nothing_is_refused(tmp_path):
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(InputError, match="finds no entities"):
        Redactor(PiiPolicy(engine=f"spacy:{tmp_path / 'blank'}"))


@pytest.mark.parametrize("engine", ["", "spacy", "spacy:", "bert", 3])
def test_an_engine_in_another_form_is_refused(engine):
    with pytest.raises(InputError, match="engine"):
        PiiPolicy.from_json({"engine": engine})


def test_without_an_installed_pipeline_the_shipped_model_looks_alone():
    assert installed_spacy_model("xx") == ""
    assert Redactor(PiiPolicy(engine="shipped")).engine.endswith(")")


def test_labels_mean_types_that_the_policy_knows():
    assert set(MEANINGS.values()) <= {*REDACTED, *SUGGESTED, "US_SSN"}
    assert (meaning("B-PER"), meaning("org"), meaning("I-MISC")) == ("PERSON", "ORGANIZATION", "")


@pytest.mark.slow
def test_a_missing_model_ends_the_command_with_its_sentence(tmp_path):
    (tmp_path / "in.jsonl").write_text('{"question": "a", "answer": "b"}\n')
    (tmp_path / "policy.json").write_text('{"engine": "hf:/no/such/folder"}')
    line = [sys.executable, "-m", "curation", "redact", "in.jsonl", "out.jsonl", "--policy", "policy.json"]
    environment = {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(line, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode in (1, 2)
    assert "no model folder" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out.jsonl").exists()
