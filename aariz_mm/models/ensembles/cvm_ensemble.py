"""One CVM stage out of several classifiers of cervical crops and several views of each crop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from mmpose.registry import MODELS
from torch import Tensor
from torch.nn.functional import interpolate

from ..heads.cvm_head import CVMHead
from .ensemble import Ensemble


@MODELS.register_module()
class CVMEnsemble(Ensemble):
    """Averages the stage probabilities of every member at every view; the rule of the first member's head decides.

    Args:
        member, checkpoints, **settings: those of :class:`Ensemble`; a member is MMPretrain's ``ImageClassifier`` with
            a :class:`CVMHead`.
    Errors:
        FileNotFoundError, ValueError: those of :class:`Ensemble`, or another head.
    Example: ``dict(type='CVMEnsemble', member=..., checkpoints=['a.pth', 'b.pth'], views=[{}, dict(rotation_deg=5)])``
    """

    def __init__(self, member: Mapping | None = None, checkpoints: Sequence | Mapping = (), **settings):
        super().__init__(member, checkpoints, **settings)
        for head in (getattr(member, 'head', None) for member in self.members):
            if not isinstance(head, CVMHead):
                raise ValueError(f'CVMEnsemble: the head of the member is a {type(head).__name__}, expected a CVMHead')

    def mean_probabilities(self, inputs: Tensor) -> Tensor:
        """(B, C, H, W) network input -> (B, 6), the mean over members and views; each row sums to 1."""
        return self._mean_predictions(inputs)[0]

    def join(self, inputs: Tensor) -> Tensor:
        """(B, 6), the logarithm of :meth:`mean_probabilities`: logits, as a member gives, with their softmax."""
        return self.mean_probabilities(inputs).log()

    def predict(self, inputs: Tensor, data_samples: Sequence | None = None) -> list:
        """Samples with the prediction, see :meth:`CVMHead.add_predictions`.

        The activation map is the members' mean at the view that is the crop as it is, in the cells of the first member
        that has one; there is none without that view.
        """
        probabilities, activation = self._mean_predictions(inputs)
        return self.members[0].head.add_predictions(probabilities, data_samples, activation)

    def _mean_predictions(self, inputs: Tensor) -> tuple[Tensor, Tensor | None]:
        """Probabilities (B, 6), and the activation map (B, h, w) or None."""
        probabilities, maps = [], []
        for view, member, picture in self.look(inputs):
            feats = member.extract_feat(picture)
            probabilities.append(member.head.probabilities(member.head(feats)))
            activation = member.head.activation(feats) if view.is_identity else None
            if activation is not None:
                maps.append(activation)
        return torch.stack(probabilities).mean(dim=0), _mean_map(maps) if maps else None


def _mean_map(maps: Sequence[Tensor]) -> Tensor:
    """Mean (B, h, w) of maps whose cells may differ in size, in the cells of the first."""
    cells = maps[0].shape[-2:]
    same = [each if each.shape[-2:] == cells else interpolate(each[:, None], cells, mode='area')[:, 0] for each in maps]
    return torch.stack(same).mean(dim=0)
