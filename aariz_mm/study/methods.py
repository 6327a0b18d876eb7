"""The methods of a study as text for a paper: software, numbers, statistics with their sources, margins, limits."""

from __future__ import annotations

from aariz_mm import __version__
from aariz_mm.extras import version_text
from aariz_mm.number_text import counted

from .assembly import Study
from .comparisons import AXES
from .scores import StudyScores

__all__ = ['methods_text']

_LIBRARIES = ('numpy', 'scipy', 'statsmodels')


def methods_text(study: Study, scores: StudyScores) -> tuple[str, ...]:
    """Paragraphs."""
    return (_material(study), _landmarks(study, scores.frame), _MEASUREMENTS, *_models(study, scores), _limits(study))


def _material(study: Study) -> str:
    readers = ', '.join(one.label for one in study.readers) or 'none'
    repeats = ', '.join(one.label for one in study.points_px if one.occasion > 1) or 'none'
    models = ', '.join(one.label for one in study.models) or 'none'
    libraries = ', '.join(f'{name} {version_text(name)}' for name in _LIBRARIES)
    scale = f'Distances are in mm (pixel sizes {study.scale_from}).'
    if study.unit == 'px':
        scale = 'No pixel size is known: distances are in pixels of the files, and measurements in mm are left out.'
    return (
        f'{counted(len(study.image_ids), "radiograph")} that all readings share, '
        f'{counted(len(study.symbols), "landmark")} ({", ".join(study.symbols)}). Readers: {readers}. Repeated '
        f'readings: {repeats}. Models: {models}. {scale} Statistics: aariz_mm {__version__} with {libraries}. Of the '
        f'readings, {counted(len(study.left_out), "entry", "entries")} did not count; they are listed with their '
        'reasons.'
    )


def _landmarks(study: Study, frame: str) -> str:
    return (
        f'Differences of a landmark are taken as a distance and apart in two directions ({AXES[frame][0]}; '
        f"{AXES[frame][1]}), first reading less second. Dahlberg's error is sqrt(sum d² / 2n), of distances with the "
        'squared distance; it holds the bias. SEM is SD / sqrt(2), without it. The repeatability coefficient is 1.96 '
        'sqrt(2) Sw (2.77 Sw), Sw being the SD within radiographs (Bland and Altman 1999), which of two readings is '
        "Dahlberg's error. Systematic error: paired t test, marked (*) at p < 0.1 (Houston 1983); CSV files also hold "
        'p corrected for the number of tests (Holm). Intervals are 95 %; those of distances count a radiograph as one '
        'observation. Ellipses are 95 % prediction ellipses (Hotelling).'
    )


_MEASUREMENTS = (
    'Measurements: bias with the interval of t; limits of agreement, bias ± 1.96 SD, with their intervals (Bland and '
    'Altman 1999); ICC(2,1), two-way random effects, absolute agreement, one reader (Shrout and Fleiss 1979), with the '
    'interval of McGraw and Wong (1996). Classes: share of equal ones (Agresti and Coull 1998), linearly weighted '
    "kappa (Cohen 1968) with its asymptotic interval on Fisher's z scale, and of all readers Fleiss' kappa (1971) with "
    'a bootstrap over radiographs.'
)


def _models(study: Study, scores: StudyScores) -> tuple[str, ...]:
    if not scores.models:
        return ()
    margins = scores.margins
    distance = (
        f'{margins.rise:g} mm, degrees or %' if margins.distance else f'{margins.rise:g} degrees or %; none in pixels'
    )
    return (
        'Equivalence of means: two one-sided paired t tests (TOST; Schuirmann 1987) of the model less the mean of the '
        f'readers, margin ±{margins.bias:g} (degrees, mm, %), shown at p < 0.05. Interchangeability (Obuchowski 2001; '
        'Obuchowski, Subhas and Schoenhagen 2014): the individual equivalence index is the mean distance of the model '
        'to a reader less that of two readers, not squared, so that it keeps the unit. It is shown where its whole 95 '
        f'% interval lies below the margin of {distance}. Margins are a choice, to be made before the data are seen. '
        'The index is also given without the constant difference of each reading from the mean of the readers. The '
        'tests are not corrected for their number.',
    )


def _limits(study: Study) -> str:
    trained = (
        ' A model that was trained on these readers lies between them; part of what it gains is knowledge of their '
        'habits, and other readers may have others.'
        if study.models
        else ''
    )
    return (
        'Readings of the mean: each reader is part of the mean that he is held against, a model is not. Constant '
        f'differences between readers (their conventions) count as disagreement.{trained} A test that shows nothing '
        'does not show a difference either. No figure says anything about a patient.'
    )
