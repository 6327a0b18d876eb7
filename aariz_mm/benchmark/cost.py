"""What many radiographs cost: how fast a machine trains and reads, what holds it up, and for how long.

Rates are bounds: the slowest of processors, network and disk, each at the speed that was measured of it alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

__all__ = [
    'MACHINES',
    'MEASURED',
    'Constants',
    'Machine',
    'Rate',
    'cache_gb',
    'cores_per_gpu',
    'epoch_rate',
    'first_epoch_rate',
    'hours',
    'reading_rate',
]

_STEP_FLOPS = 6
"""Operations of a training step by multiply-adds of a forward: 2 of each, and twice as many on the way back."""
_FOR_CACHE = 0.7
"""Share of the memory that the system may use to keep files."""


@dataclass(frozen=True)
class Constants:
    """What was measured of one radiograph; milliseconds are of one core, megabytes 10 ** 6 bytes.

    Args:
        stored_mb: the file. cached_mb: its shrunk copy.
        decode_ms: opening, shrinking and keeping it, once. sample_ms: a training sample of what is kept, and its part
            of the batch.
        train_ms: its share of a training step where the CPU computes the network.
        multiply_adds: of a forward, 10 ** 9, for a GPU.
        read_ms: all of ``aariz-mm read``.
    """

    stored_mb: float
    cached_mb: float
    decode_ms: float
    sample_ms: float
    train_ms: float
    multiply_adds: float
    read_ms: float


@dataclass(frozen=True)
class Machine:
    """A machine to rent.

    Args:
        gpu_tflops: peak of one GPU, dense, of the number format of training. gpu_share: what training reaches of it.
        gpu_per_s: images that one GPU trains on in a second, where that was measured; it goes first.
        disk_mb_s: reading from where the data lies. memory_gb: of the machine.
        price: of an hour, in whatever money; None leaves the cost out.
    """

    name: str
    cores: int
    gpus: int = 0
    gpu_tflops: float = 0.0
    gpu_share: float = 0.02
    gpu_per_s: float | None = None
    disk_mb_s: float = 500.0
    memory_gb: float = 64.0
    price: float | None = None


MACHINES = (
    Machine('2 cores', 2, memory_gb=16.0),
    Machine('16 cores, 1 H100', 16, 1, 989.0, disk_mb_s=2000.0, memory_gb=128.0),
    Machine('192 cores, 8 H100', 192, 8, 989.0, disk_mb_s=10000.0, memory_gb=2048.0),
)
"""Kinds of machines. The peak is that of NVIDIA's data sheet (H100 SXM, bfloat16, dense); disks and the share of the
peak, low for the depthwise convolutions of EfficientNet, are assumptions."""
MEASURED = Constants(
    stored_mb=2.4, cached_mb=0.341, decode_ms=44.0, sample_ms=5.0, train_ms=435.0, multiply_adds=3.19, read_ms=490.0
)
"""EfficientNet-Lite0 at 512 x 512, PNG of 2000 x 2400, one thread of a CPU with AVX512-BF16, beside other work."""


@dataclass(frozen=True)
class Rate:
    """Radiographs per second, and what holds it there: 'decoding', 'samples', 'network', 'disk' or 'processors'."""

    per_s: float
    bound: str


def first_epoch_rate(constants: Constants, machine: Machine) -> Rate:
    """Rate of the epoch that fills the cache."""
    cold = replace(constants, sample_ms=constants.decode_ms + constants.sample_ms)
    rate = _slowest(_training_rates(cold, machine) | {'disk': machine.disk_mb_s / constants.stored_mb})
    return Rate(rate.per_s, 'decoding') if rate.bound == 'samples' else rate


def epoch_rate(constants: Constants, machine: Machine, images: int) -> Rate:
    """Rate of every later epoch; the disk counts where the cache does not fit into memory."""
    rates = _training_rates(constants, machine)
    if cache_gb(constants, images) > _FOR_CACHE * machine.memory_gb:
        rates['disk'] = machine.disk_mb_s / constants.cached_mb
    return _slowest(rates)


def reading_rate(constants: Constants, machine: Machine) -> Rate:
    """Rate of ``aariz-mm read`` by one process for each core."""
    return _slowest(
        {'processors': 1000 * machine.cores / constants.read_ms, 'disk': machine.disk_mb_s / constants.stored_mb}
    )


def cores_per_gpu(constants: Constants, machine: Machine) -> float:
    """Cores that make samples as fast as one GPU trains on them; 0 without a GPU."""
    return _gpu_rate(constants, machine) * constants.sample_ms / 1000


def cache_gb(constants: Constants, images: int) -> float:
    """Size of the cache, 10 ** 9 bytes."""
    return images * constants.cached_mb / 1000


def hours(rate: Rate, images: int) -> float:
    """Hours for so many radiographs."""
    return images / rate.per_s / 3600


def _training_rates(constants: Constants, machine: Machine) -> dict[str, float]:
    if machine.gpus:
        network = machine.gpus * _gpu_rate(constants, machine)
        return {'samples': 1000 * machine.cores / constants.sample_ms, 'network': network}
    # The cores do both, one after the other; the longer of the two is named.
    together = 1000 * machine.cores / (constants.sample_ms + constants.train_ms)
    return {'samples' if constants.sample_ms > constants.train_ms else 'network': together}


def _gpu_rate(constants: Constants, machine: Machine) -> float:
    if machine.gpu_per_s is not None:
        return machine.gpu_per_s
    return 1000 * machine.gpu_tflops * machine.gpu_share / (_STEP_FLOPS * constants.multiply_adds)


def _slowest(rates: dict[str, float]) -> Rate:
    bound = min(rates, key=rates.__getitem__)
    return Rate(rates[bound], bound)
