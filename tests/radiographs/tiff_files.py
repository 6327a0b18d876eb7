"""TIFF files for tests as programs rarely write them: any byte order, BigTIFF, several pages with their tags."""

import struct

SHORT, LONG, RATIONAL = 3, 4, 5


def tiff_bytes(pages, order='<', is_big=False):
    """Bytes of an uncompressed TIFF of pages, each (pixels, {tag: (type, value)}) with tags beside the usual ones."""
    number, count_type = ('Q', 'Q') if is_big else ('I', 'H')
    head = (b'II' if order == '<' else b'MM') + (struct.pack(order + 'HHH', 43, 8, 0) if is_big else b'')
    head = head if is_big else head + struct.pack(order + 'H', 42)
    start = len(head) + struct.calcsize(order + number)
    body, offsets, links = b'', [], []
    for pixels, more in pages:
        data = pixels.astype(pixels.dtype.newbyteorder(order)).tobytes()
        height, width = pixels.shape[:2]
        kind = {'u': 1, 'i': 2, 'f': 3}[pixels.dtype.kind]
        tags = {256: (LONG, width), 257: (LONG, height), 258: (SHORT, pixels.dtype.itemsize * 8), 259: (SHORT, 1),
                262: (SHORT, 1), 273: (LONG, start + len(body)), 277: (SHORT, 1), 278: (LONG, height),
                279: (LONG, len(data)), 339: (SHORT, kind), **more}  # fmt: skip
        body += data
        entries = []
        for tag, (form, value) in sorted(tags.items()):
            packed = struct.pack(
                order + {SHORT: 'H', LONG: 'I', RATIONAL: 'II'}[form], *([value, 1][: 1 + (form == 5)])
            )
            if len(packed) > struct.calcsize(number):
                place, body = start + len(body), body + packed
                packed = struct.pack(order + number, place)
            entries.append(
                struct.pack(f'{order}HH{number}', tag, form, 1) + packed.ljust(struct.calcsize(number), b'\0')
            )
        offsets.append(start + len(body))
        body += struct.pack(order + count_type, len(entries)) + b''.join(entries)
        links.append(len(body))
        body += bytes(struct.calcsize(number))
    for link, offset in zip(links, [*offsets[1:], 0], strict=True):
        packed = struct.pack(order + number, offset)
        body = body[:link] + packed + body[link + len(packed) :]
    return head + struct.pack(order + number, offsets[0]) + body
