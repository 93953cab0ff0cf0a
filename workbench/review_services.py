"""The services around reviewing, wired: a part of the workbench (see bootstrap)."""

from dataclasses import dataclass

from curation.pii.sealed import Seal
from curation.services.agreeing import Agreements
from curation.services.control_samples import ControlSamples
from curation.services.desk_help import DeskHelp
from curation.services.dismissing import Dismissing
from curation.services.flagging import Flagging
from curation.services.giving import Giving
from curation.services.on_my_desk import OnMyDesk
from curation.services.queue_order import QueueOrdering
from curation.services.reason_rules import ReasonRules
from curation.services.review_rules import ReviewRules
from curation.services.reviewing import Reviewing
from curation.services.rubric_rules import RubricRules
from curation.services.settling import Settling
from curation.services.staffing import Staffing
from curation.services.talking import Talking
from curation.store.database import Database


@dataclass(frozen=True)
class ReviewServices:
    """What the desk, its rules and its figures call."""

    reviewing: Reviewing
    settling: Settling
    control: ControlSamples
    review_rules: ReviewRules
    staffing: Staffing
    giving: Giving
    on_my_desk: OnMyDesk
    reason_rules: ReasonRules
    rubric_rules: RubricRules
    flagging: Flagging
    talking: Talking
    dismissing: Dismissing
    desk_help: DeskHelp
    ordering: QueueOrdering
    agreements: Agreements


def review_services(database: Database, seal: Seal) -> ReviewServices:
    """Wire them to a store."""
    return ReviewServices(
        reviewing=Reviewing(database, seal),
        settling=Settling(database, seal),
        control=ControlSamples(database, seal),
        review_rules=ReviewRules(database),
        staffing=Staffing(database),
        giving=Giving(database),
        on_my_desk=OnMyDesk(database),
        reason_rules=ReasonRules(database),
        rubric_rules=RubricRules(database),
        flagging=Flagging(database, seal),
        talking=Talking(database, seal),
        dismissing=Dismissing(database),
        desk_help=DeskHelp(Reviewing(database, seal)),
        ordering=QueueOrdering(database),
        agreements=Agreements(database),
    )
