#!/usr/bin/env python3
"""Makes the golden files of the layers beside convolutions: normalisations, padding, softmax, joins, and networks of them.

    python3 make_layer_goldens.py [FAMILY ...] [--output DIRECTORY]

needs torch and numpy, and make_goldens.py beside it, which says how the files are made up.

  layers           one layer each (joins with the branches they join): text, input, weights, output
  branches         networks of 2 to 6 layers and more, with branches, gates and skips: text, input, weights, output
  special          such networks on inputs with NaN and infinities, and on subnormal ones
  function         pointwise functions that torch.nn has beside the usual activations, over awkward numbers
  branch-fields    networks with branches and, for some output pixels, the exact support of the gradient on the input
  sizes            the size of the output of pooling and of layers after one that leaves no pixel; null where PyTorch refuses
  layer-messages   what PyTorch says of wrong arguments and inputs (first line)
  layer-print      what print(model) shows, in print/NAME.txt, with the names and shapes of the state_dict

`sumAbs` is a scale to which rounding errors are proportional: each layer hands on what its input's error can become at
most, and adds the size of its own output.
"""

import math
import warnings

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import make_goldens as base

JOINS = {
    "Add": lambda a, b: a + b,
    "Subtract": lambda a, b: a - b,
    "Multiply": lambda a, b: a * b,
    "Divide": lambda a, b: a / b,
    "Maximum": torch.maximum,
    "Minimum": torch.minimum,
}
STEEPEST = 1.8  # no activation has a larger slope: SELU's is 1.76


# ------------------------------------------------------------------------------------------------------------ layers


class CircularPad(nn.Module):
    """torch.nn has it since 2.1, as it has ZeroPad1d and ZeroPad3d."""

    def __init__(self, padding):
        super().__init__()
        self.padding = padding

    def forward(self, x):
        return F.pad(x, self.padding, mode="circular")


class MirrorPad(nn.Module):
    """Ours: the border pixel is repeated."""

    def __init__(self, padding):
        super().__init__()
        self.pairs = list(zip(padding[::2], padding[1::2]))[::-1]

    def forward(self, x):
        return base.pad(x, self.pairs, "mirror")


NAMES = dict(vars(nn))
for rank in (1, 2, 3):
    NAMES[f"ZeroPad{rank}d"] = lambda padding, rank=rank: getattr(nn, f"ConstantPad{rank}d")(padding, 0.0)
    NAMES[f"CircularPad{rank}d"] = CircularPad
    NAMES[f"MirrorPad{rank}d"] = MirrorPad


def module_of(text):
    return eval(text, dict(NAMES))


class Layer:
    """A layer: its text, its module, and what an error of its input can become."""

    def __init__(self, text, module=None, printed=False):
        self.module = module or module_of(text)
        self.text = str(self.module) if printed else text

    def named(self, name, source):
        """The text with a name before it and an input in it."""
        text = self.text
        if source is not None:
            opening = "" if text.endswith("()") else ", "
            text = f"{text[:-1]}{opening}input='{source}')"
        return (f"({name}): " if name else "") + text

    def scale(self, x, scale, y):
        """The scale of the errors of y = layer(x), where that of x is given."""
        module = self.module
        if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)) or (
            isinstance(module, (nn.InstanceNorm1d, nn.InstanceNorm2d, nn.InstanceNorm3d)) and module.track_running_stats
        ):
            slope = (module.weight.abs() if module.affine else 1) / torch.sqrt(module.running_var + module.eps)
            offset = (module.bias.abs() if module.affine else 0) + module.running_mean.abs() * slope
            return scale * shaped(slope, x) + shaped(offset, x)
        if isinstance(module, (nn.InstanceNorm1d, nn.InstanceNorm2d, nn.InstanceNorm3d, nn.GroupNorm)):
            groups = module.num_groups if isinstance(module, nn.GroupNorm) else x.shape[1]
            parts = x.reshape(x.shape[0], groups, -1)
            deviation = torch.sqrt(parts.var(-1, unbiased=False) + module.eps).min()
            weight = module.weight.abs().max() if module.affine else 1
            return (2 * scale.max() / deviation * weight * (1 + y.abs().max()) + y.abs()).expand(y.shape)
        if isinstance(module, (nn.Softmax, nn.Softmax2d)):
            return y * (1 + 2 * scale.max())
        if isinstance(module, nn.LogSoftmax):
            return 2 * scale.max() + y.abs()
        if isinstance(module, (nn.Upsample, nn.PixelShuffle)) or "MaxPool" in self.text:
            return module(scale)
        if hasattr(module, "kernel_size") or isinstance(module, base.PaddedConvolution):
            return base.bounding(module)(scale)
        if "Pad" in self.text.split("(")[0]:
            return module(scale).abs()
        return STEEPEST * scale + y.abs()


def shaped(values, like):
    if not torch.is_tensor(values):
        return values
    return values.reshape(1, -1, *([1] * (like.dim() - 2)))


class Join:
    """Concat or an operation of two or more values."""

    def __init__(self, word):
        self.word = word

    def apply(self, values):
        if self.word == "Concat":
            return torch.cat(values, 1)
        result = values[0]
        for value in values[1:]:
            result = JOINS[self.word](result, value)
        return result

    def scale(self, values, scales):
        if self.word == "Concat":
            return torch.cat(scales, 1)
        value, scale = values[0], scales[0]
        for other, of_other in zip(values[1:], scales[1:]):
            joined = JOINS[self.word](value, other)
            if self.word == "Multiply":
                scale = scale * other.abs() + of_other * value.abs() + joined.abs()
            elif self.word == "Divide":
                scale = scale / other.abs() + of_other * (value / other**2).abs() + joined.abs()
            else:
                scale = scale + of_other
            value = joined
        return scale


class Graph:
    """Nodes (name, layer, sources); without a name a node is called by its index, without sources it takes the last."""

    def __init__(self):
        self.nodes = []

    def add(self, layer, name=None, sources=None):
        self.nodes.append((name, layer, sources))
        return name or str(len(self.nodes) - 1)

    def text(self):
        lines = []
        for name, layer, sources in self.nodes:
            if isinstance(layer, Join):
                label = f"({name}): " if name else ""
                lines.append(f"{label}{layer.word}(inputs={tuple(sources)!r})")
            else:
                lines.append(layer.named(name, sources[0] if sources else None))
        return "\n".join(lines)

    def modules(self):
        return {
            name or str(i): layer.module for i, (name, layer, _) in enumerate(self.nodes) if isinstance(layer, Layer)
        }

    def state(self):
        state = {}
        for name, module in self.modules().items():
            for key, value in module.state_dict().items():
                if key != "num_batches_tracked":
                    state[f"{name}.{key}"] = value
        return state

    def run(self, x, scale=None):
        """The value of each node, and the scale of its errors, if that of x is given."""
        values, scales = {"input": x}, {"input": scale}
        last = "input"
        for index, (name, layer, sources) in enumerate(self.nodes):
            names = list(sources) if sources else [last]
            taken = [values[source] for source in names]
            last = name or str(index)
            if isinstance(layer, Join):
                values[last] = layer.apply(taken)
                if scale is not None:
                    scales[last] = layer.scale(taken, [scales[source] for source in names])
            else:
                values[last] = layer.module(taken[0])
                if scale is not None:
                    scales[last] = layer.scale(taken[0], scales[names[0]], values[last])
        return values, scales, last

    def convert(self, dtype):
        for name, layer, sources in self.nodes:
            if isinstance(layer, Layer):
                layer.module.to(dtype).eval()


def fill(graph, rng):
    """Weights like those of a trained network."""
    for module in graph.modules().values():
        is_norm = hasattr(module, "eps")
        for key, value in list(module.named_parameters()) + list(module.named_buffers()):
            if key == "num_batches_tracked" or value is None:
                continue
            noise = rng.standard_normal(value.shape)
            if key == "running_var":
                new = rng.uniform(0.2, 3, value.shape)
            elif key == "running_mean":
                new = 2 * noise
            elif is_norm:
                new = 0.5 * noise + (key == "weight")
            elif isinstance(module, nn.PReLU):
                new = 0.5 * noise
            else:
                new = noise / math.sqrt(np.prod(value.shape[1:]) if value.dim() > 1 else 4)
            value.data = torch.from_numpy(np.asarray(new, np.float32))


def add_computed(family, name, graph, x, batched=False):
    x = torch.from_numpy(x)
    with torch.no_grad():
        graph.convert(torch.float32)
        state = {key: value.clone().numpy() for key, value in graph.state().items()}
        values, _, last = graph.run(x)
        single = values[last]
        graph.convert(torch.float64)
        values, scales, last = graph.run(x.double(), x.double().abs())
        exact, scale = values[last], scales[last]
    arrays = {key: (value if batched else value[0]).numpy() for key, value in (("input", x), ("output", exact.float()))}
    family.add(
        name,
        {**arrays, **state},
        text=graph.text(),
        input=list(arrays["input"].shape),
        output=list(arrays["output"].shape),
        batched=batched,
        sumAbs=base.significant(scale.max()),
        float32Error=base.significant((single.double() - exact).abs().max(), 2),
    )


# ----------------------------------------------------------------------------------------------------- random layers


ACTIVATIONS = (
    "ReLU()",
    "ReLU(inplace=True)",
    "LeakyReLU(0.2)",
    "ELU()",
    "SiLU()",
    "GELU()",
    "Hardswish()",
    "Sigmoid()",
    "Tanh()",
    "Mish()",
    "LogSigmoid()",
    "Tanhshrink()",
    "RReLU()",
)


def per_axis(rng, rank, low, high):
    return tuple(int(v) for v in rng.integers(low, high + 1, 2 * rank))


def pad_layer(rng, shape):
    rank = len(shape) - 1
    kind = str(rng.choice(["ZeroPad", "ConstantPad", "ReflectionPad", "ReplicationPad", "CircularPad", "MirrorPad"]))
    while True:
        low = -2 if kind in ("ZeroPad", "ConstantPad", "ReflectionPad", "ReplicationPad") and rng.random() < 0.4 else 0
        padding = per_axis(rng, rank, low, 4) if rng.random() < 0.7 else (int(rng.integers(low, 4)),) * 2 * rank
        pairs = list(zip(padding[::2], padding[1::2]))[::-1]
        limit = {"ReflectionPad": -1, "CircularPad": 0, "MirrorPad": 0}.get(kind, 99)
        if all(max(b, e) <= n + limit and n + b + e >= 1 and n + min(b, 0) + min(e, 0) >= 1 for n, (b, e) in zip(shape[1:], pairs)):
            break
    written = str(padding[0]) if len(set(padding)) == 1 and rng.random() < 0.7 else str(padding)
    text = f"{kind}{rank}d({written})"
    module = module_of(f"{kind}{rank}d({padding})") if kind not in ("ConstantPad", "ZeroPad") else None
    if kind == "ConstantPad":
        text = f"{kind}{rank}d({written}, {str(rng.choice(['0.5', 'value=-2', '3']))})"
    if kind == "ZeroPad":
        module = module_of(f"ConstantPad{rank}d({padding}, 0.0)")
    return Layer(text, module, printed=kind == "ConstantPad" and rng.random() < 0.3)


def norm_layer(rng, shape, kinds=("batch", "instance", "group", "running")):
    channels, rank = shape[0], len(shape) - 1
    kind = str(rng.choice(kinds))
    eps = str(rng.choice(["", ", eps=0.001", ", 1e-3"]))
    printed = rng.random() < 0.4
    affine = bool(rng.random() < 0.7)
    if kind == "batch":
        text = f"BatchNorm{rank}d({channels}{eps}{'' if affine else ', affine=False'})"
    elif kind == "running":
        text = f"InstanceNorm{rank}d({channels}{eps}, affine={affine}, track_running_stats=True)"
    elif kind == "instance" and math.prod(shape[1:]) > 1:
        text = f"InstanceNorm{rank}d({channels}{eps}{', affine=True' if affine else ''})"
    else:
        divisors = [g for g in range(1, channels + 1) if channels % g == 0]
        groups = int(rng.choice(divisors))
        if channels // groups * math.prod(shape[1:]) == 1:
            return None
        text = f"GroupNorm({groups}, {channels}{eps}{'' if affine else ', affine=False'})"
    return Layer(text, printed=printed)


def softmax_layer(rng, shape):
    rank = len(shape) - 1
    if rank == 2 and rng.random() < 0.2:
        return Layer("Softmax2d()")
    name = str(rng.choice(["Softmax", "Softmax", "LogSoftmax"]))
    dimension = 1 if rng.random() < 0.4 else int(rng.integers(1, rank + 2))
    return Layer(f"{name}(dim={dimension if rng.random() < 0.6 else dimension - rank - 2})")


def channel_layer(rng, shape):
    kind = rng.integers(4)
    if kind == 0:
        return Layer(f"PReLU({shape[0] if rng.random() < 0.7 else ''})", printed=bool(rng.random() < 0.3))
    if kind == 1:
        name = str(rng.choice(["Dropout", "Dropout2d", "AlphaDropout", "FeatureAlphaDropout"]))
        return Layer(f"{name}({str(rng.choice(['', '0.2', 'p=0.1, inplace=True']))})")
    return Layer(str(rng.choice(ACTIVATIONS)))


def convolution_layer(rng, shape, most=6):
    spec = base.random_convolution(
        rng, shape[1:], (shape[0], int(rng.integers(1, most)), 1), (1, 2, 3, 3), (1, 1, 1, 2)
    )
    if spec is None:
        return None
    return Layer(base.spell_convolution(spec, rng), spec.module())


SMOOTH = ("Sigmoid()", "Tanh()", "Softplus()", "PReLU()", "LeakyReLU(0.2)", "Dropout()")


def size_layer(rng, shape):
    """Layers that change sizes, but for max pooling, whose gradient goes back to one pixel."""
    channels, rank = shape[0], len(shape) - 1
    texts = [
        f"AvgPool{rank}d({int(rng.integers(1, min(4, *shape[1:]) + 1) if min(shape[1:]) > 1 else 1)})",
        f"AdaptiveAvgPool{rank}d({int(rng.integers(1, 4))})",
        f"ConvTranspose{rank}d({channels}, {int(rng.integers(1, 4))}, {int(rng.integers(1, 4))}, stride={int(rng.integers(1, 3))})",
        "Upsample(scale_factor=2)",
        f"Upsample(scale_factor=2, mode='{('linear', 'bilinear', 'trilinear')[rank - 1]}')",
        f"Upsample(size={int(rng.integers(2, 9))}, mode='{('linear', 'bilinear', 'trilinear')[rank - 1]}', align_corners=True)",
    ]
    if rank == 2 and channels % 4 == 0:
        texts.append("PixelShuffle(2)")
    return Layer(str(rng.choice(texts)))


def random_layer(rng, shape, kinds):
    kind = str(rng.choice(kinds))
    makers = {
        "pad": pad_layer,
        "norm": norm_layer,
        "softmax": softmax_layer,
        "channel": channel_layer,
        "convolution": convolution_layer,
        "smooth": lambda rng, shape: Layer(str(rng.choice(SMOOTH))),
        "size": size_layer,
        "exact": exact_layer,
        "rectified": lambda rng, shape: Layer(str(rng.choice(["ReLU()", "LeakyReLU(0.2)", "PReLU()"]))),
    }
    return makers[kind](rng, shape)


def shape_after(graph, shape):
    """The shapes of all nodes by name."""
    graph.convert(torch.float32)
    with torch.no_grad():
        values, _, last = graph.run(torch.rand((1, *shape)))
    return {name: tuple(value.shape[1:]) for name, value in values.items()}, last


def random_shape(rng, rank, largest=None):
    largest = largest or {1: 33, 2: 13, 3: 7}[rank]
    return int(rng.integers(1, 7)), *(int(n) for n in rng.integers(1 if rng.random() < 0.2 else 3, largest, rank))


# ---------------------------------------------------------------------------------------------------------- families


def make_layers():
    family = base.Family("layers")
    for rank, count in ((1, 50), (2, 110), (3, 60)):
        for index in range(count):
            rng = family.generator(1000 * rank + index)
            layer, shape = None, None
            while layer is None:
                shape = random_shape(rng, rank)
                layer = random_layer(rng, shape, ("pad", "pad", "norm", "norm", "softmax", "channel"))
            graph = Graph()
            graph.add(layer)
            fill(graph, rng)
            batch = int(rng.choice([1, 1, 1, 2]))
            x = base.random_input(rng, (batch, *shape), ("normal", "normal", "uint8", "bright"))
            add_computed(family, f"layer{rank}d-{index:03d}", graph, x, batch > 1)
    for rank, count in ((1, 15), (2, 50), (3, 15)):
        for index in range(count):
            rng = family.generator(100000 + 1000 * rank + index)
            graph, shape = joined(rng, rank)
            fill(graph, rng)
            x = base.random_input(rng, (1, *shape), ("normal",)) + np.float32(0.1)
            add_computed(family, f"join{rank}d-{index:03d}", graph, x)
    return family


def joined(rng, rank):
    """Two or three branches of the same size, or of one pixel or channel, and their join."""
    shape = random_shape(rng, rank, {1: 20, 2: 9, 3: 5}[rank])
    channels = int(rng.integers(1, 5))
    word = str(rng.choice(["Concat", *JOINS, "Add", "Multiply", "Multiply"]))
    graph = Graph()
    names = []
    count = int(rng.integers(2, 4))
    for branch in range(count):
        single = word != "Concat" and branch > 0 and rng.random() < 0.5
        kernel, out = [1] * rank, channels
        if single:
            out = int(rng.choice([1, channels]))
            kernel = [n if rng.random() < 0.7 else 1 for n in shape[1:]]
        spec = base.convolution(shape[0], out, tuple(kernel), rank=rank)
        text = f"Conv{rank}d({shape[0]}, {out}, {tuple(kernel)})" if rank > 1 else f"Conv1d({shape[0]}, {out}, {kernel[0]})"
        names.append(graph.add(Layer(text, spec.module()), f"branch{branch}", ("input",)))
    if word != "Concat" and rng.random() < 0.3:
        names[0], names[1] = names[1], names[0]
    if rng.random() < 0.2 and (word == "Concat" or shape[0] in (1, channels)):
        names.append("input")
    graph.add(Join(word), None, names)
    if rng.random() < 0.3:
        graph.add(Layer(str(rng.choice(ACTIVATIONS))))
    return graph, shape


def make_branches():
    family = base.Family("branches")
    for rank, count in ((1, 20), (2, 60), (3, 20)):
        for index in range(count):
            rng = family.generator(1000 * rank + index)
            graph, shape = random_network(rng, rank)
            fill(graph, rng)
            x = base.random_input(rng, (1, *shape), ("normal",))
            add_computed(family, f"network{rank}d-{index:02d}", graph, x)
    return family


SPECIAL_KINDS = ("convolution", "convolution", "convolution", "pad", "norm", "channel", "channel", "softmax", "exact")
LINEAR_KINDS = ("convolution", "convolution", "pad", "exact", "rectified")


INTERPOLATIONS = {1: ("linear",), 2: ("bilinear", "bicubic"), 3: ("trilinear",)}


def interpolation_layer(rng, shape):
    """Sizes and factors with many places that are whole numbers, the size as it is among them."""
    rank = len(shape) - 1
    mode = str(rng.choice(INTERPOLATIONS[rank]))
    if rng.random() < 0.5:
        target = f"scale_factor={tuple(float(f) for f in rng.choice([0.5, 1, 1, 1.5, 2, 2, 3], rank))}"
    else:
        target = f"size={tuple(int(rng.choice([n, 2 * n - 1, 2 * n, max(1, n // 2), 7])) for n in shape[1:])}"
    return Layer(f"Upsample({target}, mode='{mode}'{str(rng.choice(['', ', align_corners=True']))})")


def interpolated(rng, rank):
    """An interpolation, half of them behind a convolution."""
    shape = random_shape(rng, rank, {1: 16, 2: 9, 3: 6}[rank])
    graph = Graph()
    if rng.random() < 0.5:
        graph.add(Layer(f"Conv{rank}d({shape[0]}, 2, 1)"))
    graph.add(interpolation_layer(rng, shape))
    return graph, shape


def make_special():
    family = base.Family("special")
    for index in range(80):
        rng = family.generator(index)
        rank = int(rng.choice([1, 2, 2, 3]))
        subnormal = index % 4 == 3
        while True:
            kinds = LINEAR_KINDS if subnormal else SPECIAL_KINDS
            graph, shape = random_network(rng, rank, kinds, ("Add", "Maximum") if subnormal else tuple(JOINS))
            fill(graph, rng)
            x = base.random_input(rng, (1, *shape), ("normal",))
            if subnormal:
                shrink(graph, x)
            else:
                places = rng.choice(x.size, max(1, x.size // 15), replace=False)
                x.reshape(-1)[places] = rng.choice([np.nan, np.inf, -np.inf, -0.0, 1e-45, 1e-40], len(places))
            if add_special(family, f"{'subnormal' if subnormal else 'network'}{rank}d-{index:02d}", graph, x):
                break
    for rank, count in ((1, 15), (2, 40), (3, 15)):
        for index in range(count):
            rng = family.generator(1000 * rank + index)
            while True:
                graph, shape = interpolated(rng, rank)
                fill(graph, rng)
                x = base.random_input(rng, (1, *shape), ("normal",))
                places = rng.choice(x.size, max(1, x.size // 30), replace=False)
                x.reshape(-1)[places] = rng.choice([np.nan, np.inf, -np.inf], len(places))
                try:
                    found = add_special(family, f"interpolation{rank}d-{index:02d}", graph, x)
                except RuntimeError:
                    continue  # nothing is left of an axis
                if found:
                    break
    return family


def shrink(graph, x):
    """Subnormal values throughout: the input's, and what biases add."""
    x *= np.float32(1e-40)
    for module in graph.modules().values():
        if getattr(module, "bias", None) is not None:
            module.bias.data *= 1e-40


def add_special(family, name, graph, x):
    """False if all of the output is finite or none of it, or if single and double precision disagree on which is."""
    x = torch.from_numpy(x)
    with torch.no_grad():
        graph.convert(torch.float32)
        state = {key: value.clone().numpy() for key, value in graph.state().items()}
        values, _, last = graph.run(x)
        single = values[last]
        graph.convert(torch.float64)
        values, _, last = graph.run(x.double())
        exact = values[last]
        ordinary = torch.where(x.isfinite(), x, torch.zeros_like(x)).double()
        _, scales, _ = graph.run(ordinary, ordinary.abs())
    kept = exact.isfinite()
    if not name.startswith("subnormal") and (not kept.any() or kept.all()) or not np.array_equal(kept.numpy(), single.isfinite().numpy()):
        return False
    if not np.array_equal(single[~kept].numpy(), exact[~kept].float().numpy(), equal_nan=True):
        return False
    scale = scales[last]
    scale = float(scale[scale.isfinite()].max()) if scale.isfinite().any() else 0.0
    family.add(
        name,
        {"input": x[0].numpy(), "output": exact[0].float().numpy(), **state},
        text=graph.text(),
        input=list(x.shape[1:]),
        output=list(exact.shape[1:]),
        batched=False,
        sumAbs=base.significant(max(scale, 1e-38)),
        float32Error=base.significant((single.double() - exact)[kept].abs().max(), 2),
    )
    return True


def exact_layer(rng, shape):
    """What moves values or picks one of them."""
    rank = len(shape) - 1
    texts = [
        f"MaxPool{rank}d({int(rng.integers(1, min(4, *shape[1:]) + 1) if min(shape[1:]) > 1 else 1)}, stride=1)",
        f"AdaptiveMaxPool{rank}d({int(rng.integers(1, 5))})",
        "Upsample(scale_factor=2)",
    ]
    if rank == 2 and shape[0] % 4 == 0:
        texts.append("PixelShuffle(2)")
    return Layer(str(rng.choice(texts)))


KINDS = ("convolution", "convolution", "convolution", "pad", "norm", "norm", "channel", "channel", "softmax")
WORDS = ("Add", "Add", "Multiply", "Subtract", "Maximum", "Minimum")


def random_network(rng, rank, kinds=KINDS, words=WORDS, joins=0):
    """2 to 6 layers beside the joins; a layer takes the one before or an earlier one; joins where shapes allow."""
    while True:
        shape = random_shape(rng, rank, {1: 24, 2: 11, 3: 6}[rank])
        graph = Graph()
        wanted = int(rng.integers(2, 7))
        layers = 0
        while layers < wanted:
            shapes, last = shape_after(graph, shape) if graph.nodes else ({"input": shape}, "input")
            source = last if rng.random() < 0.7 else str(rng.choice(list(shapes)))
            if rng.random() < 0.35 and len(shapes) > 2:
                add_join(rng, graph, shapes, last, words)
                continue
            layer = random_layer(rng, shapes[source], kinds)
            if layer is None:
                continue
            name = f"n{len(graph.nodes)}" if rng.random() < 0.3 else None
            graph.add(layer, name, None if source == last and rng.random() < 0.8 else (source,))
            layers += 1
        shapes, last = shape_after(graph, shape)
        enough = sum(isinstance(layer, Join) for _, layer, _ in graph.nodes) >= joins
        small = max(math.prod(s) for s in shapes.values()) < 4000
        if enough and small and used(graph, last) == len(graph.nodes):
            return graph, shape


def used(graph, last):
    """How many nodes the last one needs."""
    names = [name or str(i) for i, (name, _, _) in enumerate(graph.nodes)]
    needed, before = {last}, {name: names[i - 1] if i else "input" for i, name in enumerate(names)}
    for i in range(len(names) - 1, -1, -1):
        if names[i] in needed:
            needed.update(graph.nodes[i][2] or (before[names[i]],))
    return len(needed - {"input"})


def add_join(rng, graph, shapes, last, words):
    concat = [n for n, s in shapes.items() if n != last and s[1:] == shapes[last][1:]]
    same = [n for n, s in shapes.items() if n != last and broadcasts(s, shapes[last])]
    if concat and (rng.random() < 0.4 or not same):
        graph.add(Join("Concat"), None, (last, str(rng.choice(concat))))
    elif same:
        word = str(rng.choice(words))
        graph.add(Join(word), None, (str(rng.choice(same)), last))


def broadcasts(a, b):
    return all(m == n or 1 in (m, n) for m, n in zip(a, b))


FUNCTIONS = (
    "LogSigmoid()",
    "Hardshrink()",
    "Hardshrink(0.25)",
    "Softshrink()",
    "Softshrink(lambd=1.5)",
    "Tanhshrink()",
    "RReLU()",
    "RReLU(0.1, 0.4)",
    "RReLU(lower=0.2, upper=0.3, inplace=True)",
)


def make_function():
    family = base.Family("function")
    for index, text in enumerate(FUNCTIONS):
        rng = family.generator(index)
        awkward = [0.0, -0.0, 1e-45, -1e-45, 1e-38, np.inf, -np.inf, np.nan, 1e30, -1e30, 0.5, -0.5, 0.25, 1.5, -1.5]
        x = np.concatenate([awkward, rng.standard_normal(60), 8 * rng.standard_normal(25)]).astype(np.float32)
        module = module_of(text).eval()
        with torch.no_grad():
            exact = module(torch.from_numpy(x.astype(np.float64)).reshape(1, 1, 1, -1))
            single = module(torch.from_numpy(x.copy()).reshape(1, 1, 1, -1))
        if text.startswith("Softshrink"):
            exact[..., np.isnan(x)] = math.nan  # PyTorch 1.13 gave 0; later versions hand NaN on
        finite = torch.isfinite(exact) & torch.isfinite(single)
        error = ((single.double() - exact).abs() / exact.abs().clamp(min=1))[finite].max()
        arrays = {"input": x.reshape(1, 1, -1), "output": exact.float().numpy().reshape(1, 1, -1)}
        family.add(f"function-{index:02d}", arrays, text=text, float32Error=base.significant(error, 2))
    return family


def make_branch_fields():
    """Networks in which no path's gradient is cancelled, as that of a softmax over a single channel is."""
    family = base.Family("branch-fields")
    kinds = ("convolution", "convolution", "size", "size", "pad", "smooth", "norm", "softmax")
    for rank, count in ((1, 45), (2, 90), (3, 30)):
        for index in range(count):
            rng = family.generator(1000 * rank + index)
            few = kinds if index % 3 == 0 else kinds[:-2]
            while not add_field(family, f"field{rank}d-{index:02d}", rng, rank, few):
                pass
    return family


def add_field(family, name, rng, rank, kinds):
    """Adds a case with the support of the gradient, if it is that of the network made linear too."""
    graph, shape = random_network(rng, rank, kinds, ("Add", "Add", "Multiply"), joins=1)
    graph.convert(torch.float64)
    for module in graph.modules().values():
        for parameter in module.parameters():
            fan_in = np.prod(parameter.shape[1:]) if parameter.dim() > 1 else 1
            parameter.data = torch.from_numpy(rng.uniform(0.5, 1.5, parameter.shape) / fan_in)
    x = torch.from_numpy(rng.uniform(0.5, 1.5, (1, *shape)))
    values, _, last = graph.run(x)
    positions = base.output_positions(rng, values[last].shape[2:])
    masks = supports(graph, x, positions, rng)
    if not all((a == b).all() for a, b in zip(masks, supports(linear(graph), x, positions, rng))):
        return False
    family.add(
        name,
        {f"mask.{index}": mask for index, mask in enumerate(masks)},
        text=graph.text(),
        input=list(shape),
        output=list(values[last].shape[1:]),
        at=[list(position) for position in positions],
    )
    return True


def supports(graph, x, positions, rng):
    x = x.clone().requires_grad_()
    values, _, last = graph.run(x)
    masks = []
    for position in positions:
        output = values[last][(0, slice(None), *position)]
        value = (output * torch.from_numpy(rng.uniform(0.5, 1.5, output.shape))).sum()
        (gradient,) = torch.autograd.grad(value, x, retain_graph=True)
        masks.append((gradient[0].abs().numpy() > 1e-13).any(axis=0).astype(np.uint8))
    return masks


class SumOf(nn.Module):
    """x and the sum over what it is set in relation to."""

    def __init__(self, dimensions):
        super().__init__()
        self.dimensions = dimensions

    def forward(self, x):
        return x + x.sum(self.dimensions or tuple(range(2, x.dim())), keepdim=True)


def linear(graph):
    """The network with sums in the place of everything whose derivative can vanish: what could depend on what."""
    sums = Graph()
    for name, layer, sources in graph.nodes:
        if isinstance(layer, Join):
            layer = Join("Add") if layer.word == "Multiply" else layer
        elif isinstance(layer.module, (nn.Softmax, nn.LogSoftmax, nn.Softmax2d)):
            layer = Layer(layer.text, SumOf(getattr(layer.module, "dim", 1)))
        elif "InstanceNorm" in layer.text and not layer.module.track_running_stats or "GroupNorm" in layer.text:
            layer = Layer(layer.text, SumOf(None))
        elif layer.text.split("(")[0] + "()" in SMOOTH or "PReLU" in layer.text or "LeakyReLU" in layer.text:
            layer = Layer(layer.text, nn.Identity())
        sums.add(layer, name, sources)
    return sums


def joined_with(word, text):
    """Two branches, the input and a layer of it, joined."""
    graph = Graph()
    graph.add(Layer(text), "a", ("input",))
    graph.add(Join(word), None, ("input", "a"))
    return graph


def pooling_text(rng, rank):
    def numbers(low, high):
        kind = rng.random()
        values = [int(n) for n in rng.integers(low, high + 1, rank if kind < 0.5 else 1)]
        return values[0] if kind > 0.65 else tuple(values)

    name = str(rng.choice(("MaxPool", "AvgPool", "MaxPool", "AvgPool", "AdaptiveAvgPool", "AdaptiveMaxPool")))
    if name.startswith("Adaptive"):
        return f"{name}{rank}d({int(rng.integers(0, 4))})"
    text = f"{name}{rank}d({numbers(1, 5)}"
    text += f", stride={numbers(1, 5)}" if rng.random() < 0.7 else ""
    text += f", padding={numbers(0, 2)}" if rng.random() < 0.5 else ""
    text += f", dilation={numbers(1, 3)}" if name == "MaxPool" and rng.random() < 0.4 else ""
    return text + (", ceil_mode=True)" if rng.random() < 0.5 else ")")


def after_nothing(rng, rank, channels):
    """A layer that may stand behind one that leaves no pixel."""
    pads = ", ".join(str(int(n)) for n in rng.integers(-2, 2, 2 * rank))
    texts = [
        "ReLU()",
        f"BatchNorm{rank}d({channels})",
        f"InstanceNorm{rank}d({channels})",
        f"GroupNorm(2, {channels})",
        f"Softmax({int(rng.integers(1, rank + 2))})",
        f"Conv{rank}d({channels}, {channels}, 3, padding={int(rng.integers(0, 3))})",
        f"ConvTranspose{rank}d({channels}, {channels}, 2, stride=2)",
        f"ReflectionPad{rank}d(({pads}))",
        f"ReplicationPad{rank}d(({pads}))",
        f"CircularPad{rank}d(({pads}))",
        f"Upsample(scale_factor={int(rng.integers(1, 3))})",
        pooling_text(rng, rank),
    ]
    texts += ["PixelShuffle(2)", "PixelUnshuffle(2)"] if rank == 2 else []
    return str(rng.choice(texts))


def make_sizes():
    """What is made of nothing, as a padding by constants does, does not depend on the input and is left out."""
    family = base.Family("sizes")
    for index in range(600):
        rng = family.generator(index)
        rank = int(rng.integers(1, 4))
        shape = (4, *(int(n) for n in rng.integers(1, 9 if rank < 3 else 6, rank)))
        if index < 350:
            texts = [pooling_text(rng, rank)]
        else:
            cut = [0] * (2 * rank)
            axis = int(rng.integers(rank))
            cut[2 * axis] = -int(rng.integers(shape[rank - axis] + 1))
            cut[2 * axis + 1] = -shape[rank - axis] - cut[2 * axis]
            pad = str(rng.choice(("ZeroPad", "ReflectionPad", "ReplicationPad", "CircularPad")))
            texts = [f"{pad}{rank}d(({', '.join(map(str, cut))}))"]
            texts += [after_nothing(rng, rank, 4) for _ in range(int(rng.integers(0, 3)))]
        x, emptied = torch.zeros((1, *shape)), False
        try:
            for text in texts:
                with torch.no_grad():
                    x = module_of(text).eval()(x)
                emptied |= x.numel() == 0
            size = list(x.shape[1:])
        except (RuntimeError, ValueError, NotImplementedError):
            size = None
        if size is None or emptied == (x.numel() == 0):
            family.add(f"size-{index:03d}", text="\n".join(texts), input=list(shape), output=size)
    return family


WRONG = (
    ("prelu-channels", "PReLU(4)", (1, 3, 2, 2)),
    ("batch-channels", "BatchNorm2d(4)", (1, 3, 2, 2)),
    ("batch-channels-1d", "BatchNorm1d(4)", (1, 3, 2)),
    ("batch-channels-plain", "BatchNorm3d(4, affine=False)", (1, 3, 2, 2, 2)),
    ("instance-channels", "InstanceNorm2d(4, affine=True)", (1, 3, 2, 2)),
    ("instance-channels-running", "InstanceNorm2d(4, track_running_stats=True)", (1, 3, 2, 2)),
    ("instance-pixel", "InstanceNorm2d(4)", (1, 4, 1, 1)),
    ("instance-pixel-3d", "InstanceNorm3d(4)", (1, 4, 1, 1, 1)),
    ("group-groups", "GroupNorm(3, 4)", None),
    ("group-channels", "GroupNorm(2, 4)", (1, 6, 2, 2)),
    ("group-pixel", "GroupNorm(4, 4)", (1, 4, 1, 1)),
    ("dropout-probability", "Dropout(1.5)", None),
    ("dropout-probability-negative", "AlphaDropout(-0.1)", None),
    ("softmax-dim", "Softmax(dim=4)", (1, 4, 2, 2)),
    ("softmax-dim-negative", "LogSoftmax(dim=-5)", (1, 4, 2, 2)),
    ("reflection-1d", "ReflectionPad1d(5)", (1, 4, 5)),
    ("reflection-2d", "ReflectionPad2d(5)", (1, 4, 5, 5)),
    ("reflection-3d", "ReflectionPad3d(5)", (1, 4, 5, 5, 5)),
    ("circular", "CircularPad2d((6, 1, 0, 0))", (1, 4, 5, 5)),
    ("add-channels", joined_with("Add", "Conv2d(4, 2, 1)"), (1, 4, 5, 5)),
    ("multiply-width", joined_with("Multiply", "Conv2d(4, 4, (1, 3))"), (1, 4, 5, 5)),
    ("maximum-height", joined_with("Maximum", "Conv2d(4, 4, (3, 1))"), (1, 4, 5, 5)),
    ("concat-height", joined_with("Concat", "Conv2d(4, 2, (3, 1))"), (1, 4, 5, 5)),
    ("concat-width", joined_with("Concat", "Conv2d(4, 2, (1, 3))"), (1, 4, 5, 5)),
)


def make_messages():
    family = base.Family("layer-messages")
    for name, wrong, shape in WRONG:
        text = wrong if isinstance(wrong, str) else wrong.text()
        try:
            graph = wrong
            if isinstance(wrong, str):
                graph = Graph()
                graph.add(Layer(wrong))
            graph.convert(torch.float32)
            graph.run(torch.zeros(shape))
        except (ValueError, RuntimeError, IndexError) as error:
            message = str(error).splitlines()[0]
        else:
            raise AssertionError(f"PyTorch accepts {text} on {shape}")
        family.add(name, text=text, input=shape and list(shape), message=message)
    return family


class ResidualBlock(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.block = nn.Sequential(
            nn.ReflectionPad2d(1),
            nn.Conv2d(channels, channels, 3),
            nn.InstanceNorm2d(channels),
            nn.ReLU(inplace=True),
            nn.Dropout(0.5),
        )


class Generator(nn.Module):
    """Parts of the image-to-image network of Zhu et al. 2017, in the order in which they are printed."""

    def __init__(self):
        super().__init__()
        self.model = nn.Sequential(
            nn.ReflectionPad2d(3),
            nn.Conv2d(3, 8, 7),
            nn.InstanceNorm2d(8, affine=True),
            nn.PReLU(8),
            *(ResidualBlock(8) for _ in range(2)),
            nn.ReplicationPad2d((3, 3, 2, 2)),
            nn.Conv2d(8, 3, 7),
            nn.Tanh(),
        )

    def forward(self, x):
        for part in self.model:
            x = part.block(x) if isinstance(part, ResidualBlock) else part(x)
        return x


def printed_models():
    image = (3, 16, 20)
    yield "layer-generator", Generator(), image
    yield "layer-classifier", nn.Sequential(
        nn.Conv2d(3, 8, 3, bias=False),
        nn.BatchNorm2d(8),
        nn.ReLU6(inplace=True),
        nn.Dropout2d(0.2, inplace=True),
        nn.Conv2d(8, 4, 1),
        nn.LogSoftmax(dim=1),
    ), image
    yield "layer-norms", nn.Sequential(
        nn.BatchNorm2d(6, eps=0.001, momentum=None, affine=False),
        nn.InstanceNorm2d(6),
        nn.InstanceNorm2d(6, eps=1e-3, affine=True, track_running_stats=True),
        nn.GroupNorm(3, 6),
        nn.GroupNorm(1, 6, eps=1e-6, affine=False),
        nn.Softmax2d(),
        nn.Softmax(-1),
    ), (6, 5, 4)
    yield "layer-pads", nn.Sequential(
        nn.ZeroPad2d((1, 2, 3, 4)),
        nn.ConstantPad2d(2, 0.5),
        nn.ConstantPad2d((0, -1, 2, 0), -3),
        nn.ReflectionPad2d((1, 0, 2, 1)),
        nn.ReplicationPad2d(2),
        nn.ZeroPad2d(-3),
    ), (2, 9, 8)
    yield "layer-wave", nn.Sequential(
        nn.ReflectionPad1d((3, 1)), nn.Conv1d(2, 4, 5), nn.BatchNorm1d(4), nn.ELU(), nn.ConstantPad1d(1, 0), nn.InstanceNorm1d(4)
    ), (2, 30)
    yield "layer-volume", nn.Sequential(
        nn.ReplicationPad3d((1, 1, 1, 1, 0, 2)), nn.Conv3d(1, 4, 3), nn.BatchNorm3d(4), nn.PReLU(), nn.Dropout3d(),
        nn.ReflectionPad3d(1), nn.ConstantPad3d(1, 2.5), nn.InstanceNorm3d(4, affine=True)
    ), (1, 6, 7, 8)
    yield "layer-functions", nn.Sequential(
        nn.LogSigmoid(), nn.Hardshrink(), nn.Hardshrink(0.1), nn.Tanhshrink(), nn.RReLU(), nn.RReLU(0.1, 0.2, inplace=True),
        nn.AlphaDropout(0.1), nn.FeatureAlphaDropout(), nn.Identity(), nn.Softshrink(0.1)
    ), (2, 4, 4)


def make_print():
    family = base.Family("layer-print")
    for name, model, shape in printed_models():
        path = f"print/{name}.txt"
        family.files[path] = f"{model}\n"
        with torch.no_grad():
            output = model.eval()(torch.rand((1, *shape)))[0]
        state = [
            {"name": key, "shape": list(value.shape)}
            for key, value in model.state_dict().items()
            if not key.endswith("num_batches_tracked")
        ]
        family.add(name, file=path, input=list(shape), output=list(output.shape), state=state)
    return family


FAMILIES = {
    "layers": make_layers,
    "branches": make_branches,
    "special": make_special,
    "function": make_function,
    "branch-fields": make_branch_fields,
    "sizes": make_sizes,
    "layer-messages": make_messages,
    "layer-print": make_print,
}


def main():
    torch.set_num_threads(1)
    warnings.filterwarnings("ignore")
    base.FAMILIES = FAMILIES
    base.main()


if __name__ == "__main__":
    main()
