"""The methods of a cohort as text for a paper: what was read with what, how far off it is, tests, and limits."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from aariz_mm import __version__
from aariz_mm.analysis import MEASUREMENTS
from aariz_mm.extras import version_text
from aariz_mm.number_text import counted, fixed, per_cent

from .comparisons import LEAST
from .growth import LEAST_PATIENTS, LEAST_YEARS
from .loading import Cohort
from .notes import same_convention
from .scores import CohortScores

__all__ = ['methods_text']

_LIBRARIES = ('numpy', 'scipy', 'statsmodels', 'matplotlib')
_ADJUSTED = dict(holm='by Holm (1979)', bh='by Benjamini and Hochberg (1995)', none='not')
_REPEATS = dict(
    mean='the mean of several radiographs of one group and time',
    first='the first by name of several radiographs of one group and time',
    refuse='no patient having several radiographs of one group and time',
)


def methods_text(cohort: Cohort, scores: CohortScores, bundles: Mapping[str, Any]) -> tuple[str, ...]:
    """Paragraphs.

    Args:
        bundles: SHA-256 -> :class:`~aariz_mm.reading.bundle.BundleInfo`, of those that are here.
    """
    return (
        _flow(cohort), _reading(cohort, bundles), _scale(cohort), _measured(scores), _tests(cohort, scores),
        *_growth(scores), _error(cohort, scores), _limits(cohort, scores),
    )  # fmt: skip


def _flow(cohort: Cohort) -> str:
    reasons = Counter(one.reason for one in cohort.left_out)
    lost = '; '.join(f'{reason}: {number}' for reason, number in reasons.most_common()) or 'none'
    failed = f' {counted(cohort.failed, "radiograph")} could not be read.' if cohort.failed else ''
    patients = len({one.patient for one in cohort.records})
    who = counted(patients, 'patient') if cohort.knows_patients else 'each taken for a patient'
    cells = '; '.join(
        f'{f"{group} {time}".strip()} {sum((one.group, one.time) == (group, time) for one in cohort.records)}'
        for group in cohort.groups for time in cohort.times
    )  # fmt: skip
    return (
        f'Sample. {counted(cohort.found, "file of a result", "files of results")}.{failed} Left out: {lost}. '
        f'{counted(len(cohort.records), "radiograph")} count ({who}): {cells}.'
    )


def _reading(cohort: Cohort, bundles: Mapping[str, Any]) -> str:
    programs = Counter(one.program or 'a program that is not stated' for one in cohort.records)
    read_by = ', '.join(f'{name} ({n})' for name, n in sorted(programs.items()))
    shas = Counter(one for record in cohort.records for one in record.bundles)
    models = (
        ' '.join(_model(*one, n, bundles.get(one[1])) for one, n in sorted(shas.items())) or 'Models are not stated.'
    )
    corrected = sum(one.corrected for one in cohort.records)
    return f'Reading. Radiographs were read by {read_by}. {models} A person corrected {corrected} of the readings.'


def _model(name: str, sha: str, count: int, info: Any) -> str:
    said = f'{name} (SHA-256 {sha}; {counted(count, "radiograph")})'
    if info is None:
        return f'{said}; its own test is not known here.'
    scores, trained = info.scores or {}, info.trained_on or {}
    trained = f'trained on {trained["images"]} images ({info.config})' if 'images' in trained else info.config
    tested = []
    if 'MRE_mm' in scores:
        tested.append(
            f'mean radial error {fixed(scores["MRE_mm"])} ± {fixed(scores.get("SD_mm"))} mm and '
            f'{fixed(scores.get("SDR_2.0mm"), 1)} % within 2 mm on {scores.get("num_images")} radiographs of its test'
        )
    if 'CVM_accuracy' in scores:
        tested.append(
            f'CVM stage right in {per_cent(scores["CVM_accuracy"])} and within one stage in '
            f'{per_cent(scores.get("CVM_within_1"))} of {scores.get("CVM_num_images")}, weighted kappa '
            f'{fixed(scores.get("CVM_qwk"))}'
        )
    return f'{said}, {trained}: {"; ".join(tested) or "its test is not stated"}.'


def _scale(cohort: Cohort) -> str:
    sources = Counter(one.scale or 'none, so that lengths are missing' for one in cohort.records)
    sizes = ', '.join(f'{name} ({n})' for name, n in sorted(sources.items()))
    known = Counter('unknown' if one.magnification is None else f'{one.magnification:g}' for one in cohort.records)
    factors = ', '.join(f'{name} ({n})' for name, n in sorted(known.items()))
    life = 'Lengths were divided by the magnification, to be life-size.' if cohort.life_size else (
        'Lengths are as on the radiograph, the magnification is in them.'
    )  # fmt: skip
    return f'Scale. Source of the pixel size: {sizes}. Magnification: {factors}. {life}'


def _measured(scores: CohortScores) -> str:
    parts = [f'{MEASUREMENTS[key].name} ({MEASUREMENTS[key].definition.rstrip(".")})' for key in scores.settings.keys]
    return (
        f'Measurements. {"; ".join(parts)}. Norms take no part in the tables. One value of each patient counts, '
        f'{_REPEATS[scores.settings.repeats]}.'
    )


def _tests(cohort: Cohort, scores: CohortScores) -> str:
    libraries = ', '.join(f'{name} {version_text(name)}' for name in _LIBRARIES)
    clauses = ['means with 95 % intervals by t, quartiles linear between values']
    if len(cohort.groups) == 2:
        clauses.append("groups by Welch's t test, and beside it by Mann and Whitney's")
    if len(cohort.groups) > 2:
        clauses.append(
            "groups by Welch's analysis of variance and by Kruskal and Wallis' test, pairs by Welch's t with p by Holm"
        )
    if len(cohort.times) > 1:
        clauses.append('times of the same patients by the paired t test and by signed ranks (zeros by Pratt)')
        if len(cohort.groups) > 1:
            clauses.append('the changes of groups compared as groups are')
    return (
        f'Statistics. aariz_mm {__version__} on Python {platform.python_version()} with {libraries}: '
        f'{"; ".join(clauses)}. All tests are two-sided at 5 %; p was {_ADJUSTED[scores.settings.adjustment]} '
        f'corrected for the {counted(len(scores.settings.keys), "measurement")}, within one comparison. The test of '
        f'means is the one that counts; no test of assumptions chose it. With fewer than {LEAST} patients none was '
        "tested. Effects: Hedges' g with the interval of the noncentral t (Cumming and Finch 2001), omega squared, "
        'd_av (Bonett 2009), d_z, rank-biserial correlation (Brunner and Munzel 2000, on the logit; of changes on the '
        'scale of Fisher). '
        'Assumptions: Shapiro and Wilk, Brown and Forsythe. CVM stages are ordinal: ranks, the linear-by-linear trend '
        '(of two groups Cochran and Armitage), chi squared; of two times signed ranks and quadratically weighted '
        'kappa. Nothing is drawn at random, so there is no seed: the same input gives the same files.'
    )  # fmt: skip


def _growth(scores: CohortScores) -> Iterator[str]:
    if scores.growth:
        yield (
            'Growth. For each sex a natural cubic spline of age with knots at percentiles 10, 50 and 90 of '
            'the ages, by least squares with robust (HC3) standard errors where each patient has one radiograph, else '
            'by a mixed model (REML) with a random intercept of each patient; groups are pooled. At least '
            f"{LEAST_PATIENTS} patients of a sex and {LEAST_YEARS:g} years were needed. Both sexes by Wald's F. Where "
            'patients have one radiograph each, a curve compares patients of different ages and follows nobody.'
        )


def _error(cohort: Cohort, scores: CohortScores) -> str:
    why, bound = same_convention(cohort), scores.settings.bound
    told = scores.settings.error_sds
    own = f' The study gave its own SD of error of {", ".join(f"{key} ({sd:g})" for key, sd in told.items())}.'
    return (
        'Measurement error. Each reading states an interval for each measurement, calibrated on radiographs that the '
        'model had not seen; its width over 2 z gives the SD of the error as if that were normal. It holds the error '
        'of the readers, too, so that the reliability, 1 less error variance over variance within groups, is a lower '
        'bound, and g over its root (Hunter and Schmidt 2004) an upper one.'
        f'{own if told else ""} Random error is already in SDs, intervals and p, and is not added again. An error that '
        f'all readings have in common, such as a convention, is in none of them: it was assumed to be at most '
        f'{bound:g} (degrees, mm, %), which the last column of the descriptions adds. In differences of groups '
        'and changes it '
        + ('cancels, as one model read all.' if not why else f'need not cancel: {why}.')
    )  # fmt: skip


def _limits(cohort: Cohort, scores: CohortScores) -> str:
    grouped = ' Groups were not drawn by lot, as far as this program knows; age, sex and stage may differ between them.'
    return (
        'Limits. Calibrated intervals hold for radiographs like those of the calibration; for others the error may be '
        f'larger.{grouped if len(cohort.groups) > 1 else ""} A test that shows nothing does not show that there is '
        'nothing: see the detectable difference. No figure says anything about one patient.'
    )
