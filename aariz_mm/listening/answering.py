"""One received instance: read, and its answers written as DICOM files."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from aariz_mm.intake.refusal import NotACephalogramError
from aariz_mm.radiographs.dicom import quiet_dicom, read_dicom
from aariz_mm.radiographs.held_file import HeldFile
from aariz_mm.radiographs.radiograph import open_radiograph
from aariz_mm.radiographs.refusals import RadiographFileError
from aariz_mm.reading.content import prediction_content
from aariz_mm.reading.single import Predict

from .folder import SpoolFolder

__all__ = ['Answering', 'Reading', 'answer_instance', 'dicom_answers', 'make_answers']

_log = logging.getLogger('aariz_mm.listening')
_QUOTED = re.compile(r"""('|")(?:\\.|(?!\1).)*\1""")
_NOT_TOLD = '…'


def dicom_answers(content: Mapping[str, Any], source: Any, grey: np.ndarray, kinds: Sequence[str]) -> dict[str, Any]:
    """DICOM objects of a result, by kind.

    Args:
        content: of the result. source: dataset of the radiograph. grey: its pixels, (H, W) uint8.
    """
    from aariz_mm.dicom import presentation_state, secondary_capture, structured_report
    from aariz_mm.dicom.capture_picture import draw_capture

    makers: dict[str, Callable[[], Any]] = dict(
        sr=lambda: structured_report(content, source),
        gsps=lambda: presentation_state(content, source),
        sc=lambda: secondary_capture(content, source, draw_capture(content, grey)),
    )
    return {kind: makers[kind]() for kind in kinds}


@dataclass(frozen=True)
class Answering:
    """How instances are read and answered; see :class:`~aariz_mm.listening.settings.ListenSettings`.

    made_with: what results say that they were made with. make: gives the objects, see :func:`dicom_answers`.
    """

    spool: Path
    kinds: tuple[str, ...] = ('sr',)
    pixel_size_mm: float | None = None
    magnification: float | None = None
    made_with: Mapping[str, Any] = field(default_factory=dict)
    make: Callable[..., dict[str, Any]] = dicom_answers


@dataclass(frozen=True)
class Reading:
    """What became of an instance: ``read``, ``other`` (no lateral cephalogram) or ``failed``, and why.

    kinds: of the answers that are written. ``reason`` has no word of the header, which may name the patient.
    """

    state: str
    reason: str = ''
    kinds: tuple[str, ...] = ()


def answer_instance(predict: Predict, n: int, how: Answering) -> Reading:
    """Read an instance of a spool and write its answers beside it; they are on the disk when this returns.

    Errors:
        OSError: an answer can't be written.
    """
    folder = SpoolFolder(how.spool)
    try:
        made = make_answers(predict, folder.instance(n), how)
    except NotACephalogramError as error:
        return Reading('other', f'no lateral cephalogram: {error.why}')
    except (RadiographFileError, FileNotFoundError) as error:
        return Reading('failed', _reason(error, folder.instance(n)))
    except ImportError as error:
        return Reading('failed', str(error))
    except OSError:
        raise
    except Exception as error:
        _log.debug('instance %d', n, exc_info=True)
        return Reading('failed', f'it cannot be read or answered ({type(error).__name__})')
    for kind, content in made.items():
        folder.write_answer(n, kind, content)
    return Reading('read', kinds=tuple(made))


def make_answers(predict: Predict, path: Path, how: Answering) -> dict[str, bytes]:
    """The answers to a DICOM file, as DICOM files, by kind.

    Errors:
        NotACephalogramError, ValueError, FileNotFoundError: it can't be read.
    """
    held = HeldFile(path)
    sha256 = held.sha256
    opened = open_radiograph(held)
    prediction = predict(opened if getattr(predict, 'takes_opened', False) else path, how.pixel_size_mm)
    if how.magnification is not None:
        prediction = replace(prediction, magnification=how.magnification)
    prediction = replace(prediction, image_path=Path())  # its number in the spool is of use to nobody else
    given = {} if how.pixel_size_mm is None else dict(pixel_size_mm=how.pixel_size_mm)
    made_with = {**how.made_with, 'options': {**(how.made_with.get('options') or {}), **given}}
    content = prediction_content(prediction, 'radiograph.dcm', opened.grey.shape[::-1], sha256, made_with)
    with quiet_dicom():
        source = read_dicom(path, with_pixels=False)
        made = how.make(content, source, opened.grey, how.kinds)
        return {kind: _encoded(one) for kind, one in made.items()}


def _encoded(dataset: Any) -> bytes:
    file = io.BytesIO()
    dataset.save_as(file, enforce_file_format=True)
    return file.getvalue()


def _reason(error: Exception, path: Path) -> str:
    """What is wrong with an instance, without its path, what our messages quote of a header, and a library's words."""
    text = str(error).replace(f'{path}: ', '').removeprefix('source: ').replace(str(path), 'the instance')
    if error.__cause__ is not None:  # the words of a library stand in brackets, before the cure
        text = re.sub(r' \(.*\);', f' ({type(error.__cause__).__name__});', text, flags=re.DOTALL)
    return _QUOTED.sub(_NOT_TOLD, text)
