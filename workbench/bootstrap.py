"""The one composition root: reads the environment, opens the store, wires the light services."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from curation.domain.identity import content_hash
from curation.domain.webhooks import Reach
from curation.errors import InputError
from curation.pii.sealed import Seal
from curation.services.browsing import Browsing
from curation.services.bulk import Bulk
from curation.services.checking import Checks
from curation.services.conflict_gate import ConflictRule
from curation.services.distribution import Distributions
from curation.services.duplicates import DuplicateReview
from curation.services.duplicates_policy import DuplicateRules
from curation.services.event_log import EventLog
from curation.services.gate_decisions import GateDecisions
from curation.services.histories import Histories
from curation.services.holding_back import HoldingBack
from curation.services.homes import make_home, seal_of
from curation.services.importing import Importing
from curation.services.index_files import INDEXES
from curation.services.inviting import Inviting
from curation.services.languages import Languages
from curation.services.names_training import NamesTraining
from curation.services.overview import Overview
from curation.services.pii_rules import PiiRules
from curation.services.privacy import Privacy
from curation.services.privacy_marks import Marking
from curation.services.privacy_policy import PrivacyPolicy
from curation.services.projects import Projects
from curation.services.queue import Queue
from curation.services.releasing import Releasing
from curation.services.retrieval import Retrieval
from curation.services.sealed_files import SealedFiles
from curation.services.sealing import Sealing
from curation.services.signing_in import SigningIn
from curation.services.superseding import Superseding
from curation.services.tokens import Tokens
from curation.services.typed_words import TypedWords
from curation.services.validity import Validities
from curation.services.webhooks import Webhooks
from curation.store.database import Database
from curation.texts import text
from eval.judging import Judging
from eval.notes import RaterNotes
from eval.plans import Rounds
from eval.verdicts import Verdicts
from training.plans import Runs
from workbench.entrance import Entrance, entrance_from
from workbench.review_services import ReviewServices, review_services

DEFAULT_HOME = Path("~/.local/share/sft-workbench")
DEFAULT_PORT = 8501
MOST_PORT = 65_535
MOST_THREADS = 1_024
_KEYS = Path("~/.config/sft-workbench/keys")


@dataclass(frozen=True)
class Settings:
    """Where everything lies and how the server listens; read once from the environment."""

    home: Path
    host: str
    port: int
    database_url: str
    key_file: Path
    language: str
    samples_folder: Path
    threads: int
    entrance: Entrance
    webhooks: Reach = Reach.PUBLIC
    token: str = field(default="", repr=False)

    @property
    def sources(self) -> Path:
        """Where the sealed bytes of sources lie, by hash."""
        return self.home / "sources"

    @property
    def versions(self) -> Path:
        """Where version folders lie, by project and name."""
        return self.home / "versions"

    @property
    def runs(self) -> Path:
        """Where run folders lie, by id."""
        return self.home / "runs"

    @property
    def rounds(self) -> Path:
        """Where round folders lie, by id."""
        return self.home / "rounds"

    @property
    def models(self) -> Path:
        """Where base models built here lie."""
        return self.home / "models"

    @property
    def indexes(self) -> Path:
        """Where the duplicate indexes lie, by project."""
        return self.home / INDEXES

    @property
    def logs(self) -> Path:
        """Where logs lie."""
        return self.home / "logs"

    @property
    def backups(self) -> Path:
        """Where backups lie."""
        return self.home / "backups"


@dataclass(frozen=True)
class Workbench(ReviewServices):
    """The services that screens, routes and commands call."""

    settings: Settings
    database: Database
    seal: Seal
    projects: Projects
    signing_in: SigningIn
    inviting: Inviting
    tokens: Tokens
    webhooks: Webhooks
    importing: Importing
    browsing: Browsing
    bulk: Bulk
    histories: Histories
    retrieval: Retrieval
    validity: Validities
    superseding: Superseding
    event_log: EventLog
    duplicates: DuplicateReview
    duplicate_rules: DuplicateRules
    conflict_rule: ConflictRule
    distributions: Distributions
    privacy: Privacy
    marking: Marking
    pii_policy: PrivacyPolicy
    pii_rules: PiiRules
    releasing: Releasing
    gates: GateDecisions
    sealing: Sealing
    languages: Languages
    checks: Checks
    holding_back: HoldingBack
    names: NamesTraining
    overview: Overview
    queue: Queue
    runs: Runs
    rounds: Rounds
    judging: Judging
    notes: RaterNotes
    verdicts: Verdicts


def settings_from(environment: Mapping[str, str], home: Path | None = None) -> Settings:
    """Parse the settings; raises InputError naming the variable that cannot be used."""
    place = (home or Path(environment.get("WORKBENCH_HOME") or DEFAULT_HOME)).expanduser().resolve()
    key_name = f"{content_hash(str(place))[:16]}.key"
    return Settings(
        home=place,
        host=environment.get("WORKBENCH_HOST", "127.0.0.1"),
        port=_number(environment, "WORKBENCH_PORT", DEFAULT_PORT, MOST_PORT),
        database_url=environment.get("WORKBENCH_DATABASE") or f"sqlite:///{place / 'workbench.db'}",
        key_file=Path(environment.get("WORKBENCH_KEY_FILE") or _KEYS / key_name).expanduser(),
        language=environment.get("WORKBENCH_LANGUAGE", "en"),
        samples_folder=Path(environment.get("WORKBENCH_SAMPLES") or Path(__file__).parents[1] / "data_samples"),
        threads=_number(environment, "WORKBENCH_THREADS", 2, MOST_THREADS),
        entrance=entrance_from(environment),
        webhooks=_reach(environment),
        token=environment.get("WORKBENCH_TOKEN", ""),
    )


def settings(home: Path | None = None) -> Settings:
    """Read the settings of this process."""
    return settings_from(os.environ, home)


def child_environment(chosen: Settings) -> dict[str, str]:
    """Return the environment of a process that we start: the same home, so many threads, no telemetry."""
    return {
        **os.environ,
        "WORKBENCH_HOME": str(chosen.home),
        "WORKBENCH_HOST": chosen.host,
        "WORKBENCH_PORT": str(chosen.port),
        "WORKBENCH_DATABASE": chosen.database_url,
        "WORKBENCH_KEY_FILE": str(chosen.key_file),
        "WORKBENCH_THREADS": str(chosen.threads),
        "OMP_NUM_THREADS": str(chosen.threads),
        "OMP_WAIT_POLICY": "PASSIVE",
        "POLARS_MAX_THREADS": str(chosen.threads),
        "TOKENIZERS_PARALLELISM": "false",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "DO_NOT_TRACK": "1",
        "WANDB_MODE": "disabled",
        "PYTHONUNBUFFERED": "1",
    }


def believe_proxies(chosen: Settings) -> None:
    """Have the server take a visitor's address and scheme from X-Forwarded-* of the configured proxies alone.

    Without this uvicorn believes whoever calls from this machine.
    """
    os.environ["FORWARDED_ALLOW_IPS"] = ",".join(chosen.entrance.proxies)


def open_workbench(chosen: Settings) -> Workbench:
    """Open the store and wire the services; nothing heavy is imported."""
    make_home(chosen.home)
    database = Database(chosen.database_url)
    seal = seal_of(chosen.home, chosen.key_file)
    queue = Queue(database, seal)
    signing_in = SigningIn(database)
    typed = TypedWords(database, queue.ask)
    bulk = Bulk(database, seal, typed)
    return Workbench(
        **vars(review_services(database, seal)),
        settings=chosen,
        database=database,
        seal=seal,
        projects=Projects(database),
        signing_in=signing_in,
        inviting=Inviting(database, signing_in),
        tokens=Tokens(database),
        webhooks=Webhooks(database, seal, chosen.webhooks),
        importing=Importing(database, seal, chosen.sources),
        browsing=Browsing(database, typed),
        bulk=bulk,
        histories=Histories(database, typed),
        retrieval=Retrieval(database, queue.ask),
        validity=Validities(database),
        superseding=Superseding(database, bulk),
        event_log=EventLog(database),
        duplicates=DuplicateReview(database, seal),
        distributions=Distributions(database),
        privacy=Privacy(database, seal),
        marking=Marking(database, seal, queue.ask),
        pii_policy=PrivacyPolicy(database, seal),
        pii_rules=PiiRules(database, seal, queue.ask),
        releasing=Releasing(database, chosen.home),
        gates=GateDecisions(database),
        languages=Languages(database),
        checks=Checks(database, queue.ask),
        duplicate_rules=DuplicateRules(database, queue.ask),
        conflict_rule=ConflictRule(database),
        holding_back=HoldingBack(database, SealedFiles(chosen.home / "benchmarks", seal)),
        names=NamesTraining(database, chosen.home),
        sealing=Sealing(database, SealedFiles(chosen.sources, seal)),
        overview=Overview(database),
        queue=queue,
        runs=Runs(database, chosen.home, queue),
        rounds=Rounds(database, chosen.home, queue.ask),
        judging=Judging(database, seal),
        notes=RaterNotes(database, seal, queue.ask),
        verdicts=Verdicts(database, chosen.home),
    )


def _reach(environment: Mapping[str, str]) -> Reach:
    said = environment.get("WORKBENCH_WEBHOOKS") or Reach.PUBLIC.value
    if said not in {one.value for one in Reach}:
        names = ", ".join(one.value for one in Reach)
        raise InputError(
            text("{name} cannot be {value}. It is one of: {names}.", name="WORKBENCH_WEBHOOKS", value=said, names=names)
        )
    return Reach(said)


def _number(environment: Mapping[str, str], name: str, default: int, most: int) -> int:
    value = environment.get(name, "")
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= most:
        raise InputError(
            text("{name} must be a whole number from 1 to {most}, not {value}.", name=name, most=most, value=value)
        )
    return int(value)
