"""One CVM stage out of several classifiers of cervical crops and several views of each crop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from mmpose.registry import MODELS
from torch import Tensor

from ..heads.cvm_head import CVMHead
from .ensemble import Ensemble
from .views import build_view


@MODELS.register_module()
class CVMEnsemble(Ensemble):
    """Averages the stage probabilities of every member at every view; the rule of the member's head then decides.

    One checkpoint and several views are test-time augmentation; several checkpoints and the view as it is are a plain
    ensemble; one of each is the member itself, to the last bit. Members and views count alike.

    Args:
        member: config of MMPretrain's ``ImageClassifier`` with a :class:`CVMHead`.
        checkpoints: files written by its training, one for each member.
        views: each with some of ``rotation_deg``, ``scale`` and ``shift``, see :class:`View`; ``{}`` is the crop as it
            is. They warp the network's input, so they come on top of what the pipeline does.
    Errors:
        FileNotFoundError, ValueError: those of :class:`Ensemble` and :class:`View`, no views, or another head.
    Example: ``dict(type='CVMEnsemble', member=..., checkpoints=['a.pth', 'b.pth'], views=[{}, dict(rotation_deg=5)])``
    """

    def __init__(self, member: dict, checkpoints: Sequence[str | Path], views: Sequence[Mapping] = ({},)):
        super().__init__(member, checkpoints)
        if not views:
            raise ValueError('CVMEnsemble: no views; views=[{}] is the crop as it is')
        self.views = [build_view(view) for view in views]
        head = getattr(self.members[0], 'head', None)
        if not isinstance(head, CVMHead):
            raise ValueError(f'CVMEnsemble: the head of the member is a {type(head).__name__}, expected a CVMHead')

    def mean_probabilities(self, inputs: Tensor) -> Tensor:
        """(B, C, H, W) network input -> (B, 6), the mean over members and views; each row sums to 1."""
        return self._mean_answers(inputs)[0]

    def join(self, inputs: Tensor) -> Tensor:
        """(B, 6), the logarithm of :meth:`mean_probabilities`: logits, as a member gives, with their softmax."""
        return self.mean_probabilities(inputs).log()

    def predict(self, inputs: Tensor, data_samples: Sequence | None = None) -> list:
        """Samples with the answer, see :meth:`CVMHead.answer`.

        The activation map is the members' mean at the view that is the crop as it is; there is none without that view.
        """
        probabilities, activation = self._mean_answers(inputs)
        return self.members[0].head.answer(probabilities, data_samples, activation)

    def _mean_answers(self, inputs: Tensor) -> tuple[Tensor, Tensor | None]:
        """Probabilities (B, 6), and the activation map (B, h, w) or None."""
        answers, maps = [], []
        for view in self.views:
            seen = view.warp(inputs)
            for member in self.members:
                feats = member.extract_feat(seen)
                answers.append(member.head.probabilities(member.head(feats)))
                maps.append(member.head.activation(feats) if view.is_identity else None)
        known = [cells for cells in maps if cells is not None]
        return torch.stack(answers).mean(dim=0), torch.stack(known).mean(dim=0) if known else None
