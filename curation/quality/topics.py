# pyright: basic
"""Topics of texts: clusters of their TF-IDF vectors, named by the words that tell them apart. Heavy (scikit-learn)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt

import numpy as np
from scipy.sparse import csr_matrix

FEWEST_TEXTS = 10
MOST_TOPICS = 40
WORDS = 5
_FEATURES = 20_000
_WORD = r"(?u)\b[^\W\d_]{3,}\b"
_TAG = re.compile(r"<[A-Z_]+_\d+>")


@dataclass(frozen=True)
class Clusters:
    """The topic of each text, the words of each topic, and how like its topic each text is (cosine, 0 to 1)."""

    topics: list[int]
    words: list[tuple[str, ...]]
    likeness: list[float]


def topics_of(texts: Sequence[str], seed: int = 0) -> Clusters:
    """Return the topics of texts, the largest topic first.

    About sqrt(n / 4) topics, at most 40; all texts are one topic where there are fewer than 10. The same texts
    in the same order give the same topics.
    """
    if len(texts) < FEWEST_TEXTS:
        return _one_topic(len(texts))
    from sklearn.cluster import MiniBatchKMeans  # noqa: PLC0415 - 0.75 s, which a worker without such a job saves
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - as above

    vectorizer = TfidfVectorizer(
        preprocessor=_plain, token_pattern=_WORD, stop_words="english", max_df=0.5, max_features=_FEATURES
    )
    try:
        vectors = vectorizer.fit_transform(texts)
    except ValueError:  # scikit-learn's word for texts without any word that tells them apart
        return _one_topic(len(texts))
    count = min(max(isqrt(len(texts) // 4), 2), MOST_TOPICS)
    found = MiniBatchKMeans(count, random_state=seed, n_init="auto", batch_size=2_048).fit(vectors)
    labels, centres = np.asarray(found.labels_), np.asarray(found.cluster_centers_)
    sizes = np.bincount(labels, minlength=count)
    order = [int(number) for number in np.argsort(-sizes, kind="stable") if sizes[number]]
    place = np.empty(count, np.int64)
    place[order] = np.arange(len(order))
    names = vectorizer.get_feature_names_out()
    words = [_telling(centres[number], names) for number in order]
    return Clusters(place[labels].tolist(), words, _likeness(vectors, labels, centres))


def _one_topic(count: int) -> Clusters:
    return Clusters([0] * count, [()] if count else [], [1.0] * count)


def _likeness(vectors: csr_matrix, labels: np.ndarray, centres: np.ndarray) -> list[float]:
    found = np.zeros(len(labels))
    for number, centre in enumerate(centres):
        inside = np.flatnonzero(labels == number)
        length = float(np.linalg.norm(centre)) or 1.0
        found[inside] = vectors[inside] @ centre / length
    return np.round(found, 6).tolist()


def _plain(text: str) -> str:
    return _TAG.sub(" ", text).lower()


def _telling(centre: np.ndarray, names: np.ndarray) -> tuple[str, ...]:
    best = np.argsort(-centre, kind="stable")[:WORDS]
    return tuple(str(names[i]) for i in best if centre[i] > 0)
