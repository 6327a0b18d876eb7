"""Send a listener what no modality would, and look whether it lives, and whether anything is left behind.

    python tests/listening/measure_garbage.py [--seconds 60] [--seed 0]

The PDUs of a good C-STORE are recorded, then sent again and again with bytes changed, cut short, repeated and in
another order. At the end no association, no half file and no trace may be left, and a good radiograph must be answered.
"""

import argparse
import io
import random
import socket
import struct
import sys
import tempfile
import threading
import time
from pathlib import Path

if __name__ == '__main__':
    sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parent)]

from dicom_peers import Archive, instance, open_listener, send, wait_until

from aariz_mm.listening.journal import keep_journal


def recorded_pdus(port):
    """What a modality sends for one radiograph, PDU by PDU, taken down on the way to the port."""
    pieces, server = [], socket.create_server(('127.0.0.1', 0))

    def pass_on(source, target, kept):
        while data := source.recv(1 << 16):
            kept.append(data)
            target.sendall(data)
        target.close()

    def between():
        client, listener = server.accept()[0], socket.create_connection(('127.0.0.1', port))
        threading.Thread(target=pass_on, args=(client, listener, pieces), daemon=True).start()
        pass_on(listener, client, [])

    threading.Thread(target=between, daemon=True).start()
    assert send(server.getsockname()[1], instance(0)) == [0]
    data, pdus = b''.join(pieces), []
    while data:
        size = 6 + struct.unpack('>L', data[2:6])[0]
        pdus.append(data[:size])
        data = data[size:]
    return pdus


def spoilt(pdus, rng):
    """The same with a few things wrong; the opening is left whole four times of five."""
    made = [bytearray(one) for one in pdus]
    if rng.random() < 0.3:
        made = [made[0], *(bytearray(rng.choice(pdus)) for _ in range(5))]
    elif rng.random() < 0.2:
        rng.shuffle(made)
    for one in made[int(rng.random() < 0.8) :]:
        for _ in range(rng.randrange(6)):
            one[rng.randrange(len(one) if rng.random() < 0.5 else min(40, len(one)))] = rng.randrange(256)
        if rng.random() < 0.1:
            del one[rng.randrange(len(one)) :]
    return made


def send_spoilt(port, pdus, rng):
    """Send them by a connection that ends in one way or another."""
    try:
        with socket.create_connection(('127.0.0.1', port), timeout=0.3) as client:
            for one in spoilt(pdus, rng):
                client.sendall(one)
                if rng.random() < 0.5:
                    client.recv(4096)
            if rng.random() < 0.5:
                client.shutdown(socket.SHUT_WR)
            client.recv(4096)
    except OSError:
        return  # closed, or silent


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--seconds', type=float, default=60)
    parser.add_argument('--seed', type=int, default=0)
    args = parser.parse_args()
    rng, journal, archive, sent = random.Random(args.seed), io.StringIO(), Archive(), 0
    sys.stderr = keep_errors = io.StringIO()
    keep_journal(journal)
    limits = dict(max_bytes=100_000, network_s=2, acse_s=2, associations=30)
    with (
        tempfile.TemporaryDirectory() as place,
        open_listener(Path(place) / 'spool', archive.port, has_process=True, **limits) as listener,
    ):
        pdus, until = recorded_pdus(listener.port), time.monotonic() + args.seconds
        while time.monotonic() < until:
            send_spoilt(listener.port, pdus, rng)
            sent += 1
        is_quiet = wait_until(lambda: not listener._server.sweep(), 15)
        is_well = send(listener.port, instance(5)) == [0] and archive.wait(2)
        left = list((Path(place) / 'spool' / 'incoming').iterdir())
    traces = journal.getvalue().count('Traceback') + keep_errors.getvalue().count('Traceback')
    print(f'{sent} connections, {len(left)} files left, {traces} traces; all ended: {is_quiet}, still works: {is_well}')
    return 0 if is_quiet and is_well and not left and not traces else 1


if __name__ == '__main__':
    sys.exit(main())
