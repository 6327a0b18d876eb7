"""What ensembles share: loading their members, and answering instead of training."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path

from mmengine.model import BaseModel
from mmpose.registry import MODELS
from torch import Tensor, nn

from ...engine.checkpoints import load_weights, read_checkpoint


class Ensemble(BaseModel):
    """Trained models of one kind that answer together; a subclass says how their answers are joined.

    Batches go through the data preprocessor of the member.

    Args:
        member: config of the model that every checkpoint was trained with.
        checkpoints: files written by training, one for each member; the same file may stand twice.
    Errors:
        FileNotFoundError: a file is not there.
        ValueError: no checkpoints, or one that is no plain checkpoint or of another model.
    """

    def __init__(self, member: dict, checkpoints: Sequence[str | Path]):
        if not checkpoints or isinstance(checkpoints, str | Path):
            raise ValueError(
                f'{type(self).__name__}: checkpoints={checkpoints!r}, expected a list of at least one file; train the '
                'member by its own config, then give what was written: tools/test.py CONFIG CHECKPOINT [CHECKPOINT ...]'
            )
        members = [load_member(member, checkpoint) for checkpoint in checkpoints]
        super().__init__(data_preprocessor=members[0].data_preprocessor)
        self.members = nn.ModuleList(members)

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


def load_member(member: dict, checkpoint: str | Path) -> nn.Module:
    """A model with the weights of a checkpoint; errors as :class:`Ensemble`."""
    model = MODELS.build(deepcopy(member))  # some models write their defaults into the config they get
    load_weights(model, read_checkpoint(checkpoint), checkpoint)
    return model
