"""What is wrong with one image, in the user's words: raised, or counted and dropped, as the user chooses."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping

__all__ = ['CURE', 'ImageProblem', 'image_problem', 'summarize_problems']

CURE = "run tools/doctor.py on this folder; to go on without it, list the id in exclude=[...] or set on_error='drop'"


class ImageProblem(ValueError):
    """One image that cannot be used; ``reason`` is a short name that problems are counted by."""

    def __init__(self, message: str, reason: str = 'other'):
        super().__init__(message)
        self.reason = reason


def image_problem(reason: str, where: str | os.PathLike, detail: str) -> ImageProblem:
    """The problem ``reason`` at the file or id ``where``, with the cure at the end of its message.

    Example: ``image_problem('stage', 'a.json', 'stage 7, expected 1 to 6')`` -> "a.json: stage 7, …; run tools/…"
    """
    return ImageProblem(f'{os.fspath(where)}: {detail}; {CURE}', reason)


def summarize_problems(problems: Mapping[str, ImageProblem], names: int = 5) -> str:
    """One line: how many images for which reason, and the first few ids of each.

    Example: "2 images: 1 stage (a), 1 unreadable image (b)"
    """
    counts = Counter(problem.reason for problem in problems.values())
    parts = []
    for reason, count in counts.most_common():
        ids = [ceph_id for ceph_id, problem in problems.items() if problem.reason == reason]
        parts.append(f'{count} {reason} ({", ".join(ids[:names])}{", ..." if count > names else ""})')
    return f'{len(problems)} images: ' + ', '.join(parts)
