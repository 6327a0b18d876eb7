"""What of a soak is a fault: pure functions of figures.

Memory has grown where two rules say so, after the first fifth of the samples: the median of the last fifth of what is
left is so many per cent above that of its first fifth, and a robust line (Theil and Sen: the median of the slopes of
all pairs) rises as much over the whole span. One alone would take a high beginning or end for a leak.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

import numpy as np
from scipy.stats import theilslopes

__all__ = ['TOO_MANY', 'find_bad_answers', 'find_growth', 'find_open_handles', 'latencies_ms', 'memory_trend']

TOO_MANY = 429
"""The answer to who asks too often, which is counted apart and is no fault."""
_SETTLING = 0.2
_PART = 0.2


def latencies_ms(seconds: Sequence[float]) -> dict[str, float]:
    """Percentiles by the nearest rank, ms.

    Example: 0.001 s to 0.1 s in steps of 0.001 -> p50 50, p95 95, p99 99, max 100
    """
    ordered = sorted(seconds)
    ranks = {f'p{share}': max(math.ceil(share * len(ordered) / 100), 1) - 1 for share in (50, 95, 99)}
    ranks['max'] = len(ordered) - 1
    return dict(count=len(ordered), **{name: round(1000 * ordered[rank], 1) for name, rank in ranks.items()})


def memory_trend(seconds: Sequence[float], memory_mib: Sequence[float]) -> dict[str, float]:
    """How memory went on once it had settled.

    Returns:
        first_mib, last_mib: medians of the first and the last fifth; highest_mib; grown_percent: from the first to the
        last; slope_mib_per_hour: of the robust line; line_percent: its rise over the span, of first_mib.
    Errors:
        ValueError: fewer than ten samples.
    """
    if len(seconds) < 10:
        raise ValueError(f'{len(seconds)} samples of memory, expected at least 10; measure for longer')
    since = int(len(seconds) * _SETTLING)
    hours, memory = np.array(seconds[since:], float) / 3600, np.array(memory_mib[since:], float)
    part = max(int(len(memory) * _PART), 1)
    first, last = float(np.median(memory[:part])), float(np.median(memory[-part:]))
    slope = float(theilslopes(memory, hours)[0])
    return dict(
        first_mib=round(first, 1),
        last_mib=round(last, 1),
        highest_mib=round(float(np.max(memory_mib)), 1),
        grown_percent=round(100 * (last / first - 1), 2),
        slope_mib_per_hour=round(slope, 2),
        line_percent=round(100 * slope * float(hours[-1] - hours[0]) / first, 2),
    )


def find_growth(name: str, trend: Mapping[str, float], most_percent: float) -> list[str]:
    """Nothing where memory is flat; shrinking is no fault."""
    if min(trend['grown_percent'], trend['line_percent']) <= most_percent:
        return []
    return [
        f'{name}: memory grew from {trend["first_mib"]} to {trend["last_mib"]} MiB, {trend["slope_mib_per_hour"]} MiB '
        'per hour'
    ]


def find_open_handles(name: str, before: int, after: int) -> list[str]:
    """Nothing where no more files are open than before."""
    return [] if after <= before else [f'{name}: {after} open files once all was done, {before} before']


def find_bad_answers(counts: Mapping[tuple[str, object], int], expected: Mapping[str, Collection[object]]) -> list[str]:
    """Answers that a kind of request may not have, and kinds that never had one that they should.

    Args:
        counts: by kind and status, or a word where there was no answer. expected: statuses of each kind.
    """
    bad = [
        f'{kind}: {count} x {status}, expected {sorted(map(str, expected[kind]))}'
        for (kind, status), count in counts.items()
        if status not in expected[kind] and status != TOO_MANY
    ]
    missing = [kind for kind, statuses in expected.items() if not any(counts.get((kind, one)) for one in statuses)]
    return sorted(bad) + [f'{kind}: never answered as expected' for kind in missing]
