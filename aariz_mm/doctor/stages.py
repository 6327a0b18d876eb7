"""CVM stages per split, and images without one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from aariz_mm.landmarks import CVM_STAGES

from .cases import Case
from .findings import INFO, WARNING, Finding, StageSummary

__all__ = ['check_stages', 'summarize_stages']


def summarize_stages(cases: Sequence[Case]) -> tuple[StageSummary, ...]:
    """Counts of each split, in the order of the cases."""
    summaries = []
    for split in dict.fromkeys(case.split for case in cases):
        counts = Counter(case.stage for case in cases if case.split == split and case.scan is not None)
        stages = tuple(counts[stage] for stage in range(1, len(CVM_STAGES) + 1))
        summaries.append(StageSummary(split, stages, counts[None]))
    return tuple(summaries)


def check_stages(stages: Sequence[StageSummary], cases: Sequence[Case]) -> Iterator[Finding]:
    """A dataset without stages is as good as any; one that has them should have them all."""
    if not any(sum(split.counts) for split in stages):
        yield Finding(INFO, 'no-stages', 'no image has a CVM stage', 'landmarks can be trained, stages cannot')
        return
    for split in stages:
        ids = [case.ceph_id for case in cases if case.split == split.split and _lacks_stage(case)]
        if ids:
            yield Finding(
                WARNING, 'image-without-stage',
                f'{split.split}: {len(ids)} of {sum(split.counts) + split.without} images have no CVM stage '
                f'({", ".join(ids[:5])}{", …" if len(ids) > 5 else ""})',
                'copy the files from the release; without them the images teach landmarks alone', tuple(ids),
            )  # fmt: skip


def _lacks_stage(case: Case) -> bool:
    return case.stage is None and case.scan is not None
