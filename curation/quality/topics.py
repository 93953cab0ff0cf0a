# pyright: basic
"""Topics of texts: clusters of their TF-IDF vectors, named by the words that tell them apart. Heavy (scikit-learn)."""

import re
from collections.abc import Sequence
from math import isqrt

import numpy as np
from sklearn.cluster import MiniBatchKMeans
from sklearn.feature_extraction.text import TfidfVectorizer

FEWEST_TEXTS = 10
MOST_TOPICS = 40
WORDS = 5
_FEATURES = 20_000
_WORD = r"(?u)\b[^\W\d_]{3,}\b"
_TAG = re.compile(r"<[A-Z_]+_\d+>")


def topics_of(texts: Sequence[str], seed: int = 0) -> tuple[list[int], list[tuple[str, ...]]]:
    """Return the topic of each text and the words of each topic, the largest topic first.

    About sqrt(n / 4) topics, at most 40; all texts are one topic where there are fewer than 10. The same texts
    in the same order give the same topics.
    """
    if len(texts) < FEWEST_TEXTS:
        return [0] * len(texts), [()] if texts else []
    vectorizer = TfidfVectorizer(
        preprocessor=_plain, token_pattern=_WORD, stop_words="english", max_df=0.5, max_features=_FEATURES
    )
    try:
        vectors = vectorizer.fit_transform(texts)
    except ValueError:  # scikit-learn's word for texts without any word that tells them apart
        return [0] * len(texts), [()]
    count = min(max(isqrt(len(texts) // 4), 2), MOST_TOPICS)
    found = MiniBatchKMeans(count, random_state=seed, n_init="auto", batch_size=2_048).fit(vectors)
    labels, centres = np.asarray(found.labels_), np.asarray(found.cluster_centers_)
    sizes = np.bincount(labels, minlength=count)
    order = [int(number) for number in np.argsort(-sizes, kind="stable") if sizes[number]]
    place = np.empty(count, np.int64)
    place[order] = np.arange(len(order))
    names = vectorizer.get_feature_names_out()
    return place[labels].tolist(), [_telling(centres[number], names) for number in order]


def _plain(text: str) -> str:
    return _TAG.sub(" ", text).lower()


def _telling(centre: np.ndarray, names: np.ndarray) -> tuple[str, ...]:
    best = np.argsort(-centre, kind="stable")[:WORDS]
    return tuple(str(names[i]) for i in best if centre[i] > 0)
