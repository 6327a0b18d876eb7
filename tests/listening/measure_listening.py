"""Send radiographs to ``aariz-mm listen`` while it is killed again and again, and count what the peer gets.

    python tests/listening/measure_listening.py RADIOGRAPHS [--count 200] [--kills 12] [--seed 0] [--results sr]

RADIOGRAPHS is a folder of pictures, such as data/isbi2015/valid/Cephalograms; each is wrapped as a DX instance. The
modality sends them in order and sends again what was not acknowledged; the listener reads them by the bundle that ships
with the package, and is killed by SIGKILL at random moments while it receives, reads and sends. At the end every one of
them must have been answered, once: the peer has one object of each kind for each, and what came twice is the same file.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

if __name__ == '__main__':
    sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parent)]

import cv2
from dicom_peers import SECRETS, Archive, associate, wait_until

from aariz_mm.listening.folder import SpoolFolder
from aariz_mm.listening.store import SpoolStore

_ALL_S = 4 * 3600


class ListenCommand:
    """The command in a process: started, killed, and asked for its memory."""

    def __init__(self, spool, peer_port, results):
        self._command = [
            sys.executable, '-m', 'aariz_mm', 'listen', '--allow', 'CEPH1=127.0.0.1', '--spool', str(spool),
            '--port', '0', '--send-to', f'ARCHIVE@127.0.0.1:{peer_port}', '--results', results,
        ]  # fmt: skip
        self.journal, self.peak_mib = [], Counter()

    def start(self):
        """Start it; the port that it listens at."""
        self._process = subprocess.Popen(self._command, stderr=subprocess.PIPE, text=True)
        for line in self._process.stderr:
            self.journal.append(line)
            if 'listens at' in line:
                threading.Thread(target=lambda: self.journal.extend(self._process.stderr), daemon=True).start()
                return int(line.split(';')[0].rsplit(':', 1)[1])
        raise RuntimeError(''.join(self.journal[-5:]))

    def note_memory(self):
        """Keep the largest memory of the listener and of its reading process."""
        for who, pid in [('listener', self._process.pid), *(('reader', one) for one in self._children())]:
            try:
                status = Path(f'/proc/{pid}/status').read_text()
                peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith('VmHWM'))
            except (OSError, StopIteration):
                continue
            self.peak_mib[who] = max(self.peak_mib[who], peak >> 10)

    def _children(self):
        try:
            return Path(f'/proc/{self._process.pid}/task/{self._process.pid}/children').read_text().split()
        except OSError:
            return []

    def kill(self):
        self.note_memory()
        self._process.kill()
        self._process.wait()

    def end(self):
        """End it well; its exit status."""
        self.note_memory()
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(120)


class Modality(threading.Thread):
    """Sends instances in order, from wherever the listener is, until all are acknowledged."""

    def __init__(self, instances, port):
        super().__init__(daemon=True)
        self.instances, self.port, self.acknowledged, self.again = instances, port, set(), 0

    def run(self):
        while len(self.acknowledged) < len(self.instances):
            with associate(self.port, patience_s=3) as association:
                for one in self.instances:
                    if one.SOPInstanceUID not in self.acknowledged and association.is_established:
                        status = association.send_c_store(one).get('Status')
                        self.again += status is None
                        if status == 0:
                            self.acknowledged.add(one.SOPInstanceUID)
            time.sleep(0.3)


def radiographs(folder, count):
    """DX instances of the pictures of a folder, again from the first, with one pixel changed, where it has too few."""
    from dicom_files import make_dataset

    paths = sorted(path for path in folder.rglob('*') if path.suffix.lower() in ('.png', '.jpg', '.jpeg', '.bmp'))
    made = []
    for number in range(count):
        grey = cv2.imread(str(paths[number % len(paths)]), cv2.IMREAD_GRAYSCALE)
        grey[0, 0] = number % 256
        study = f'1.2.826.0.1.3680043.9.{number + 1}'
        made.append(make_dataset(
            grey, 8, SOPInstanceUID=f'{study}.1.1', StudyInstanceUID=study, SeriesInstanceUID=f'{study}.1',
            StudyDate='20240102', StudyTime='101112', PatientBirthDate='20100101', PatientSex='F',
            PixelSpacing=[0.25, 0.25], **SECRETS,
        ))  # fmt: skip
    return made


def campaign(folder, count, kills, seed, results):
    """Run it; what was found, by name."""
    rng, archive = random.Random(seed), Archive()
    with tempfile.TemporaryDirectory() as place:
        command = ListenCommand(Path(place) / 'spool', archive.port, results)
        modality, begin = Modality(radiographs(folder, count), command.start()), time.monotonic()
        modality.start()
        for kill in range(kills):
            # The first ones while the modality sends, the others while the rest is read and sent.
            until = count * len(results.split(',')) * max(kill - kills // 3, 0) // kills
            wait_until(lambda least=until: len(archive.received) >= least, _ALL_S)
            time.sleep(rng.uniform(0.0, 4.0))
            command.kill()
            modality.port = command.start()
        modality.join(_ALL_S)
        store = SpoolStore(SpoolFolder(Path(place) / 'spool'))
        wait_until(lambda: store.counts()['sent'] == count or not sum(list(store.counts().values())[:2]), _ALL_S)
        seconds, counts = time.monotonic() - begin, store.counts()
        status = command.end()
        store.close()
    return _found(archive, modality, command, seconds, counts) | dict(exit_status=status)


def _found(archive, modality, command, seconds, counts):
    objects = Counter(uid for uid, _, _ in archive.received)
    versions = {(uid, digest) for uid, digest, _ in archive.received}
    of_each = Counter(
        {uid: source for (uid, _, _), source in zip(archive.received, archive.sources(), strict=True)}.values()
    )
    text = ''.join(command.journal)
    return dict(
        sent_by_the_modality=len(modality.acknowledged),
        sent_again_without_an_answer=modality.again,
        states=counts,
        radiographs_answered=len(of_each),
        answers_of_each=sorted(set(of_each.values())),
        never_answered=len({one.SOPInstanceUID for one in modality.instances} - set(of_each)),
        objects=len(objects),
        delivered_twice=sum(number - 1 for number in objects.values()),
        with_other_bytes=len(versions) - len(objects),
        seconds=round(seconds, 1),
        seconds_per_radiograph=round(seconds / len(modality.instances), 2),
        peak_mib=dict(command.peak_mib),
        names_in_the_journal=[secret for secret in [*SECRETS.values(), '1.2.826'] if secret in text],
        tracebacks=text.count('Traceback'),
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('radiographs', type=Path)
    parser.add_argument('--count', type=int, default=200)
    parser.add_argument('--kills', type=int, default=12)
    parser.add_argument('--seed', type=int, default=0)
    parser.add_argument('--results', default='sr')
    args = parser.parse_args()
    found = campaign(args.radiographs, args.count, args.kills, args.seed, args.results)
    for name, value in found.items():
        print(f'{name}: {value}')
    is_well = found['radiographs_answered'] == args.count and not found['with_other_bytes'] + found['never_answered']
    return 0 if is_well and found['states']['sent'] == args.count else 1


if __name__ == '__main__':
    sys.exit(main())
