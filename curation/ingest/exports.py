"""Other tools' exports, unfolded into plain columns: Argilla's records and Label Studio's tasks.

What their people wrote or chose stands in a column of its question's name, a model's proposal in `NAME (suggested)`,
a text that somebody wrote anew in `NAME (before)`. Their verdicts are columns like any other: a row that was
submitted or accepted there is a sample that nobody has decided on here.
"""

from collections.abc import Iterable
from collections.abc import Mapping as JsonObject

from curation.domain.identity import Json, canonical_json
from curation.ingest.columns import ANSWER, first_named

Values = JsonObject[str, Json]
_SUBMITTED = ("submitted", "completed", "validated")
_RESPONSES, _SUGGESTION = ".responses", ".suggestion"
_OLD = frozenset({"annotation", "prediction"})


def unfolded(values: Values) -> Values:
    """Return a row's columns, those of a known tool's export unfolded; any other row as it is."""
    if isinstance(values.get("fields"), dict) and {"responses", "suggestions"} & set(values):
        return _argilla(values)
    if isinstance(values.get("data"), dict) and {"annotations", "completions"} & set(values):
        return _label_studio(values)
    if set(values) >= _OLD and {"inputs", "text"} & set(values):
        return _old_argilla(values)
    if {"annotation_id", "annotator"} <= set(values):
        return {name: _joined(value, "\n") for name, value in values.items() if name != "annotator"}
    if any(name.endswith(_RESPONSES) for name in values):
        return _flat_argilla(values)
    return values


def _argilla(values: Values) -> Values:
    found = dict(_object(values.get("fields")))
    suggested = _suggestions(values.get("suggestions"))
    for name, value in {**suggested, **_responses(values.get("responses"))}.items():
        _put(found, name, value)
    found |= {f"{name} (suggested)": value for name, value in suggested.items()}
    for name, value in _object(values.get("metadata")).items():
        found[name if name not in found else f"{name} (metadata)"] = value
    return found | {name: values[name] for name in ("id", "external_id", "status") if values.get(name) is not None}


def _responses(given: Json) -> dict[str, Json]:
    """Read version 2 (question -> answers, each of one person) or 1 (a list of people, each with all answers)."""
    if isinstance(given, dict):
        chosen = {name: _chosen(listed) for name, listed in given.items()}
        return {name: _joined(one.get("value")) for name, one in chosen.items() if one.get("value") is not None}
    answers = _object(_chosen(given).get("values"))
    return {name: _joined(_object(one).get("value")) for name, one in answers.items()}


def _suggestions(given: Json) -> dict[str, Json]:
    if isinstance(given, dict):
        return {name: _joined(_object(one).get("value")) for name, one in given.items() if _object(one)}
    named = [(_object(one).get("question_name"), _object(one).get("value")) for one in _objects(given)]
    return {name: _joined(value) for name, value in named if isinstance(name, str)}


def _chosen(given: Json) -> Values:
    """Return the last submitted answer of several people's, else the last one."""
    people = _objects(given)
    submitted = [one for one in people if one.get("status") in _SUBMITTED]
    return (submitted or people or [{}])[-1]


def _flat_argilla(values: Values) -> Values:
    """Read the columns of `to_datasets`: NAME.responses beside NAME.responses.status and NAME.suggestion."""
    found = {name: value for name, value in values.items() if _RESPONSES not in name and _SUGGESTION not in name}
    for name in (key.removesuffix(_RESPONSES) for key in values if key.endswith(_RESPONSES)):
        given, states = values[name + _RESPONSES], values.get(f"{name}{_RESPONSES}.status")
        people = given if isinstance(given, list) else []
        known = states if isinstance(states, list) else []
        submitted = [one for one, state in zip(people, known, strict=False) if state in _SUBMITTED]
        suggested = values.get(name + _SUGGESTION)
        if suggested is not None:
            found[f"{name} (suggested)"] = _joined(suggested)
        _put(found, name, _joined((submitted or people or [suggested])[-1]))
    return found


def _old_argilla(values: Values) -> Values:
    """Read records of before version 1.8: `inputs` of named texts, or `text` that was to be rewritten."""
    inputs = values.get("inputs")
    proposals = values.get("prediction")
    best = proposals[0] if isinstance(proposals, list) and proposals else proposals
    proposed = best[0] if isinstance(best, list) and best else _object(best).get("label", best)
    annotated = values.get("annotation")
    beside = {name: values[name] for name in ("id", "status") if values.get(name) is not None}
    beside |= _object(values.get("metadata"))
    if inputs is None:
        return {"question": values.get("text"), "answer": proposed if annotated is None else annotated} | beside
    named = dict(_object(inputs)) or {"text": inputs}
    return named | {"annotation": _joined(annotated), "annotation (suggested)": _joined(proposed)} | beside


def _label_studio(values: Values) -> Values:
    found = dict(_object(values.get("data")))
    given = _objects(values.get("annotations") or values.get("completions"))
    done = [one for one in given if not one.get("was_cancelled")]
    chosen = next((one for one in done if one.get("ground_truth")), done[-1] if done else {})
    proposals = _objects(values.get("predictions"))
    suggested, _ = _results(proposals[-1] if proposals else {})
    results, written = _results(chosen)
    for name, value in {**suggested, **results}.items():
        _put(found, name, value)
    found |= {f"{name} (suggested)": value for name, value in suggested.items()}
    if len(written) == 1 and first_named(found, ANSWER) is None:
        found["answer"] = results[written[0]]
    beside: dict[str, Json] = {"annotations": len(given), "skipped": len(given) - len(done)}
    beside |= {name: values[name] for name in ("id", "created_at") if values.get(name) is not None}
    return found | {f"task {name}": value for name, value in beside.items()}


def _results(annotation: Values) -> tuple[dict[str, Json], list[str]]:
    """Return what was said by the name of its control, and which of the controls are text fields."""
    said: dict[str, list[str]] = {}
    written: list[str] = []
    for result in _objects(annotation.get("result")):
        name, kind = result.get("from_name"), result.get("type")
        if not isinstance(name, str) or not isinstance(kind, str):
            continue
        value = _object(result.get("value"))
        is_text = kind == "textarea"
        words = _joined(value.get("text"), "\n") if is_text else _joined(value.get(kind))
        said.setdefault(name, []).append(str(words))
        if is_text and name not in written:
            written.append(name)
    return {name: ("\n" if name in written else ", ").join(parts) for name, parts in said.items()}, written


def _put(found: dict[str, Json], name: str, value: Json) -> None:
    if name in found and found[name] != value:
        found[f"{name} (before)"] = found[name]
    found[name] = value


def _joined(value: Json, between: str = ", ") -> Json:
    """Return a list of texts as one text, and of anything else its JSON."""
    if not isinstance(value, list):
        return canonical_json(value) if isinstance(value, dict) else value
    return between.join(one if isinstance(one, str) else canonical_json(one) for one in value)


def _object(value: Json) -> Values:
    return value if isinstance(value, dict) else {}


def _objects(value: Json) -> list[Values]:
    found: Iterable[Json] = value if isinstance(value, list) else []
    return [one for one in found if isinstance(one, dict)]
