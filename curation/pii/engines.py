# pyright: basic
"""Which statistical models look at a project's texts: the shipped one, and one that is installed and named.

`engine` of the policy: `shipped` (the names model alone), `auto` (also the largest spaCy pipeline for English that is
installed), `spacy:NAME`, `hf:FOLDER` or `gliner:FOLDER` (also that one). The shipped model always looks too: what
either finds counts. Models are loaded by whoever redacts, and never fetched.
"""

from importlib import import_module
from pathlib import Path

from curation.errors import InputError
from curation.pii.detections import Model
from curation.pii.gazetteer import MODEL_FOLDER
from curation.pii.names_model import WEIGHTS_FILE, NamesDetector
from curation.pii.policy import PiiPolicy
from curation.pii.spacy_model import SpacyModel, installed_spacy_model
from curation.texts import text

AUTO, SHIPPED = "auto", "shipped"
_MODELS = {"hf": ("curation.pii.hf_model", "HfModel"), "gliner": ("curation.pii.gliner_model", "GlinerModel")}


def models_of(policy: PiiPolicy) -> tuple[Model, ...]:
    """Open the models of a policy; raises InputError with the cure where one cannot be loaded."""
    shipped = NamesDetector(names_folder(policy))
    kind, _, name = policy.engine.partition(":")
    if kind == AUTO:
        kind, name = "spacy", installed_spacy_model("en")
    if kind == "spacy" and name:
        return (shipped, SpacyModel(name))
    if kind in _MODELS:
        module, model = _MODELS[kind]
        return (shipped, vars(import_module(module))[model](name))
    return (shipped,)


def names_folder(policy: PiiPolicy) -> Path:
    """Return where the names model of a policy lies; raises InputError where it is gone."""
    folder = Path(policy.names_model) if policy.names_model else MODEL_FOLDER
    if not (folder / WEIGHTS_FILE).is_file():
        raise InputError(
            text(
                "The names model {folder} that the PII policy names is gone. Train it again (workbench pii train), or "
                "take “names_model” out of the policy.",
                folder=folder,
            )
        )
    return folder
