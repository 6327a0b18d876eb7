"""Spoilt copies of whole inputs, by a seed: bytes, JSON, tables, configs and command lines."""

import copy
import json

NUMBERS = ('NaN', 'Infinity', '-Infinity', '1e999', '-1', '0', '-0.0', '99999999999999999999', '1e-320', '0.1e', '0x10')
VALUES = (None, True, False, '', 'abc', '../../etc/passwd', '<script>alert(1)</script>', '\x00', '가나다', 'a' * 5000,
          -1, 0, 10**30, 1e308, float('nan'), float('inf'), [], {}, [[]], [None] * 50, dict(x='1', y=None))  # fmt: skip
WORDS = ('', '-1', '0', 'nan', 'inf', '1e999', '99999999999999999999', 'abc', '/dev/null', '.', '*', '--', '-',
         'a' * 400, '가', '\n', '../x', 'no/such.json', '1,5', '{', '"')  # fmt: skip
PIECES = (
    b'',
    b'\x00',
    b'\xff\xfe',
    b'\xef\xbb\xbf',
    b'"',
    b'{',
    b'[' * 3000,
    b',,,,',
    b';',
    b'\r\n',
    b'=cmd()',
    b'\xc3\x28',
)


def spoil_bytes(random, data):
    """One copy cut short, with other bytes, longer, or of another kind altogether."""
    way = random.randrange(6)
    place = random.randrange(len(data) + 1)
    if way == 0:
        return data[:place]
    if way == 1:
        return data[:place] + random.choice(PIECES) + data[place:]
    if way == 2:
        return data[:place] + data[random.randrange(len(data) + 1) :]
    if way == 3:
        return random.randbytes(random.choice((0, 1, 40, 4000)))
    spoilt = bytearray(data)
    for _ in range(random.choice((1, 2, 10, 100))):
        spoilt[random.randrange(len(spoilt))] = random.randrange(256)
    return bytes(spoilt)


def spoil_json(random, data):
    """JSON with a part of another kind, twice, missing or nested deeply; at times bytes that are no JSON."""
    if random.random() < 0.3:
        return spoil_bytes(random, data)
    content = json.loads(data)
    for _ in range(random.choice((1, 1, 2, 5))):
        content = _spoil_part(random, content)
    text = json.dumps(content, ensure_ascii=random.random() < 0.5)
    if random.random() < 0.2:
        digits = [index for index, letter in enumerate(text) if letter.isdigit()]
        if digits:
            place = random.choice(digits)
            text = text[:place] + random.choice(NUMBERS) + text[place + 1 :]
    return text.encode(errors='surrogatepass')


def _spoil_part(random, content):
    content = copy.deepcopy(content)
    holders = [one for one in _holders(content) if len(one)]
    if not holders or random.random() < 0.05:
        return random.choice((*VALUES, _deep(random)))
    holder = random.choice(holders)
    key = random.choice(list(holder)) if isinstance(holder, dict) else random.randrange(len(holder))
    way = random.randrange(5)
    if way == 0:
        del holder[key]
    elif way == 1 and isinstance(holder, list):
        holder.append(copy.deepcopy(holder[key]))
    elif way == 2 and isinstance(holder, dict):
        holder[random.choice(('', key * 2, 'x', '__class__', key.upper()))] = holder.pop(key)
    elif way == 3:
        holder[key] = _deep(random)
    else:
        holder[key] = random.choice(VALUES)
    return content


def _holders(content):
    if isinstance(content, dict | list):
        yield content
        for one in content.values() if isinstance(content, dict) else content:
            yield from _holders(one)


def _deep(random):
    nested = []
    for _ in range(random.choice((3, 60))):
        nested = [nested] if random.random() < 0.5 else {'a': nested}
    return nested


def spoil_metadata(random, data):
    """A bundle with other metadata of ours, or a network with a part changed."""
    import onnx

    model = onnx.load_from_string(data)
    if random.random() < 0.6:
        text = next(one for one in model.metadata_props if one.key == 'aariz_mm')
        spoilt = spoil_json(random, text.value.encode()).decode(errors='replace')
        text.value = spoilt
        return model.SerializeToString()
    tensor = random.choice(model.graph.initializer)
    way = random.randrange(4)
    if way == 0:
        tensor.dims[:] = [random.choice((0, -1, 2**40, 3)) for _ in tensor.dims]
    elif way == 1:
        tensor.data_location = onnx.TensorProto.EXTERNAL
        entry = tensor.external_data.add()
        entry.key, entry.value = 'location', random.choice(('/etc/passwd', '../x', 'weights.bin'))
    elif way == 2:
        model.graph.input[0].type.tensor_type.shape.dim[1].dim_value = random.choice((0, 1, 65535, 2**31))
    else:
        model.graph.node[random.randrange(len(model.graph.node))].op_type = random.choice(('Loop', 'If', 'X', 'MatMul'))
    return model.SerializeToString()


def spoil_text(random, data):
    """A table or another text of lines: one changed, twice, missing, with other separators or numbers."""
    if random.random() < 0.3:
        return spoil_bytes(random, data)
    lines = data.decode().splitlines()
    for _ in range(random.choice((1, 2, 6))):
        place, way = random.randrange(len(lines)), random.randrange(6)
        line = lines[place]
        if way == 0:
            del lines[place]
        elif way == 1:
            lines.insert(place, line)
        elif way == 2:
            lines[place] = line.replace(',', random.choice((';', '\t', '', ',,')))
        elif way == 3:
            lines[place] = line + random.choice((',1', '"', '\x00', 'a' * 3000))
        else:
            cells = line.split(',')
            cells[random.randrange(len(cells))] = random.choice((*NUMBERS, '', 'abc', '"', '1,5', '=1+1', '가'))
            lines[place] = ','.join(cells)
        lines = lines or ['']
    return '\n'.join(lines).encode()


def spoil_arguments(random, arguments, options):
    """A command line with a word changed, missing, twice, or an option of the command with some value."""
    words = list(arguments)
    for _ in range(random.choice((1, 1, 2, 3))):
        way = random.randrange(5)
        value = random.choice(WORDS)
        place = random.randrange(len(words) + 1)
        if way == 0 and words:
            del words[min(place, len(words) - 1)]
        elif way == 1:
            words.insert(place, value)
        elif way == 2 and words:
            words[min(place, len(words) - 1)] = value
        else:
            words += [random.choice(options), value] if random.random() < 0.7 else [random.choice(options)]
    return words
