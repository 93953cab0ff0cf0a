"""What each kind of event says, as a sentence: who did it, and to what. One table; a test holds every kind to it."""

from curation.texts import text

HIDDEN = "sample.decided"
"""What is told of a decision while whoever reads may not know it."""
DECISIONS = (
    "sample.approved", "sample.rejected", "sample.escalated", "sample.skipped", "sample.settled", "sample.asked",
    "sample.undone", "sample.corrected", "sample.retrieval",
)  # fmt: skip

TALK = (
    "sample.flagged", "sample.unflagged", "sample.commented", "sample.uncommented", "sample.thread_resolved",
    "sample.thread_reopened",
)  # fmt: skip
HIDDEN_TALK = "sample.talked"
BLIND = frozenset((*DECISIONS, *TALK))
"""What is told only to whom the rule of blindness lets know."""


def sentence_of(action: str) -> str:
    """Return the sentence of a kind, with the places `{who}` and `{what}`; that of its family for kinds not named."""
    known = sentences()
    return known.get(action) or known.get(f"{action.partition('.')[0]}.*") or text("{who} did something to {what}.")


def sentences() -> dict[str, str]:
    """Return every kind with its sentence; `policy.*` stands for a family."""
    return {
        **_of_samples(),
        **_beside_samples(),
        **_of_data(),
        **_of_values(),
        **_of_work(),
        **_of_people(),
        **_of_home(),
    }


def _of_samples() -> dict[str, str]:
    return {
        HIDDEN_TALK: text("Somebody spoke about the sample {what}; you may know it once your own word is given."),
        HIDDEN: text("Somebody decided on the sample {what}; you may know it once your own word is given."),
        "sample.approved": text("{who} approved the sample {what}."),
        "sample.rejected": text("{who} rejected the sample {what}."),
        "sample.retrieval": text("{who} said that the sample {what} belongs in retrieval."),
        "sample.escalated": text("{who} was not sure about the sample {what}."),
        "sample.skipped": text("{who} skipped the sample {what}."),
        "sample.settled": text("{who} settled a disagreement on the sample {what}."),
        "sample.asked": text("{who} sent the sample {what} back with a question."),
        "sample.undone": text("{who} took a decision on the sample {what} back."),
        "sample.corrected": text("{who} edited the sample {what}."),
        "sample.lapsed": text("The last day of the sample {what} has passed: {who} put it back into the queue."),
        "sample.superseded": text("{who} put the sample {what} back: what it rests on has been superseded."),
        "sample.dated": text("{who} said until when the sample {what} holds."),
        "sample.requeued": text("{who} put the sample {what} back into the queue."),
        "sample.restored": text("{who} let the decisions on the sample {what} count again."),
        "sample.slots": text("The sample {what} asks for another number of people since its risk has changed."),
        "sample.risk": text("{who} changed how risky the sample {what} is."),
        "sample.specialties": text("{who} said which specialties the sample {what} needs."),
        "sample.assigned": text("{who} gave the sample {what} to somebody by name."),
        "sample.unassigned": text("{who} took the sample {what} from whom it had been given to."),
        "sample.flagged": text("{who} flagged the sample {what}."),
        "sample.unflagged": text("{who} took a flag off the sample {what}."),
        "sample.commented": text("{who} commented on the sample {what}."),
        "sample.uncommented": text("{who} took a comment on the sample {what} back."),
        "sample.thread_resolved": text("{who} resolved a thread on the sample {what}."),
        "sample.thread_reopened": text("{who} opened a thread on the sample {what} again."),
        "sample.tagged": text("{who} tagged the sample {what}."),
        "sample.untagged": text("{who} took a tag off the sample {what}."),
        "sample.privacy": text("A decision of {who} on personal data reached the sample {what}."),
        "sample.erased": text("{who} erased personal data from the sample {what}."),
        "sample.*": text("{who} did something to the sample {what}."),
        "revision.screened": text("The words that {who} typed on the sample {what} were screened."),
    }


def _beside_samples() -> dict[str, str]:
    return {
        "note.dismissed": text("{who} dismissed a note on the sample {what}."),
        "note.restored": text("{who} brought a note on the sample {what} back."),
        "group.keep_one": text("{who} kept one sample of the copies of {what}."),
        "group.keep_all": text("{who} kept all copies of {what}."),
        "group.merge": text("{who} made one sample of the copies of {what}."),
        "group.split": text("{who} took samples out of the copies of {what}."),
        "group.undone": text("{who} took a decision on the copies of {what} back."),
        "bulk.started": text("{who} began an act on many samples ({what})."),
        "bulk.ended": text("The act of {who} on many samples has ended ({what})."),
        "bulk.undoing": text("{who} began to take an act on many samples back ({what})."),
        "bulk.undone": text("An act on many samples was taken back by {who} ({what})."),
        "gold.added": text("{who} made a control sample ({what})."),
        "gold.ended": text("{who} ended a control sample ({what})."),
        "view.saved": text("{who} kept filters as a view ({what})."),
        "view.removed": text("{who} removed a view ({what})."),
    }


def _of_data() -> dict[str, str]:
    return {
        "source.imported": text("{who} imported the source {what}."),
        "source.kept_from": text("{who} kept somebody from the source {what}."),
        "source.let_have": text("{who} let somebody have the source {what} again."),
        "source.screened": text("The source {what}, which {who} imported, was screened."),
        "source.dated": text("{who} said until when the source {what} holds."),
        "source.superseded": text("{who} said that a newer source stands in the place of the source {what}."),
        "source.kept": text("{who} said that the source {what} is not superseded."),
        "version.superseded": text("The version {what} holds samples that {who} put back as superseded."),
        "source.purged": text("The original bytes of the source {what} were deleted for {who}."),
        "benchmark.added": text("{who} added questions that nothing may be trained on ({what})."),
        "benchmark.removed": text("{who} removed questions that nothing may be trained on ({what})."),
        "language.opened": text("{who} opened a language that nobody screens."),
        "topic.target": text("{who} said how many samples a topic is to have."),
        "version.frozen": text("{who} froze the version {what}."),
        "retrieval.exported": text("{who} took out what belongs in retrieval."),
        "version.exported": text("{who} exported the version {what}."),
        "retrieval.stopped": text("The gate stopped what belongs in retrieval, for which {who} had asked."),
        "retrieval.allowed": text("{who} let what belongs in retrieval pass its gate."),
        "gate.blocked": text("The gate stopped the version {what} that {who} asked for."),
        "gate.overridden": text("{who} let the version {what} pass its gate."),
        "names.trained": text("The names model was trained for {who}."),
    }


def _of_values() -> dict[str, str]:
    return {
        "value.seen": text("{who} looked at an original value."),
        "value.taken_back": text("{who} took a decision on a value back."),
        "value.mark": text("{who} marked personal data in the sample {what}."),
        "value.*": text("{who} decided on a value that was taken for personal data."),
        "person.erased": text("{who} erased a person from everything."),
        "key.replaced": text("{who} replaced the lost key."),
        "sealed.swept": text("A sealed file that belonged to no source was deleted."),
        "logs.purged": text("The logs of {what} ended jobs were deleted."),
    }


def _of_work() -> dict[str, str]:
    return {
        "job.cancelled": text("{who} stopped the job {what}."),
        "job.retried": text("{who} had the job {what} run again."),
        "run.started": text("{who} started the run {what}."),
        "run.done": text("The run {what} of {who} ended well."),
        "run.failed": text("The run {what} of {who} failed."),
        "run.cancelled": text("The run {what} was stopped for {who}."),
        "run.superseded": text("The run {what} learned from samples that {who} put back."),
        "run.paused": text("The run {what} of {who} paused."),
        "run.*": text("The run {what} of {who} went on."),
        "round.planned": text("{who} planned the round {what}."),
        "round.answering": text("{who} had the questions of the round {what} answered."),
        "round.answered": text("The questions of the round {what} were answered for {who}."),
        "round.assigned": text("{who} said who judges the round {what}."),
        "round.closed": text("{who} closed the round {what}."),
        "rating.given": text("{who} judged two answers."),
        "rating.undone": text("{who} took a judgement back."),
    }


def _of_people() -> dict[str, str]:
    return {
        "person.added": text("{who} added {what} to the project."),
        "person.invited": text("{who} invited {what}."),
        "person.reset": text("{who} made a link for {what} to set a new password."),
        "person.email": text("{who} changed the address of {what}."),
        "person.knows": text("{who} said what {what} knows."),
        "person.roles": text("{who} changed the roles of {what}."),
        "link.withdrawn": text("{who} withdrew a link for {what}."),
        "link.*": text("{what} used a one-time link."),
        "session.started": text("{who} signed in."),
        "session.moved": text("The sign-in of {who} was seen elsewhere."),
        "session.ended": text("{who} signed out."),
        "session.revoked": text("{who} ended a session."),
        "session.refused": text("A sign-in was refused."),
        "sessions.revoked": text("{who} ended every session of {what}."),
        "password.changed": text("{who} changed their password."),
        "token.made": text("{who} made an access token."),
        "token.revoked": text("{who} revoked an access token."),
        "webhook.added": text("{who} had another system told what happens ({what})."),
        "webhook.removed": text("{who} removed a webhook ({what})."),
        "webhook.on": text("{who} switched a webhook on ({what})."),
        "webhook.off": text("{who} switched a webhook off ({what})."),
        "webhook.stopped": text("A webhook could not be told and was switched off ({what})."),
        "webhook.tested": text("{who} tested a webhook ({what})."),
    }


def _of_home() -> dict[str, str]:
    return {
        "project.created": text("{who} started the project."),
        "project.described": text("{who} changed what the project says of itself."),
        "project.removed": text("{who} removed the project."),
        "policy.review": text("{who} changed the rules of review."),
        "policy.guidelines": text("{who} changed the guidelines."),
        "policy.checks": text("{who} changed the checks."),
        "policy.rubric": text("{who} changed the rubric."),
        "policy.reasons": text("{who} changed the reasons for flags and rejections."),
        "policy.pii": text("{who} changed the rules on personal data."),
        "policy.*": text("{who} changed a rule of the project."),
    }
