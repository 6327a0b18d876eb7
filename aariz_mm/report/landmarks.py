"""The parts of a report on landmark errors. All in mm of the pixel size that the protocol states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ..evaluation.bootstrap import bootstrap_mean_interval
from ..evaluation.cases import LandmarkCases
from ..evaluation.failures import FAILURE_MM, failures
from ..evaluation.functional import SDR_THRESHOLDS_MM
from ..evaluation.landmark_scores import SUBSETS, sdr_key
from ..evaluation.summaries import Summary, per_device, per_landmark, per_subset, summarize
from ..landmarks import BY_SYMBOL, select_symbols
from .document import Figure, Figures, Paragraph, Section, Table, Tile
from .numbers import ABSENT, counted, fixed, is_absent, span
from .pictures import file_name
from .plots import draw_cumulative_errors, draw_error_boxes, error_axis_end

LISTED_FAILURES = 200
"""As many failures are listed; the others are counted."""

_SDR = tuple(f'≤ {threshold:g} mm' for threshold in SDR_THRESHOLDS_MM)


def landmark_lede(cases: LandmarkCases, scores: Mapping) -> str:
    """The result in sentences."""
    if is_absent(scores.get('MRE_mm')):
        return (
            f'On {counted(len(cases.img_ids), "radiograph")} the {len(cases.symbols)} landmarks lie '
            f'{fixed(scores.get("MRE_px"))} px from the truth on average; without a pixel size nothing is known in mm.'
        )
    readers = _readers_apart(cases)
    failed = len(failures(cases))
    lede = (
        f'On {counted(len(cases.img_ids), "radiograph")} the {len(cases.symbols)} landmarks lie '
        f'{fixed(scores.get("MRE_mm"))} mm from the truth on average (95 % interval '
        f'{span(scores.get("MRE_mm_low"), scores.get("MRE_mm_high"))}); {fixed(scores.get("SDR_2.0mm"), 1)} % are '
        f'within 2 mm and {failed} of {scores.get("num_landmarks")} further off than {FAILURE_MM:g} mm.'
    )
    if not readers.n:
        return lede
    return f'{lede} The two readers of whom the truth is made lie {fixed(readers.mean)} mm apart.'


def landmark_tiles(cases: LandmarkCases, scores: Mapping) -> list[Tile]:
    """Mean error, success rate, S-N-scaled error and the readers' own distance."""
    tiles = [
        Tile('Mean radial error', f'{fixed(scores.get("MRE_mm"))} mm', _interval(scores, 'MRE_mm')),
        Tile('Within 2 mm', f'{fixed(scores.get("SDR_2.0mm"), 1)} %', _interval(scores, 'SDR_2.0mm', 1)),
        Tile('S-N scaled to 70 mm', f'{fixed(scores.get("MRE_sn70_mm"))} mm', 'mean radial error'),
        Tile(f'Over {FAILURE_MM:g} mm off', str(len(failures(cases))), f'of {scores.get("num_landmarks")}'),
    ]
    readers = _readers_apart(cases)
    if readers.n:
        within = f'{fixed(readers.sdr[2.0], 1)} % within 2 mm'
        tiles.append(Tile('Readers apart', f'{fixed(readers.mean)} mm', within))
    return tiles


def score_blocks(cases: LandmarkCases, scores: Mapping) -> list:
    """Scores with their intervals, on the official and the S-N scale, of subsets, without leaks, of the readers."""
    header = ('', 'landmarks', 'MRE, mm', '95 % interval', 'SD', 'median', *_SDR)
    errors_mm, sn70_mm, readers_mm = cases.errors_mm(), cases.errors_sn70_mm(), cases.readers_apart_mm()
    groups = [('all landmarks', errors_mm), ('all, scaled to S-N = 70 mm', sn70_mm)]
    groups += [
        (f'{name} ({len(select_symbols(name))} landmarks)', errors_mm[:, np.isin(cases.symbols, select_symbols(name))])
        for name in per_subset(cases.symbols, errors_mm, SUBSETS)
    ]
    rows = [_group_row(name, errors) for name, errors in groups]
    if 'leak_free/MRE_mm' in scores:
        rows.append(_leak_free_row(scores))
    last = () if readers_mm is None else (_group_row('readers from one another', readers_mm),)
    rates = tuple(_rate_row(scores, threshold) for threshold in SDR_THRESHOLDS_MM)
    pixels = (('MRE, original px', fixed(scores.get('MRE_px')), ABSENT, ABSENT),
              ('MRE, px of the network input', fixed(scores.get('MRE_input_px')), ABSENT, ABSENT))  # fmt: skip
    blocks = [
        Table('Radial error, and success rates in %; 95 % intervals: bootstrap over images', header, tuple(rows), last),
        Table('Success rates with their intervals, and errors in pixels',
              ('', 'score', '95 % interval', 'with S-N = 70 mm'), rates + pixels),
    ]  # fmt: skip
    return [*blocks, *_score_notes(cases, scores)]


def error_section(cases: LandmarkCases) -> Section:
    """How errors spread: the cumulative curve against the readers', and a box for each landmark."""
    errors_mm, readers_mm = cases.errors_mm(), cases.readers_apart_mm()
    if not np.isfinite(errors_mm).any():
        return Section('How errors spread', (Paragraph('No error is known in mm.'),))
    end = error_axis_end(errors_mm)
    beyond = int((np.nan_to_num(errors_mm) > end).sum())
    cut = f' {counted(beyond, "error lies", "errors lie")} beyond {end:g} mm and outside the plot.' if beyond else ''
    median = '' if readers_mm is None else ' Diamonds are the median distance between the two readers.'
    within = {f'{threshold:g}': f'{fixed(rate, 1)} %' for threshold, rate in summarize(errors_mm).sdr.items()}
    told = ', '.join(f'{share} within {threshold} mm' for threshold, share in within.items())
    best, worst = _ends(cases.symbols, errors_mm)
    boxes_size = (480, 90 + 21 * len(cases.symbols))
    curve = Figure(
        'cumulative_errors.png', draw_cumulative_errors(errors_mm, readers_mm, (480, 390)), (480, 390),
        f'Cumulative curve of the errors: {told}.',
        f'Share of landmarks within a distance; upright lines are the thresholds of the success rates.{cut}',
    )  # fmt: skip
    boxes = Figure(
        'error_boxes.png', draw_error_boxes(cases.symbols, errors_mm, readers_mm, boxes_size), boxes_size,
        f'Box plot of the errors of each landmark: the smallest median is that of {best}, the largest that of {worst}.',
        'Errors of each landmark by median: box from quartile to quartile, whiskers up to 1.5 boxes further; '
        f'the dotted line is 2 mm.{median}{cut}',
    )  # fmt: skip
    return Section('How errors spread', (Figures((curve, boxes), 400),))


def landmark_section(cases: LandmarkCases) -> Section:
    """A row for each landmark in the order of the dataset, with how far apart the readers are."""
    errors_mm, readers_mm = cases.errors_mm(), cases.readers_apart_mm()
    readers = {} if readers_mm is None else per_landmark(cases.symbols, readers_mm)
    header = ('landmark', 'name', 'n', 'mean ± SD, mm', 'median', *_SDR) + (('readers apart, mm',) if readers else ())
    rows = [
        (symbol, BY_SYMBOL[symbol].title if symbol in BY_SYMBOL else '', *_row(summary), *_mean(readers, symbol))
        for symbol, summary in per_landmark(cases.symbols, errors_mm).items()
    ]
    apart = (fixed(summarize(readers_mm).mean),) if readers else ()
    last = (('all', '', *_row(summarize(errors_mm)), *apart),)
    return Section(
        'Landmarks',
        (Table('Radial error of each landmark, and success rates in %', header, tuple(rows), last, (0, 1)),),
    )


def device_section(cases: LandmarkCases) -> Section:
    """A row for each device, on the released and on the S-N scale."""
    errors_mm, sn70 = cases.errors_mm(), per_device(cases.devices, cases.errors_sn70_mm())
    rows = [
        (name, str(cases.devices.count(name)), *_row(summary), fixed(sn70[name].mean))
        for name, summary in per_device(cases.devices, errors_mm).items()
    ]
    if not rows:
        return Section('Devices', (Paragraph('The device of no image is known.'),))
    header = ('device', 'images', 'n', 'mean ± SD, mm', 'median', *_SDR, 'mean, S-N = 70 mm')
    blocks = [Table('Radial error on the images of each device, and success rates in %', header, tuple(rows))]
    unknown = cases.devices.count('')
    if unknown:
        blocks.append(Paragraph(f'{counted(unknown, "image")} of an unknown device stand in no row.', note=True))
    return Section('Devices', tuple(blocks))


def failure_section(cases: LandmarkCases, cases_name: str) -> Section:
    """Every landmark that is further off than 4 mm, with its file; ``cases_name`` is the file that holds them all."""
    found = failures(cases)
    title = f'Failures (over {FAILURE_MM:g} mm)'
    if not found:
        return Section(title, (Paragraph(f'No landmark is off by more than {FAILURE_MM:g} mm.'),))
    rows = tuple(
        (file_name(one.img_path, one.img_id), one.symbol, fixed(one.error_mm), cases.devices[one.index] or ABSENT)
        for one in found[:LISTED_FAILURES]
    )
    caption = f'{counted(len(found), "failure")} in {counted(len({one.index for one in found}), "image")}, worst first'
    blocks = [Table(caption, ('file', 'landmark', 'error, mm', 'device'), rows, (), (0, 1, 3))]
    if len(found) > LISTED_FAILURES:
        left = f'{len(found) - LISTED_FAILURES} more are not listed; {cases_name} holds every answer.'
        blocks.append(Paragraph(left, note=True))
    return Section(title, tuple(blocks))


def _score_notes(cases: LandmarkCases, scores: Mapping) -> list[Paragraph]:
    notes = [
        Paragraph('Released pixel sizes can be wrong for a whole device; the second row scales every image to '
                  'S-N = 70 mm instead. SD is that of single errors, not of the mean.', note=True)
    ]  # fmt: skip
    if cases.readers_apart_mm() is not None:
        notes.append(
            Paragraph('The row of the readers is the distance from one reader to the other. The truth is made of both, '
                      'so either is nearer to it than to the other: halfway, where the truth is their mean.', note=True)
        )  # fmt: skip
    else:
        notes.append(Paragraph('The truth is not made of two readers, so there is no reference of theirs.', note=True))
    if 'leak_free/MRE_mm' not in scores:
        notes.append(
            Paragraph('No list of images that stand in training too was given (leaks of RadialErrorMetric): no '
                      'leak-free score.', note=True)
        )  # fmt: skip
    return notes


def _readers_apart(cases: LandmarkCases) -> Summary:
    readers_mm = cases.readers_apart_mm()
    return summarize([] if readers_mm is None else readers_mm)


def _group_row(name: str, errors_mm: np.ndarray) -> tuple[str, ...]:
    summary = summarize(errors_mm)
    return _score_row(name, str(summary.n), bootstrap_mean_interval(errors_mm), summary)


def _leak_free_row(scores: Mapping) -> tuple[str, ...]:
    """From the scores: the cases do not tell which images leak."""
    sdr = {threshold: scores.get(f'leak_free/{sdr_key(threshold)}') for threshold in SDR_THRESHOLDS_MM}
    mean, sd, median = (scores.get(f'leak_free/{key}') for key in ('MRE_mm', 'SD_mm', 'median_mm'))
    images = counted(scores['leak_free/num_images'], 'image') if 'leak_free/num_images' in scores else 'images'
    return _score_row(f'leak-free ({images})', ABSENT, (None, None), Summary(0, mean, sd, median, sdr))


def _score_row(name: str, n: str, interval: tuple, summary: Summary) -> tuple[str, ...]:
    numbers = (fixed(summary.mean), span(*interval), fixed(summary.sd), fixed(summary.median))
    return (name, n, *numbers, *_rates(summary))


def _rate_row(scores: Mapping, threshold_mm: float) -> tuple[str, ...]:
    key = sdr_key(threshold_mm)
    interval = span(scores.get(f'{key}_low'), scores.get(f'{key}_high'), 1)
    scaled = fixed(scores.get(sdr_key(threshold_mm, 'sn70_')), 1)
    return (f'within {threshold_mm:g} mm, %', fixed(scores.get(key), 1), interval, scaled)


def _row(summary: Summary) -> tuple[str, ...]:
    mean = ABSENT if is_absent(summary.mean) else f'{fixed(summary.mean)} ± {fixed(summary.sd)}'
    return (str(summary.n), mean, fixed(summary.median), *_rates(summary))


def _rates(summary: Summary) -> tuple[str, ...]:
    return tuple(fixed(rate, 1) for rate in summary.sdr.values())


def _mean(readers: Mapping[str, Summary], symbol: str) -> tuple[str, ...]:
    return (fixed(readers[symbol].mean),) if readers else ()


def _ends(symbols: Sequence[str], errors_mm: np.ndarray) -> tuple[str, str]:
    """Landmarks with the smallest and the largest median."""
    medians = {symbol: summary.median for symbol, summary in per_landmark(symbols, errors_mm).items() if summary.n}
    return min(medians, key=medians.get), max(medians, key=medians.get)


def _interval(scores: Mapping, key: str, decimals: int = 2) -> str:
    interval = span(scores.get(f'{key}_low'), scores.get(f'{key}_high'), decimals)
    return '' if interval == ABSENT else f'95 %: {interval}'
