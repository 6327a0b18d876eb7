import pytest
import torch

import aariz_mm.models  # noqa: F401  (MMPose can be imported after it)


@pytest.fixture
def tensors_stay(monkeypatch):
    """Fails as soon as a tensor is read on the host."""

    def refuse(self, *_, **__):
        pytest.fail(f'a tensor {tuple(self.shape)} is taken to the host')

    for name in ('__array__', '__float__', '__int__', 'cpu', 'item', 'numpy', 'tolist'):
        monkeypatch.setattr(torch.Tensor, name, refuse)
