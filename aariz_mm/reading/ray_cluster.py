"""Ray: begun on this machine, without a dashboard and on the loopback interface alone, or a cluster that runs."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from collections.abc import Iterator

from aariz_mm.extras import require

__all__ = ['count_cpus', 'ray_session', 'silence_data']

# No statistics are sent, no copy of the project is packed by `uv run`, and a worker's end is told by us.
_ALWAYS = dict(
    RAY_USAGE_STATS_ENABLED='0',
    RAY_ENABLE_UV_RUN_RUNTIME_ENV='0',
    RAY_BACKEND_LOG_LEVEL='fatal',
    RAY_DATA_DISABLE_PROGRESS_BARS='1',
    RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO='0',
)
# Without clusters, Ray takes 127.0.0.1 for the machine's address, and listens nowhere else.
_ALONE = dict(RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER='0')


@contextlib.contextmanager
def ray_session(cpus: int, address: str | None = None) -> Iterator[None]:
    """Ray within the block; one that runs in this process already is taken, and left as it is.

    Args:
        cpus: that a Ray of this machine is told to have. address: of a cluster that runs, such as ``10.0.0.5:6379``;
            None begins one on this machine, which ends with the block.
    Errors:
        ImportError: Ray is not installed. ConnectionError: there is no cluster at the address.
    """
    _set_environment(address)
    require('ray')
    import ray

    if ray.is_initialized():
        yield
        return
    quiet = dict(log_to_driver=False, logging_level=logging.CRITICAL)
    try:
        with _silent():  # it writes past Python
            if address is None:
                ray.init('local', num_cpus=cpus, include_dashboard=False, **quiet)
            else:
                ray.init(address, **quiet)
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise ConnectionError(_describe_failure(address, error)) from error
    _silence_workers()
    try:
        yield
    finally:
        ray.shutdown()


def silence_data() -> None:
    """Let Ray Data write to its own log files alone."""
    import ray.data

    ray.data.DataContext.get_current().enable_progress_bars = False
    logging.getLogger('ray.data').setLevel(logging.CRITICAL)


def count_cpus() -> int:
    """CPUs of all machines of the Ray that runs."""
    import ray

    return int(ray.cluster_resources().get('CPU', 0))


def _set_environment(address: str | None) -> None:
    for name, value in (_ALWAYS if address else {**_ALWAYS, **_ALONE}).items():
        os.environ.setdefault(name, value)


def _describe_failure(address: str | None, error: Exception) -> str:
    """What to do where Ray cannot be begun or reached."""
    if address is None:
        return f'Ray cannot be begun on this machine ({error}); what it wrote is in /tmp/ray/session_latest/logs'
    if 'AuthToken' in f'{error} {error.__cause__}':
        return f'{address}: the Ray cluster asks for a token; set RAY_AUTH_MODE=token and its token as Ray documents it'
    return f'{address}: no Ray cluster can be reached ({error}); give --ray-address as `ray start` printed it'


def _silence_workers() -> None:
    """Take the printer of messages of workers away; ``log_to_driver`` does not mean those on their end."""
    with contextlib.suppress(ImportError, AttributeError, KeyError):
        from ray._private.ray_logging import global_worker_stdstream_dispatcher

        global_worker_stdstream_dispatcher.remove_handler('ray_print_logs')


@contextlib.contextmanager
def _silent() -> Iterator[None]:
    """Nothing reaches standard error within the block."""
    sys.stderr.flush()
    kept, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nothing, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nothing)
