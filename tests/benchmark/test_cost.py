from dataclasses import replace

import pytest

from aariz_mm.benchmark.cost import (
    MACHINES,
    MEASURED,
    Constants,
    Machine,
    Rate,
    cache_gb,
    cores_per_gpu,
    epoch_rate,
    first_epoch_rate,
    hours,
    reading_rate,
)

ONE = Constants(2.0, 0.5, decode_ms=90.0, sample_ms=10.0, train_ms=190.0, multiply_adds=10.0, read_ms=500.0)
GPU = Machine('gpu', 4, 1, gpu_tflops=60.0, gpu_share=0.2, disk_mb_s=100.0, memory_gb=10.0)


def test_cores_train_and_make_samples_in_turn():
    assert epoch_rate(ONE, Machine('cpu', 2), 1000) == Rate(10.0, 'network')  # 2 cores, 200 ms each
    assert first_epoch_rate(ONE, Machine('cpu', 2)) == Rate(pytest.approx(2000 / 290), 'network')


def test_gpu_waits_for_samples_where_the_cores_are_few():
    assert epoch_rate(ONE, replace(GPU, cores=1), 1000) == Rate(100.0, 'samples')
    assert epoch_rate(ONE, GPU, 1000) == Rate(pytest.approx(200.0), 'network')  # 12e12 of 6 x 10e9 each
    assert cores_per_gpu(ONE, GPU) == pytest.approx(2.0)


def test_first_epoch_decodes_or_waits_for_the_disk():
    assert first_epoch_rate(ONE, GPU) == Rate(40.0, 'decoding')  # 4 cores, 100 ms
    assert first_epoch_rate(ONE, replace(GPU, disk_mb_s=10.0)) == Rate(5.0, 'disk')


def test_disk_counts_where_the_cache_outgrows_the_memory():
    slow = replace(GPU, disk_mb_s=50.0)
    assert epoch_rate(ONE, slow, 13_000).bound == 'network'  # 6.5 GB of 10
    assert epoch_rate(ONE, slow, 15_000) == Rate(100.0, 'disk')


def test_measured_rate_of_a_gpu_goes_before_its_peak():
    assert epoch_rate(ONE, replace(GPU, gpu_per_s=50.0), 10) == Rate(50.0, 'network')


def test_reading_is_bound_by_processors_or_disk():
    assert reading_rate(ONE, GPU) == Rate(8.0, 'processors')
    assert reading_rate(ONE, replace(GPU, disk_mb_s=4.0)) == Rate(2.0, 'disk')


def test_hours_and_size():
    assert hours(Rate(10.0, ''), 36_000) == 1
    assert cache_gb(ONE, 10_000_000) == 5000


@pytest.mark.parametrize('machine', MACHINES)
@pytest.mark.parametrize('images', [1000, 100_000, 10_000_000])
def test_later_epochs_are_never_slower_than_the_first(machine, images):
    assert epoch_rate(MEASURED, machine, images).per_s >= first_epoch_rate(MEASURED, machine).per_s


@pytest.mark.parametrize('machine', MACHINES)
def test_more_cores_are_never_slower(machine):
    more = replace(machine, cores=2 * machine.cores)
    for rate in (first_epoch_rate, reading_rate):
        assert rate(MEASURED, more).per_s >= rate(MEASURED, machine).per_s
