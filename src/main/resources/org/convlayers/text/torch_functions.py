def pad(x, margins, mode='constant', value=0.0):
    """Adds pixels at begin and end of each spatial axis, outermost first, or cuts them off where a number is negative."""
    if mode == 'constant':
        return F.pad(x, [number for pair in reversed(margins) for number in pair], value=value)
    for axis, (begin, end) in enumerate(margins, 2):
        n = x.shape[axis]
        i = torch.arange(-begin, n + end, device=x.device)
        if mode == 'reflect':
            i = (n - 1) - ((n - 1) - i.abs()).abs()
        elif mode == 'replicate':
            i = i.clamp(0, n - 1)
        elif mode == 'circular':
            i = i % n
        else:  # mirror
            i = torch.where(i < 0, -1 - i, torch.where(i < n, i, 2 * n - 1 - i))
        x = x.index_select(axis, i)
    return x


def same(x, kernel, stride, dilation, lower):
    """The margins that give ceil(size / stride) pixels; the odd one at the end, or at the begin if lower."""
    margins = []
    for n, k, s, d in zip(x.shape[2:], kernel, stride, dilation):
        total = max((n - 1) // s * s + d * (k - 1) + 1 - n, 0)
        half = total // 2
        margins.append((total - half, half) if lower else (half, total - half))
    return margins


def places(x, kernel, stride, dilation, margins, ceil):
    """How often a window fits; with ceil it may reach beyond the padded end, but not begin there."""
    sizes = []
    for n, k, s, d, (begin, end) in zip(x.shape[2:], kernel, stride, dilation, margins):
        room = n + begin + end - d * (k - 1) - 1
        sizes.append(min(-(-room // s), (n + begin - 1) // s) + 1 if ceil else room // s + 1)
    return sizes


def cut(x, sizes):
    for axis, size in enumerate(sizes, 2):
        x = x.narrow(axis, 0, size)
    return x


def max_pool(x, kernel, stride, dilation, margins, ceil):
    sizes = places(x, kernel, stride, dilation, margins, ceil)
    wide = [(begin, end + d * k) for (begin, end), k, d in zip(margins, kernel, dilation)]
    pool = (F.max_pool1d, F.max_pool2d, F.max_pool3d)[len(kernel) - 1]
    return cut(pool(pad(x, wide, value=-inf), kernel, stride, 0, dilation), sizes)


def average_pool(x, kernel, stride, margins, ceil, include_padding, divisor):
    sizes = places(x, kernel, stride, [1] * len(kernel), margins, ceil)
    wide = [(begin, end + k) for (begin, end), k in zip(margins, kernel)]
    pool = (F.avg_pool1d, F.avg_pool2d, F.avg_pool3d)[len(kernel) - 1]
    taps = functools.reduce(operator.mul, kernel)
    if divisor is None:
        counted = torch.ones_like(x[:1, :1])
        if include_padding:  # but never what lies beyond it
            counted = pad(counted, margins, value=1.0)
            wide_ones = [(0, k) for k in kernel]
        else:
            wide_ones = wide
        divisor = (pool(pad(counted, wide_ones), kernel, stride) * taps).round().clamp(min=1)
    return cut(pool(pad(x, wide), kernel, stride) * taps / divisor, sizes)


def rearrange(x, output, sizes, strides, offset):
    """Value number n of an item of the output is value number offset + sum of digit * stride of the input's."""
    index = torch.tensor(offset, device=x.device)
    for size, stride in zip(sizes, strides):
        index = index.unsqueeze(-1) + torch.arange(size, device=x.device) * stride
    return x.flatten(1)[:, index.flatten()].reshape(x.shape[:1] + output)


def greater(a, b):
    return (a > b).to(b.dtype)


def greater_or_equal(a, b):
    return (a >= b).to(b.dtype)


def equal(a, b):
    return (a == b).to(b.dtype)


def where(a, b):
    """b where a is not 0, else 0."""
    return torch.where(a != 0, b, b.new_zeros(()))


class Constant(nn.Module):
    """The same values whatever the input."""

    def __init__(self, shape):
        super().__init__()
        self.register_buffer('value', torch.zeros(shape))

    def forward(self, x):
        return self.value.expand(x.shape[:1] + self.value.shape)


def read_weights(path):
    """The tensors of a .safetensors file of 32-bit numbers."""
    with open(path, 'rb') as file:
        header = json.loads(file.read(struct.unpack('<Q', file.read(8))[0]))
        data = file.read()
    tensors = {}
    for name, info in header.items():
        begin, end = info['data_offsets']
        values = array.array('f', data[begin:end])
        if sys.byteorder == 'big':
            values.byteswap()
        tensors[name] = torch.tensor(values, dtype=torch.float32).reshape(info['shape'])
    return tensors


def load(path=WEIGHTS):
    """The network with its weights, ready for inference."""
    network = Network()
    tensors = read_weights(path)
    for attribute, name in NAMES.items():
        layer = getattr(network, attribute)
        state = layer.state_dict()
        for key in state:
            if key != 'num_batches_tracked':
                state[key] = tensors[name + '.' + key]
        layer.load_state_dict(state)
    return network.eval()


if __name__ == '__main__':
    if len(sys.argv) != 3:
        sys.exit('usage: python ' + os.path.basename(__file__) + ' input.npy output.npy')
    import numpy

    with torch.no_grad():
        result = load()(torch.from_numpy(numpy.load(sys.argv[1]).astype(numpy.float32)))
    numpy.save(sys.argv[2], result.numpy())
