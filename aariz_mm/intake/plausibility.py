"""Whether landmarks form a face, and whether the pixels beneath them look like a radiograph of one.

A model finds landmarks in whatever it is given: in a mirrored radiograph, a negative, a photograph. What it found then
forms no face, or lies on pixels that look otherwise. Limits were set on 37 radiographs of ISBI 2015's Test1 and 16
changed versions of each, with a small model: as they are, their landmarks lie 2 to 8 mm from the mean face (median over
the landmarks; the readers' own 2 to 10), mirrored, turned by 90 or 180 degrees or upside down 17 mm or more; the pixels
correlate with phantoms by 0.37 or more, as negatives by -0.34 or less.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from aariz_mm.geometry import fit_similarity, inside_image
from aariz_mm.intake.alignment import can_be_aligned, correlate, cut_patch, flipped, phantom_template
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.outlines.mean_shape import MEAN_SHAPE_MM
from aariz_mm.radiographs.resolution import unusual_scale

__all__ = [
    'FARTHEST_MM',
    'Plausibility',
    'assess',
    'describe_doubts',
    'describe_places',
    'describe_prediction',
    'describe_scale',
    'distances_to_mean_mm',
    'face_stretch',
    'full_points',
    'shape_distance_mm',
    'turned_images',
]

FARTHEST_MM = 11.0
"""Median distance of the landmarks from the mean face beyond which they form none; of a face with S-N = 70 mm."""
_NEGATIVE, _UNLIKE = -0.2, 0.0
_STRETCHED = 0.28
"""Logarithm of the stretch; faces have -0.15 to 0.23."""
_USUAL_TILT_DEG, _TILTED_DEG = 9.0, 30.0
"""Heads are turned clockwise against the mean face by 2 to 18 degrees. On radiographs turned by 20 degrees more, either
way, no landmark was further off than 4 mm; by 45 degrees, 30 mm."""
_FEWEST_LANDMARKS = 6
_FAR_OFF_MM = 22.0
"""Distance of one landmark from the mean face; of 147 radiographs of ISBI 2015's Test1 none has one beyond 19."""
_THUMBNAIL = 128


@dataclass(frozen=True)
class Plausibility:
    """How like a usual face landmarks and pixels are; NaN where too few landmarks tell.

    shape_mm: median distance of the landmarks from the mean face laid on them, mm of a face with S-N = 70 mm;
        infinite where they lie in one place or are no numbers.
    likeness: correlation of the pixels with a usual radiograph, -1 to 1.
    stretch: how much wider than high the face is than the mean one, as a factor.
    faces_left: whether it is the mean face mirrored that fits. tilt_deg: how far it is turned clockwise.
    """

    shape_mm: float
    likeness: float
    stretch: float
    faces_left: bool = False
    tilt_deg: float = np.nan

    @property
    def forms_face(self) -> bool:
        """Whether nothing speaks against the landmarks."""
        return not self.shape_mm > FARTHEST_MM


def assess(image: np.ndarray, points_px: np.ndarray, symbols: Sequence[str]) -> Plausibility:
    """Compare landmarks and pixels of a radiograph with a usual face.

    Args:
        image: (H, W) or a smaller one of it, uint8. points_px: (K, 2), pixels of ``image``; NaN where missing.
        symbols: K landmark symbols.
    """
    points = full_points(points_px, symbols)
    distance, mirrored = shape_distance_mm(points), shape_distance_mm(points * [-1, 1])
    if np.isnan(distance):  # too few to tell, or in one place, or no numbers
        return Plausibility(np.inf if len(symbols) >= _FEWEST_LANDMARKS else np.nan, np.nan, np.nan)
    thumbnail = cv2.resize(image, (_THUMBNAIL, _THUMBNAIL), interpolation=cv2.INTER_AREA).astype(np.float32)
    faces_left = distance > FARTHEST_MM >= mirrored
    patch = cut_patch(thumbnail, points, image.shape[1::-1], faces_left)
    likeness, stretch = correlate(patch, phantom_template()), face_stretch(points * [-1 if faces_left else 1, 1])
    return Plausibility(min(distance, mirrored), likeness, stretch, faces_left, _tilt_deg(points, faces_left))


def describe_doubts(found: Plausibility) -> tuple[str, ...]:
    """What speaks against a prediction, in sentences; empty where nothing does."""
    if np.isinf(found.shape_mm):
        return ('the landmarks lie in one place or are no numbers: the model was not trained, or has diverged',)
    if not found.forms_face:
        return (
            f'the landmarks form no face ({found.shape_mm:.1f} mm from a usual one, expected at most '
            f'{FARTHEST_MM:g}): is it a lateral cephalogram that faces right, upright and not mirrored?',
        )
    doubts = []
    if found.faces_left:
        doubts.append('the head faces left: mirror the radiograph, for models know heads that face right')
    tilt = found.tilt_deg - _USUAL_TILT_DEG
    if abs(tilt) > _TILTED_DEG:
        way = 'clockwise' if tilt > 0 else 'anticlockwise'
        doubts.append(f'the head is tilted by {abs(tilt):.0f}° {way}, more than models know: turn it back')
    if found.likeness < _NEGATIVE:
        doubts.append('bone is dark and air is bright: is it a negative? Invert it')
    elif found.likeness < _UNLIKE:
        doubts.append('the pixels look unlike those of a lateral cephalogram')
    if abs(np.log(found.stretch)) > _STRETCHED:
        more = 'wide' if found.stretch > 1 else 'high'
        doubts.append(f'the face is too {more} ({found.stretch:.2f} times as wide as usual): was the image squeezed?')
    return tuple(doubts)


def describe_places(
    points_px: np.ndarray, symbols: Sequence[str], size: tuple[int, int], upright_px: np.ndarray | None = None
) -> tuple[str, ...]:
    """What is odd about where single landmarks of a face lie, in sentences.

    Args:
        points_px: (K, 2), original pixels. symbols: K landmark symbols. size: (w, h) of the radiograph.
        upright_px: (K, 2), the same in a view that faces right; None where that is the original.
    """
    outside = ~inside_image(points_px, size) & np.isfinite(points_px).all(axis=1)
    places = np.where(outside[:, None], np.nan, points_px if upright_px is None else upright_px)
    distances = distances_to_mean_mm(full_points(places, symbols))
    far = np.array([distances[SYMBOLS.index(symbol)] > _FAR_OFF_MM for symbol in symbols]) & ~outside
    notes = []
    if outside.any():
        names = _named(symbols, outside)
        notes.append(f'outside the picture, so guessed, and nothing is measured by them: {names}')
    if far.any():
        notes.append(f'far from where a face has them, look at them: {_named(symbols, far)}')
    return tuple(notes)


def _named(symbols: Sequence[str], chosen: np.ndarray) -> str:
    return ', '.join(symbol for symbol, is_chosen in zip(symbols, chosen, strict=True) if is_chosen)


def describe_prediction(
    found: Plausibility,
    points_px: np.ndarray,
    symbols: Sequence[str],
    pixel_size_mm: float | None,
    image: Callable[[], np.ndarray],
    predict: Callable[[np.ndarray], Plausibility],
) -> list[str]:
    """What speaks against the prediction of a whole radiograph: its face, its scale, and how it should be turned.

    Args:
        found: of the prediction. points_px: (K, 2), original pixels. pixel_size_mm: None where unknown.
        image: gives the radiograph, (H, W) uint8. predict: looks at a turned one; both are called only where the
            landmarks form no face.
    """
    notes = list(describe_doubts(found))
    if not found.forms_face:
        turn = _find_turn(image(), predict)
        notes += [f'once it is {turn}, its landmarks form a face: turn it so and predict again'] if turn else []
    else:
        notes.append(describe_scale(points_px, symbols, pixel_size_mm))
    return [note for note in notes if note]


def describe_scale(points_px: np.ndarray, symbols: Sequence[str], pixel_size_mm: float | None) -> str:
    """A warning where S-N is that of no head at this pixel size, or ''; landmarks (K, 2) in original pixels."""
    if pixel_size_mm is None or not {'S', 'N'} <= set(symbols):
        return ''
    sella, nasion = (points_px[symbols.index(symbol)] for symbol in ('S', 'N'))
    return unusual_scale(float(np.linalg.norm(nasion - sella)) * pixel_size_mm)


def _find_turn(image: np.ndarray, predict: Callable[[np.ndarray], Plausibility]) -> str:
    """How a radiograph must be turned so that its landmarks form a face; '' where no turn helps."""
    found = {name: predict(turned) for name, turned in turned_images(image).items()}
    fitting = [name for name, one in found.items() if one.forms_face and not one.faces_left and one.likeness > 0]
    return min(fitting, key=lambda name: found[name].shape_mm, default='')


def turned_images(image: np.ndarray) -> dict[str, np.ndarray]:
    """An image (H, W) as it may have been meant: what is to be done with it -> the image so turned."""
    names = ('mirrored', 'turned upside down', 'turned by 180°')
    turned = dict(zip(names, flipped(image)[1:], strict=True))
    for name, view in (('', image), ('mirrored and ', image[:, ::-1])):
        turned[f'{name}turned by 90° anticlockwise'] = np.rot90(view)
        turned[f'{name}turned by 90° clockwise'] = np.rot90(view, -1)
    turned |= {f'inverted and {name}': 255 - view for name, view in turned.items()} | {'inverted': 255 - image}
    return {name: np.ascontiguousarray(view) for name, view in turned.items()}


def full_points(points_px: np.ndarray, symbols: Sequence[str]) -> np.ndarray:
    """(29, 2) in the official order of K landmarks (K, 2); NaN for the others."""
    points = np.full((len(SYMBOLS), 2), np.nan)
    points[[SYMBOLS.index(symbol) for symbol in symbols]] = points_px
    return points


def shape_distance_mm(points_px: np.ndarray) -> float:
    """Median distance of landmarks (29, 2) from the mean face, turned, scaled and moved to fit them best.

    Returns:
        mm of a face with S-N = 70 mm; NaN where fewer than 6 landmarks are known, or all are in one place.
    """
    distances = distances_to_mean_mm(points_px)
    known = distances[~np.isnan(distances)]
    return float(np.median(known)) if known.size else np.nan


def distances_to_mean_mm(points_px: np.ndarray) -> np.ndarray:
    """(29,) distance of each landmark (29, 2) from that of the mean face, mm; NaN as :func:`shape_distance_mm`."""
    known = ~np.isnan(points_px).any(axis=1)
    distances = np.full(len(points_px), np.nan)
    if known.sum() >= _FEWEST_LANDMARKS and can_be_aligned(points_px):
        to_mean = fit_similarity(points_px[known], MEAN_SHAPE_MM[known])
        laid = points_px[known] @ to_mean[:, :2].T + to_mean[:, 2]
        distances[known] = np.linalg.norm(laid - MEAN_SHAPE_MM[known], axis=1)
    return distances


def _tilt_deg(points_px: np.ndarray, faces_left: bool) -> float:
    """How far a face (29, 2) is turned against the mean one, degrees clockwise as seen."""
    points = points_px * [-1 if faces_left else 1, 1]
    known = ~np.isnan(points).any(axis=1)
    to_mean = fit_similarity(points[known], MEAN_SHAPE_MM[known])
    return float(-np.degrees(np.arctan2(to_mean[1, 0], to_mean[0, 0]))) * (-1 if faces_left else 1)


def face_stretch(points_px: np.ndarray) -> float:
    """Width to height of a face (29, 2) over that of the mean one; NaN where fewer than 6 landmarks are known.

    Example: of an image that was squeezed to half its width -> about 0.5
    """
    known = ~np.isnan(points_px).any(axis=1)
    if known.sum() < _FEWEST_LANDMARKS:
        return np.nan
    homogeneous = np.c_[points_px[known], np.ones(known.sum())]
    linear = np.linalg.lstsq(homogeneous, MEAN_SHAPE_MM[known], rcond=None)[0][:2].T
    _, scales, axes = np.linalg.svd(linear)
    stretch = axes.T @ np.diag(scales) @ axes  # without the turn: how far x and y of the image are from the mean's
    return float(stretch[1, 1] / stretch[0, 0])
