"""Which of many images may be one: a short vector for each look, compared all with all.

The vector is that of Jégou et al. (CVPR 2010, VLAD): for each of a few typical descriptors the sum of the differences
of an image's own from it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .looks import SYMMETRIES, Look, viewed

__all__ = ['likely_pairs']

_NUM_WORDS = 32
_SAMPLE = 8000
_ROUNDS = 10
_MOST_LIKELY = 8
_FEWEST_TO_CENTRE = 20
"""With fewer images their mean says nothing of what they all have in common."""
_BLOCK = 256

_Likely = tuple[int, int, tuple[bool, int]]


def likely_pairs(looks: Sequence[Look]) -> list[_Likely]:
    """Pairs (a, b, symmetry), a < b, of which b in that view may be a: the eight most likely of each image.

    Images without descriptors are in no pair.
    """
    usable = [index for index, look in enumerate(looks) if len(look.descriptors)]
    if len(usable) < 2:
        return []
    words = _find_words([looks[index] for index in usable])
    vectors = np.stack(
        [[_vector(viewed(looks[index], view).descriptors, words) for index in usable] for view in SYMMETRIES]
    )  # (8, n, D)
    if len(usable) >= _FEWEST_TO_CENTRE:
        vectors -= vectors.mean(axis=(0, 1))
        vectors /= np.maximum(np.linalg.norm(vectors, axis=2, keepdims=True), 1e-6)
    return sorted(_most_likely(vectors, usable))


def _most_likely(vectors: np.ndarray, names: Sequence[int]) -> set[_Likely]:
    pairs: set[_Likely] = set()
    for start in range(0, len(names), _BLOCK):
        rows = vectors[0, start : start + _BLOCK]
        likeness = np.stack([rows @ view.T for view in vectors])  # (8, rows, n)
        view, likeness = likeness.argmax(axis=0), likeness.max(axis=0)
        likeness[np.arange(len(rows)), start + np.arange(len(rows))] = -np.inf
        best = np.argsort(-likeness, axis=1, kind='stable')[:, : min(_MOST_LIKELY, len(names) - 1)]
        for row, columns in enumerate(best):
            for column in columns:
                pairs.add(_ordered(names[start + row], names[column], SYMMETRIES[view[row, column]]))
    return pairs


def _ordered(first: int, second: int, symmetry: tuple[bool, int]) -> _Likely:
    """The pair by its smaller number: the inverse of a view that is not mirrored turns back, any other is its own."""
    mirrored, turns = symmetry
    inverse = symmetry if mirrored else (False, -turns % 4)
    return (first, second, symmetry) if first < second else (second, first, inverse)


def _find_words(looks: Sequence[Look]) -> np.ndarray:
    """Typical descriptors (at most 32, 64), by spherical k-means on a sample of them all in all views."""
    rng = np.random.default_rng(0)
    descriptors = np.concatenate([viewed(look, view).descriptors for look in looks for view in SYMMETRIES[:2]])
    sample = descriptors[rng.permutation(len(descriptors))[:_SAMPLE]].astype(np.float32)
    words = sample[:_NUM_WORDS]
    for _ in range(_ROUNDS):
        nearest = (sample @ words.T).argmax(axis=1)
        sums = np.stack([sample[nearest == word].sum(axis=0) for word in range(len(words))])
        words = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-6)
    return words


def _vector(descriptors: np.ndarray, words: np.ndarray) -> np.ndarray:
    descriptors = descriptors.astype(np.float32)
    nearest = (descriptors @ words.T).argmax(axis=1)
    sums = np.zeros_like(words)
    np.add.at(sums, nearest, descriptors - words[nearest])
    # The root of each word's length keeps what is everywhere, as rods and rulers, from outweighing the rest.
    sums /= np.sqrt(np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-6))
    return sums.ravel() / max(float(np.linalg.norm(sums)), 1e-6)
