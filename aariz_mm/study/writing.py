"""The files of a study: CSV, plots, methods and the page, in a folder of their own."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from aariz_mm.files import check_own_folder, write_file
from aariz_mm.report.html import render_html

from .assembly import Study
from .csv_files import csv_files
from .methods import methods_text
from .page import CAUTION, build_page
from .scores import StudyScores

__all__ = ['PAGE', 'check_study_folder', 'write_study']

PAGE, _METHODS = 'study.html', 'methods.txt'
_MARK = 'aariz_mm reader study'


def check_study_folder(folder: str | Path) -> Path:
    """Check that a study written there replaces nothing but an earlier study. Call it before anything is read.

    Errors:
        ValueError: no folder, or one that has files and no study.
    """
    return check_own_folder(folder, PAGE, _MARK, 'a study', 'page of a reader study')


def write_study(folder: str | Path, study: Study, scores: StudyScores) -> list[Path]:
    """Write all files of a study; returns the page, the methods, the CSV files and the plots.

    Errors:
        ValueError: as :func:`check_study_folder`. ImportError: Matplotlib is missing.
    """
    folder = check_study_folder(folder)
    written = datetime.now().astimezone().strftime('%Y-%m-%d %H:%M %Z').strip()
    page = build_page(study, scores, written)
    paths = [
        write_file(folder / PAGE, render_html(page, _MARK, CAUTION)),
        write_file(folder / _METHODS, '\n\n'.join(methods_text(study, scores)) + '\n'),
    ]
    paths += [write_file(folder / name, text) for name, text in csv_files(study, scores).items()]
    return paths + [write_file(folder / figure.name, figure.data) for figure in page.figures()]
