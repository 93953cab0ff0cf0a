"""The verdict and the ratings as JSON: summary.json, ratings.jsonl, and what `--json` prints."""

from collections.abc import Mapping, Sequence

from curation.domain.identity import Json
from eval.rounds import Arm, Rating, RatingTask
from eval.statistics import Interval
from eval.summary import Comparison, Summary, sentence


def summary_record(summary: Summary, arms: Sequence[Arm]) -> dict[str, Json]:
    """Write a verdict; shares run from 0 to 1, lengths are in characters."""
    labels = {arm.name: arm.label for arm in arms}
    agreement = summary.agreement
    return {
        "sentence": summary.sentence,
        "systems": {arm.name: {"label": arm.label, "kind": arm.kind.value, "run": arm.run_id} for arm in arms},
        "judged": summary.judged,
        "planned": summary.planned,
        "comparisons": [_comparison(c, labels) for c in summary.comparisons],
        "people": [
            {
                "person": p.person_id,
                "judged": p.judged,
                "left": p.left,
                "right": p.right,
                "ties": p.ties,
                "both_bad": p.both_bad,
                "median_seconds": p.median_seconds,
                "agrees_with_others": p.with_others,
            }
            for p in summary.people
        ],
        "side_bias_p": summary.side_bias,
        "agreement": None
        if agreement is None
        else {"pairs": agreement.items, "raw": agreement.raw, "gwet_ac1": agreement.ac1},
    }


def rating_record(rating: Rating, task: RatingTask) -> dict[str, Json]:
    """Write a rating with its task and sides; notes are left sealed in the store."""
    return {
        "id": rating.id,
        "task": task.id,
        "person": task.person_id,
        "question": task.question,
        "left": task.left,
        "right": task.right,
        "choice": rating.choice.value,
        "seconds": rating.seconds,
        "commented": rating.commented,
        "undoes": rating.undoes,
        "at": rating.created_at.isoformat(),
    }


def _comparison(found: Comparison, labels: Mapping[str, str]) -> dict[str, Json]:
    lengths = found.lengths
    return {
        "first": found.first,
        "second": found.second,
        "sentence": sentence(found, labels),
        "outcome": found.outcome.value,
        "prompts": len(found.scores),
        "win_rate": _interval(found.rate),
        "wins": found.wins,
        "ties": found.ties,
        "losses": found.losses,
        "votes": found.votes,
        "both_bad": found.both_bad,
        "sign_test_p": found.sign,
        "mean_test_p": found.adjusted,
        "prompts_needed": found.needed,
        "scores": {str(number): score for number, score in found.scores.items()},
        "lengths": None
        if lengths is None
        else {
            "mean_first": lengths.mean_first,
            "mean_second": lengths.mean_second,
            "similar_prompts": lengths.similar_prompts,
            "similar_win_rate": lengths.similar_rate,
        },
    }


def _interval(found: Interval | None) -> Json:
    return None if found is None else {"value": found.value, "low": found.low, "high": found.high, "level": 0.95}
