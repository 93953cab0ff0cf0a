"""What every public method of every service needs: the table that the walk through all of them goes by."""

from curation.domain.people import Permission

NEEDS: dict[frozenset[Permission], str] = {
    frozenset({Permission.SEE}): """
        projects.members projects.policy importing.checks importing.counts importing.findings
        importing.metadata importing.counts_of importing.samples importing.samples_by_source importing.source
        importing.sources reviewing.item reviewing.progress duplicates.detail duplicates.page distributions.now
        releasing.before releasing.card releasing.choices releasing.compare releasing.folder releasing.gates
        releasing.next_name releasing.plan releasing.version releasing.versions gates.evidence gates.stopped
        sealing.kept languages.closed checks.view checks.why_first holding_back.all names.model overview.names
        overview.standing overview.work queue.seen runs.plan runs.run runs.runs rounds.rounds judging.notes
        verdicts.exchanges verdicts.round verdicts.sentence verdicts.summary tokens.make ordering.now
        review_rules.now reason_rules.now rubric_rules.now flagging.of talking.counts talking.of talking.read
        talking.unread browsing.choices browsing.count browsing.drop_view browsing.page browsing.save_view
        browsing.views histories.of staffing.knows staffing.specialties staffing.kept_from on_my_desk.now
        superseding.versions overview.pace validity.of_sample validity.why_back validity.soon
        duplicate_rules.view bulk.examples bulk.recent bulk.state conflict_rule.stops
    """,
    frozenset({Permission.REVIEW}): """
        duplicates.decide duplicates.keep_suggested duplicates.typed duplicates.undo marking.mark dismissing.dismiss
        agreements.own
    """,
    frozenset({Permission.COMMENT}): """
        flagging.flag flagging.take_away talking.resolve talking.save_draft talking.say talking.take_back
    """,
    frozenset({Permission.RATE}): """
        judging.assignments judging.progress judging.rate judging.undo judging.waiting verdicts.outcomes
    """,
    frozenset({Permission.REVIEW, Permission.EDIT}): """
        reviewing.decide reviewing.drop_draft reviewing.next_items reviewing.release reviewing.renew
        reviewing.save_draft reviewing.undo desk_help.fix desk_help.similar
    """,
    frozenset({Permission.REVIEW, Permission.IMPORT}): """
        validity.date_sample
    """,
    frozenset({Permission.EDIT}): """
        reviewing.correct
    """,
    frozenset({Permission.IMPORT}): """
        validity.date_source importing.import_file importing.preview holding_back.add holding_back.remove
    """,
    frozenset({Permission.EXPORT}): """
        retrieval.lines releasing.download releasing.download_zip releasing.export event_log.export event_log.last_look
        event_log.page event_log.verify verdicts.download verdicts.files
    """,
    frozenset({Permission.FREEZE}): """
        releasing.freeze
    """,
    frozenset({Permission.TRAIN}): """
        runs.build_base runs.cancel runs.resume runs.start
    """,
    frozenset({Permission.PLAN_ROUNDS}): """
        rounds.answer rounds.assign rounds.close rounds.plan rounds.plan_written notes.read verdicts.progress
    """,
    frozenset({Permission.MANAGE}): """
        pii_policy.now pii_policy.set
        superseding.guidelines superseding.keep_source superseding.section superseding.source
        projects.add_person projects.describe projects.remove projects.set_policy projects.set_roles inviting.accounts
        inviting.invite reviewing.set_risk distributions.aim distributions.survey languages.open checks.save_rules
        duplicate_rules.save duplicate_rules.try_out
        checks.switch checks.tried_or_why checks.try_out ordering.choose control.add control.end control.lines
        review_rules.choose reason_rules.choose rubric_rules.choose
        flagging.counts agreements.of_project conflict_rule.choose
        webhooks.add webhooks.all webhooks.remove webhooks.switch webhooks.test webhooks.tries
        staffing.teach staffing.need staffing.keep_from staffing.let_have giving.give giving.take
    """,
    frozenset({Permission.ADJUDICATE}): """
        settling.ask settling.detail settling.page settling.settle settling.undo
    """,
    frozenset({Permission.SEE_ORIGINALS}): """
        privacy.decide privacy.decide_all privacy.examples privacy.look privacy.stands privacy.values gates.let_through
        gates.let_retrieval_through
        sealing.close_review names.start
    """,
    frozenset({Permission.MANAGE, Permission.SEE_ORIGINALS}): """
        pii_rules.save pii_rules.tried_or_why pii_rules.try_out pii_rules.view
    """,
    frozenset({Permission.SEE_ORIGINALS, Permission.REVIEW}): """
        privacy.undo marking.unmark
    """,
    frozenset({Permission.REVIEW, Permission.EDIT, Permission.IMPORT}): """
        histories.tag histories.untag
    """,
}
"""One of these permissions is enough; it is asked for before anything is read."""

BY_STORE = {
    "bulk.look": "whom the kind of act asks for (tests/curation/browsing/test_bulk.py)",
    "bulk.go": "who ordered the act, and may do so on one sample (tests/curation/browsing/test_bulk.py)",
    "bulk.undo": "who ordered the act, and may do so on one sample (tests/curation/browsing/test_bulk.py)",
    "signing_in.end_session": "oneself, or whom one looks after (test_inviting, test_signing_in)",
    "signing_in.end_sessions": "oneself, or whom one looks after (test_inviting)",
    "signing_in.sessions_of": "oneself, or whom one looks after (test_signing_in)",
    "inviting.reset": "whom one looks after (test_inviting)",
    "inviting.set_email": "whom one looks after (test_inviting)",
    "inviting.withdraw": "whom one looks after (test_inviting)",
    "tokens.of": "oneself, or whom one looks after (test_inviting)",
    "tokens.revoke": "oneself, or whom one looks after (test_tokens)",
    "queue.cancel": "who started the job, or could have (tests/curation/jobs)",
    "queue.retry": "who started the job, or could have (tests/curation/jobs)",
    "staffing.gaps": "figures that everybody may ask for: there are none for whoever does not manage",
    "settling.count": "a figure that everybody may ask for: it is 0 for whoever may not settle",
    "verdicts.is_open_to": "a question that everybody may ask: it answers yes or no",
}
"""What must be read first to know who may; each is tested where it is named."""

NO_ACTOR = {
    "projects.create": "whoever starts a project owns it; the screen is for who manages one",
    "projects.ensure_local_owner": "at the start, before there is anybody",
    "projects.enter": "makes the actor",
    "projects.of": "one's own projects",
    "projects.preference": "one's own screens",
    "projects.set_preference": "one's own screens",
    "signing_in.begin": "inside the two ways in",
    "signing_in.change_password": "knows the session and the old password",
    "signing_in.come_in": "makes the session",
    "signing_in.require_open": "knows the session",
    "signing_in.session_of": "knows the cookie",
    "signing_in.sign_in": "makes the session",
    "signing_in.sign_out": "knows the session",
    "inviting.accept": "knows the link",
    "inviting.first_link": "workbench up, on this machine",
    "inviting.look": "knows the link",
    "inviting.owner_has_email": "workbench up, on this machine",
    "tokens.enter": "makes the actor",
    "sealing.purge_due": "the worker",
    "holding_back.texts": "after holding_back.all",
    "queue.ask": "inside services that have asked for a permission",
    "queue.claim": "the worker",
    "queue.counts": "figures without a text",
    "queue.enqueue": "inside services that have asked for a permission",
    "queue.finish": "the worker",
    "queue.job": "the worker",
    "queue.live_workers": "figures without a text",
    "queue.lives": "figures without a text",
    "queue.open": "states without a text",
    "queue.recent": "states without a text",
    "queue.report": "the worker",
    "runs.folder": "after runs.run",
    "runs.log_tail": "after runs.run",
    "runs.metrics": "after runs.run",
    "runs.placed": "a question without a store",
    "runs.progress": "after runs.run",
    "runs.train_job": "the worker",
}
"""Methods that nobody calls in a person's name, or that make the actor; with what keeps them."""
