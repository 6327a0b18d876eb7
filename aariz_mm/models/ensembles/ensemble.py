"""What ensembles share: loading their members, and predicting only."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from mmengine.logging import print_log
from mmengine.model import BaseModel
from mmpose.registry import MODELS
from torch import Tensor, nn

from ...engine.checkpoints import load_weights, read_checkpoint, split_name
from ...engine.stored_config import read_stored_config, same_settings
from .members import Member, assign_checkpoints, named_members, numbered_members
from .views import View, build_view, resize


class Ensemble(BaseModel):
    """Trained models of one kind that predict together, each at every view; a subclass says how predictions are joined.

    One checkpoint and several views are test-time augmentation; several checkpoints and the view as it is are a plain
    ensemble; one of each is the member itself, to the last bit. Members and views count equally.
    Batches go through the data preprocessor of the members.

    Args:
        member: config of the model that every checkpoint was trained with, in place of ``members``.
        checkpoints: files written by training, one for each member, as paths or ``NAME=PATH``, or name -> path. Those
            of named members come in any order, see :func:`assign_checkpoints`; the same file may stand twice.
        views: each with some of ``rotation_deg``, ``scale`` and ``shift``, see :class:`View`; ``{}`` is the input as
            it is. They warp the network's input, so they come on top of what the pipeline does.
        input_sizes: (w, h) to which the pipeline's input is resized for each checkpoint of ``member``; None, in place
            of one or of all, leaves it as it comes.
        members: name -> ``config``, ``model`` and perhaps ``input_size`` of a member, see :func:`named_members`.
        member_config: base name of the config that trains ``member``; checkpoints of another are refused. None takes
            those of any.
        backbone, train_cfg: not used. MMPose's ``init_model`` looks for the one and sets the other.
    Errors:
        FileNotFoundError: a file is not there.
        ValueError: no checkpoints, one that is no plain checkpoint or of another config or model, no views or one that
        cannot be, not one size for each checkpoint, both ``member`` and ``members`` or neither, or members of several
        data preprocessors.
    """

    def __init__(
        self,
        member: Mapping | None = None,
        checkpoints: Sequence[str | Path] | Mapping[str, str | Path] = (),
        views: Sequence[Mapping] = ({},),
        input_sizes: Sequence[Sequence[int] | None] | None = None,
        members: Mapping[str, Mapping] | None = None,
        member_config: str | None = None,
        backbone: Mapping | None = None,
        train_cfg: Mapping | None = None,
    ):
        name = type(self).__name__
        if not views:
            raise ValueError(f'{name}: no views; views=[{{}}] is the input as it is')
        try:
            parts = _list_members(member, checkpoints, input_sizes, members, member_config)
            assigned = _assign(parts, checkpoints)
        except ValueError as error:
            raise ValueError(f'{name}: {error}') from error
        models = [_load_member(part.model, *given) for part, given in zip(parts, assigned, strict=True)]
        super().__init__(data_preprocessor=models[0].data_preprocessor)
        self.members, self.input_sizes = nn.ModuleList(models), [part.input_size for part in parts]
        self.views = [build_view(view) for view in views]

    @property
    def dataset_meta(self) -> dict | None:
        """Metainfo of the dataset that the first member was trained on.

        MMPose's inference functions set that of the config's dataset class, which knows no subset of landmarks; it is
        taken only where the checkpoint states none.
        """
        return self.members[0].dataset_meta

    @dataset_meta.setter
    def dataset_meta(self, dataset_meta: dict | None) -> None:
        if self.members[0].dataset_meta is None:
            self.members[0].dataset_meta = dataset_meta

    def look(self, inputs: Tensor) -> Iterator[tuple[View, nn.Module, Tensor]]:
        """What each member is to predict: the view, the member, and the picture (B, C, h, w) at the member's size."""
        for view in self.views:
            seen = view.warp(inputs)
            for member, size in zip(self.members, self.input_sizes, strict=True):
                yield view, member, resize(seen, size)

    def init_weights(self) -> None:
        """Leave the weights as they are: those of the checkpoints."""

    def forward(self, inputs: Tensor, data_samples: Sequence | None = None, mode: str = 'tensor') -> Tensor | list:
        """The joined prediction of a batch: a tensor, or samples with the prediction in mode 'predict'.

        Args:
            inputs: (B, C, H, W), out of the data preprocessor.
            data_samples: B samples, or None.
        Errors:
            ValueError: mode 'loss', or an unknown one.
        """
        if mode == 'predict':
            return self.predict(inputs, data_samples)
        if mode == 'tensor':
            return self.join(inputs)
        if mode == 'loss':
            raise ValueError(
                f'{type(self).__name__} does not train; train its member by a config of its own, once for each '
                'checkpoint'
            )
        raise ValueError(f"mode={mode!r}, expected 'predict' or 'tensor'")

    @abstractmethod
    def join(self, inputs: Tensor) -> Tensor:
        """What one member would give for ``inputs`` in mode 'tensor', of all members together."""

    @abstractmethod
    def predict(self, inputs: Tensor, data_samples: Sequence | None = None) -> list:
        """Samples with the prediction, in the fields that a member writes."""


def _list_members(member: Any, checkpoints: Any, input_sizes: Any, members: Any, member_config: Any) -> list[Member]:
    """The members that the settings of an :class:`Ensemble` describe: one model for all checkpoints, or named ones."""
    if not checkpoints or isinstance(checkpoints, str | Path):
        raise ValueError(
            f'checkpoints={checkpoints!r}, expected a list of at least one file; train the member by its own config, '
            'then give what was written: tools/test.py CONFIG CHECKPOINT [CHECKPOINT ...]'
        )
    if isinstance(member, Mapping) and members is None:
        return numbered_members(member, member_config, len(checkpoints), input_sizes)
    if not isinstance(members, Mapping) or member is not None:
        raise ValueError(
            'expected either member, the model of all checkpoints, or members=dict(NAME=trained_by(PATH_OF_CONFIG), '
            f'...), as in configs/isbi2015/ensembles; got a {type(member).__name__} and a {type(members).__name__}'
        )
    if (input_sizes, member_config) != (None, None):
        raise ValueError('input_sizes and member_config go with member; each of members has its input_size and config')
    return named_members(members)


def _assign(
    parts: Sequence[Member], checkpoints: Sequence[str | Path] | Mapping[str, str | Path]
) -> list[tuple[str, dict]]:
    """Path and content of a checkpoint for each member, in their order; which they are is logged."""
    prepare = [part.model.get('data_preprocessor') for part in parts]
    if not all(same_settings(each, prepare[0]) for each in prepare):
        raise ValueError(
            'the members have several data_preprocessors, but a batch goes through one; members that predict together '
            'need the same mean, standard deviation and channel order'
        )
    is_named = isinstance(checkpoints, Mapping)
    given = list(checkpoints.items()) if is_named else [split_name(each) for each in checkpoints]
    saved = {path: read_checkpoint(path, mapped=True) for _, path in given}  # weights stay in the files until copied
    paths = assign_checkpoints(parts, given, [read_stored_config(saved[path]) for _, path in given])
    for part, path in zip(parts, paths, strict=True):
        print_log(f'member {part}: {path}', logger='current')
    return [(path, saved[path]) for path in paths]


def _load_member(member: Mapping, checkpoint: str | Path, saved: dict) -> nn.Module:
    """A model with the weights of a checkpoint and its ``dataset_meta``, or None; errors as :class:`Ensemble`."""
    model = MODELS.build(deepcopy(member))  # some models write their defaults into the config they get
    load_weights(model, saved, checkpoint)
    model.dataset_meta = saved.get('meta', {}).get('dataset_meta')
    return model
