"""CVM stages: whether datasets give them, a head predicts them, and metrics find what they score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mmengine.config import Config
from mmpose.registry import MODELS

from aariz_mm.landmarks import CVM_STAGES

from .config_data import Data, Step, name_of_type
from .networks import Network, find_parts, find_setting

__all__ = ['stage_mismatches']

_LANDMARK_METRICS = ('RadialErrorMetric', 'MeasurementMetric')


def stage_mismatches(config: Config, data: Sequence[Data], networks: Sequence[Network]) -> list[str]:
    """A line for each dataset, metric and head that lacks its counterpart."""
    heads = [network.stage_head for network in networks if network.stage_head is not None]
    if not networks:
        return []
    ours = any(one.is_aariz or one.is_crops for one in data)
    return [
        *[line for head in heads if ours for line in _wrong_numbers(head)],
        *[line for one in data for line in _missing_stages(one, heads, _metrics(config, one.kind))],
        *[line for kind in dict.fromkeys(one.kind for one in data) for line in _unfed(config, kind, heads, networks)],
    ]


def _wrong_numbers(head: Step) -> list[str]:
    """Classes, and weights of classes, that are not the six stages."""
    count = len(CVM_STAGES)
    found = []
    classes = find_setting(head.config, head.key, 'num_classes')
    if classes is not None and classes[1] != count:
        found.append(f'{classes[0]}={classes[1]}, but there are {count} CVM stages; set {classes[0]}={count}')
    for part in find_parts(head.config, head.key):
        weights = part.config.get('class_weight')
        if isinstance(weights, list | tuple) and len(weights) != count:
            found.append(f'{part.key}.class_weight has {len(weights)} numbers, expected one for each of {count} stages')
    return found


def _missing_stages(one: Data, heads: Sequence[Step], metrics: Sequence[Step]) -> list[str]:
    """A dataset that leaves the stages out though they are learnt or scored."""
    if not one.is_aariz or one.config.get('with_cvm', 'auto') is not False:
        return []
    users = heads if one.kind == 'train' else [metric for metric in metrics if metric.type == 'CVMMetric']
    return [
        f"{one.key}.with_cvm=False leaves the stages out, but {user.key} ({user.type}) needs them; set it to 'auto', "
        'or take that part away'
        for user in users
    ]


def _metrics(config: Config, kind: str) -> list[Step]:
    """The metrics of ``val_evaluator`` or ``test_evaluator``."""
    key = f'{kind}_evaluator'
    evaluator = config.get(key)
    if isinstance(evaluator, Mapping):
        inner = evaluator.get('metrics')
        return _metrics(Config({key: inner}), kind) if inner is not None else [Step(key, evaluator)]
    several = evaluator if isinstance(evaluator, list | tuple) else []
    return [Step(f'{key}.{index}', each) for index, each in enumerate(several) if isinstance(each, Mapping)]


def _unfed(config: Config, kind: str, heads: Sequence[Step], networks: Sequence[Network]) -> list[str]:
    """Metrics that score what the model does not predict."""
    found = []
    for metric in _metrics(config, kind):
        if metric.type == 'CVMMetric' and not heads and all(_is_known(network) for network in networks):
            found.append(
                f'{metric.key} is a CVMMetric, but {networks[0].key}.head predicts no CVM stage; take the metric away, '
                'or a LandmarkCVMHead, as in configs/aariz_cvm_roi.py'
            )
        is_classifier = any(name_of_type(network.config) == 'ImageClassifier' for network in networks)
        if metric.type in _LANDMARK_METRICS and is_classifier:
            found.append(
                f'{metric.key} is a {metric.type}, but the model classifies and finds no landmarks; use CVMMetric'
            )
    return found


def _is_known(network: Network) -> bool:
    """Whether the head is one of landmarks alone; one of somebody else may predict stages, too."""
    head = network.config.get('head')
    kind = head.get('type') if isinstance(head, Mapping) else None
    module = getattr(MODELS.get(kind) if isinstance(kind, str) else kind, '__module__', '')
    return network.finds_landmarks and module.startswith(('mmpose.', 'aariz_mm.'))
