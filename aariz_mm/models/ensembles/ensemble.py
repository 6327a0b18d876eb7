"""What ensembles share: loading their members, and answering instead of training."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from pathlib import Path

from mmengine.model import BaseModel
from mmpose.registry import MODELS
from torch import Tensor, nn

from ...engine.checkpoints import load_weights, read_checkpoint
from .views import View, build_view, resize


class Ensemble(BaseModel):
    """Trained models of one kind that answer together, each at every view; a subclass says how answers are joined.

    One checkpoint and several views are test-time augmentation; several checkpoints and the view as it is are a plain
    ensemble; one of each is the member itself, to the last bit. Members and views count alike.
    Batches go through the data preprocessor of the members.

    Args:
        member: config of the model that every checkpoint was trained with, or a list of them, one for each.
        checkpoints: files written by training, one for each member; the same file may stand twice.
        views: each with some of ``rotation_deg``, ``scale`` and ``shift``, see :class:`View`; ``{}`` is the input as
            it is. They warp the network's input, so they come on top of what the pipeline does.
        input_sizes: (w, h) to which the pipeline's input is resized for each member, one for each; None, in place of
            one or of all, leaves it as it comes.
    Errors:
        FileNotFoundError: a file is not there.
        ValueError: no checkpoints, one that is no plain checkpoint or of another model, no views or one that cannot
        be, not one config or size for each checkpoint, or members of several data preprocessors.
    """

    def __init__(
        self,
        member: Mapping | Sequence[Mapping],
        checkpoints: Sequence[str | Path],
        views: Sequence[Mapping] = ({},),
        input_sizes: Sequence[Sequence[int] | None] | None = None,
    ):
        name = type(self).__name__
        if not checkpoints or isinstance(checkpoints, str | Path):
            raise ValueError(
                f'{name}: checkpoints={checkpoints!r}, expected a list of at least one file; train the '
                'member by its own config, then give what was written: tools/test.py CONFIG CHECKPOINT [CHECKPOINT ...]'
            )
        if not views:
            raise ValueError(f'{name}: no views; views=[{{}}] is the input as it is')
        configs = [member] * len(checkpoints) if isinstance(member, Mapping) else list(member)
        sizes = [None] * len(checkpoints) if input_sizes is None else list(input_sizes)
        _check_lists(name, checkpoints, configs, sizes)
        members = [load_member(config, checkpoint) for config, checkpoint in zip(configs, checkpoints, strict=True)]
        super().__init__(data_preprocessor=members[0].data_preprocessor)
        self.members, self.input_sizes = nn.ModuleList(members), sizes
        self.views = [build_view(view) for view in views]

    def look(self, inputs: Tensor) -> Iterator[tuple[View, nn.Module, Tensor]]:
        """What each member is to answer: the view, the member, and the picture (B, C, h, w) at the member's size."""
        for view in self.views:
            seen = view.warp(inputs)
            for member, size in zip(self.members, self.input_sizes, strict=True):
                yield view, member, resize(seen, size)

    def init_weights(self) -> None:
        """Leave the weights as they are: those of the checkpoints."""

    def forward(self, inputs: Tensor, data_samples: Sequence | None = None, mode: str = 'tensor') -> Tensor | list:
        """The joined answer to a batch: a tensor, or samples with the answer in mode 'predict'.

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
        """Samples with the answer, in the fields that a member writes."""


def _check_lists(name: str, checkpoints: Sequence, configs: Sequence[Mapping], sizes: Sequence) -> None:
    for what, given in (('member configs', configs), ('input_sizes', sizes)):
        if len(given) != len(checkpoints):
            raise ValueError(
                f'{name}: {len(given)} {what} for {len(checkpoints)} checkpoints; give one for each, in the same order'
            )
    if any(config.get('data_preprocessor') != configs[0].get('data_preprocessor') for config in configs):
        raise ValueError(
            f'{name}: the members have several data_preprocessors, but a batch goes through one; members that answer '
            'together need the same mean, standard deviation and channel order'
        )


def load_member(member: Mapping, checkpoint: str | Path) -> nn.Module:
    """A model with the weights of a checkpoint; errors as :class:`Ensemble`."""
    model = MODELS.build(deepcopy(member))  # some models write their defaults into the config they get
    load_weights(model, read_checkpoint(checkpoint), checkpoint)
    return model
