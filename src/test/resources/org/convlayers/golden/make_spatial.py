#!/usr/bin/env python3
"""Makes the golden files of the layers that change sizes, with PyTorch, beside those of make_goldens.py.

    python3 make_spatial.py [FAMILY ...] [--output DIRECTORY]

Storage, seeds and requirements are those of make_goldens.py, whose docstring describes the manifests.

  spatial            single layers: transposed convolution, pooling, adaptive pooling, upsampling, pixel shuffle
  spatial-network    chains of two to six layers that mix them with convolutions and activations, and U-Nets
  spatial-receptive  networks with branches, pooling and upsampling: the support of the gradient on the input
  spatial-messages   what PyTorch says of wrong arguments and inputs (first line)
  spatial-print      what print(model) shows

Beyond PyTorch the texts have paddings in quotes, 'same-upper' and its like or begin:end pairs, for pooling and
transposed convolutions; they are computed by PyTorch on an input that is padded first, or an output that is cropped.
"""

import argparse
import copy
import math
import pathlib
import warnings

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import make_goldens as goldens
from make_goldens import Family, random_axes, significant, spell_tuple

CONVOLVE = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}
MAX_POOL = {1: F.max_pool1d, 2: F.max_pool2d, 3: F.max_pool3d}
SIZES = {1: (5, 40), 2: (4, 17), 3: (3, 8)}


def flat_pads(pads):
    """(begin, end) of each axis as F.pad wants them."""
    return [p for pair in reversed(pads) for p in pair]


def pairs_text(pads):
    return repr("x".join(f"{begin}:{end}" for begin, end in pads))


# --------------------------------------------------------------------------- what PyTorch's own modules do not know


class PaddedMaxPool(nn.Module):
    """Max pooling of an input padded by any amount: padding is minus infinity."""

    def __init__(self, pads, kernel, stride, dilation):
        super().__init__()
        self.arguments = (pads, kernel, stride, dilation)

    def forward(self, x):
        pads, kernel, stride, dilation = self.arguments
        x = F.pad(x, flat_pads(pads), value=-math.inf)
        return MAX_POOL[len(kernel)](x, kernel, stride, 0, dilation)


class PaddedAveragePool(nn.Module):
    """Average pooling of an input padded by any amount: sums and counts by convolution with ones."""

    def __init__(self, pads, kernel, stride, include):
        super().__init__()
        self.arguments = (pads, kernel, stride, include)

    def forward(self, x):
        pads, kernel, stride, include = self.arguments
        rank, channels = len(kernel), x.shape[1]
        ones = torch.ones((channels, 1, *kernel), dtype=x.dtype)
        counted = F.pad(torch.ones_like(x), flat_pads(pads), value=1.0 if include else 0.0)
        total = CONVOLVE[rank](F.pad(x, flat_pads(pads)), ones, None, stride, 0, 1, channels)
        count = CONVOLVE[rank](counted, ones, None, stride, 0, 1, channels)
        return total / count.clamp(min=1)


class Cropped(nn.Module):
    """A transposed convolution with its own padding for each end of an axis, taken away from the output."""

    def __init__(self, module, pads):
        super().__init__()
        self.weight = module.weight
        self.register_parameter("bias", module.bias)
        self.arguments = (module, pads)

    def forward(self, x):
        module, pads = self.arguments
        y = self.transposed(x, module)
        for axis, (begin, end) in enumerate(pads):
            y = y.narrow(axis + 2, begin, y.shape[axis + 2] - begin - end)
        return y

    def transposed(self, x, module):
        transpose = {1: F.conv_transpose1d, 2: F.conv_transpose2d, 3: F.conv_transpose3d}[len(module.kernel_size)]
        return transpose(
            x, self.weight, self.bias, module.stride, 0, module.output_padding, module.groups, module.dilation
        )


# -------------------------------------------------------------------------------------------------- bounds and cases


class Doubled(nn.Module):
    """Stands for bicubic interpolation in a bound: the absolute weights add up to less than two."""

    def __init__(self, module):
        super().__init__()
        self.module = copy.deepcopy(module)
        self.module.mode, self.module.align_corners = "bilinear", False

    def forward(self, x):
        return 2 * F.max_pool2d(F.pad(self.module(x), (2, 2, 2, 2), mode="replicate"), 5, 1)


def bounding(module):
    """A copy of the module that computes sum |w||x| + |b| where the module computes sum w x + b."""
    module = copy.deepcopy(module)
    for parameter in module.parameters():
        parameter.data.abs_()
    for name, child in list(module.named_modules()):
        if isinstance(child, (nn.MaxPool1d, nn.MaxPool2d, nn.MaxPool3d)):
            continue
        replacement = None
        if isinstance(child, nn.Upsample) and child.mode == "bicubic":
            replacement = Doubled(child)
        elif type(child).__name__ in goldens.NETWORK_ACTIVATION_NAMES:
            replacement = goldens.Offset(abs(child(torch.zeros(1)).item()))
        if replacement is not None:
            if not name:
                return replacement
            parent, _, leaf = name.rpartition(".")
            setattr(module.get_submodule(parent), leaf, replacement)
    return module


goldens.NETWORK_ACTIVATION_NAMES = {text.partition("(")[0] for text in goldens.NETWORK_ACTIVATIONS}


def add_case(family, name, module, text, x):
    """Adds a case with the output of the module for the input x, which has a batch axis of one."""
    x = torch.from_numpy(x)
    with torch.no_grad():
        exact = copy.deepcopy(module).double()(x.double())
        difference = (module(x).double() - exact).abs()
        error = difference[difference.isfinite()].max() if difference.isfinite().any() else 0.0
        finite = torch.where(x.isfinite(), x, torch.zeros_like(x)).double().abs()
        sum_abs = bounding(module).double()(finite)
        sum_abs = sum_abs[sum_abs.isfinite()].max() if sum_abs.isfinite().any() else 0.0
    arrays = {"input": x[0].numpy(), "output": exact[0].float().numpy()}
    arrays.update({key: value.numpy() for key, value in module.state_dict().items()})
    family.add(
        name,
        arrays,
        text=text,
        input=list(arrays["input"].shape),
        output=list(arrays["output"].shape),
        batched=False,
        sumAbs=significant(sum_abs),
        float32Error=significant(error, 2),
    )


def add_layer(family, rng, kind, index, module, text, shape, awkward=False):
    goldens.fill_weights(module, rng)
    x = goldens.random_input(rng, (1, *shape), ("normal", "normal", "uint8"))
    if awkward:
        places = rng.choice(x.size, max(1, x.size // 12), replace=False)
        x.reshape(-1)[places] = rng.choice([np.nan, np.inf, -np.inf], len(places))
    add_case(family, f"{kind}-{index:02d}", module, text, x)


def random_size(rng, rank):
    low, high = SIZES[rank]
    return tuple(int(n) for n in rng.integers(low, high, rank))


def number_or_tuple(rng, values):
    return spell_tuple(values, rng)


def spelled(name, positional, keywords, defaults, rng):
    """name(a, b, key=value): defaults left out most of the time."""
    kept = [f"{key}={value}" for key, value in keywords.items() if value != defaults.get(key) or rng.random() < 0.2]
    prefix = rng.choice(["", "", "nn.", "torch.nn."])
    return f"{prefix}{name}({', '.join([*map(str, positional), *kept])})"


# ------------------------------------------------------------------------------------------------------ single layers


def transposed(rng, rank, channels, groups=None, largest=5, strides=(1, 1, 2, 2, 3, 4), dilations=(1, 1, 2, 3)):
    """A module and its text."""
    kernel = random_axes(rng, rank, range(1, largest + 1))
    stride = random_axes(rng, rank, strides)
    dilation = random_axes(rng, rank, dilations)
    in_channels, out_channels, groups = channels
    outpad = tuple(int(rng.integers(0, max(s, d))) for s, d in zip(stride, dilation))
    if rng.random() < 0.5:
        outpad = (0,) * rank
    bias = bool(rng.random() < 0.7)
    reach = [d * (k - 1) for k, d in zip(kernel, dilation)]
    padding = tuple(int(rng.integers(0, r // 2 + 2)) for r in reach)
    make = {1: nn.ConvTranspose1d, 2: nn.ConvTranspose2d, 3: nn.ConvTranspose3d}[rank]
    arguments = {
        "stride": number_or_tuple(rng, stride),
        "padding": number_or_tuple(rng, padding),
        "output_padding": number_or_tuple(rng, outpad),
        "groups": str(groups),
        "bias": str(bias),
        "dilation": number_or_tuple(rng, dilation),
    }
    defaults = {"stride": "1", "padding": "0", "output_padding": "0", "groups": "1", "bias": "True", "dilation": "1"}
    if rng.random() < 0.2:
        pads = tuple((int(rng.integers(0, r + 2)), int(rng.integers(0, r + 2))) for r in reach)
        module = Cropped(make(in_channels, out_channels, kernel, stride, 0, outpad, groups, bias, dilation), pads)
        arguments["padding"] = pairs_text(pads)
    else:
        module = make(in_channels, out_channels, kernel, stride, padding, outpad, groups, bias, dilation)
        if rng.random() < 0.2:
            return module, str(module)
    arguments = {"kernel_size": number_or_tuple(rng, kernel), **arguments}
    return module, spelled(f"ConvTranspose{rank}d", (in_channels, out_channels), arguments, defaults, rng)


def pooling(rng, rank, operation, largest=4):
    """A module and its text."""
    kernel = random_axes(rng, rank, range(1, largest + 1))
    stride = random_axes(rng, rank, (1, 2, 2, 3)) if rng.random() < 0.6 else kernel
    dilation = random_axes(rng, rank, (1, 1, 2, 3)) if operation == "Max" else (1,) * rank
    ceil = bool(rng.random() < 0.4)
    include = bool(rng.random() < 0.6)
    padding = tuple(int(rng.integers(0, k // 2 + 1)) for k in kernel)
    keywords = {"stride": "None" if stride == kernel else number_or_tuple(rng, stride)}
    extra = {}
    if operation == "Max":
        extra["dilation"] = dilation
        keywords["dilation"] = number_or_tuple(rng, dilation)
    else:
        extra["count_include_pad"] = include
        keywords["count_include_pad"] = str(include)
        if rank > 1 and rng.random() < 0.25:
            extra["divisor_override"] = int(rng.choice([1, 3, 7, -2]))
            keywords["divisor_override"] = str(extra["divisor_override"])
    name = f"{operation}Pool{rank}d"
    defaults = {"stride": "None", "padding": "0", "dilation": "1", "count_include_pad": "True", "ceil_mode": "False"}
    if rng.random() < 0.2 and "divisor_override" not in extra:
        pads = tuple((int(rng.integers(0, k)), int(rng.integers(0, k))) for k in kernel)
        keywords["padding"] = pairs_text(pads)
        if operation == "Max":
            module = PaddedMaxPool(pads, kernel, stride, dilation)
        else:
            module = PaddedAveragePool(pads, kernel, stride, include)
        return module, spelled(name, (number_or_tuple(rng, kernel),), keywords, defaults, rng)
    module = getattr(nn, name)(kernel, stride, padding, ceil_mode=ceil, **extra)
    if rng.random() < 0.2 and not ceil and include and "divisor_override" not in extra:
        return module, str(module)
    keywords["padding"] = number_or_tuple(rng, padding)
    keywords["ceil_mode"] = str(ceil)
    return module, spelled(name, (number_or_tuple(rng, kernel),), keywords, defaults, rng)


def adaptive(rng, rank):
    operation = rng.choice(["Avg", "Max"])
    kind = rng.choice(["global", "number", "tuple", "partial"])
    if kind == "global":
        size = 1
    elif kind == "number":
        size = int(rng.integers(1, 9))
    else:
        size = tuple(int(n) for n in rng.integers(1, 12, rank))
        if kind == "partial" and rank > 1:
            size = (None, *size[1:])
    module = getattr(nn, f"Adaptive{operation}Pool{rank}d")(size)
    return module, str(module)


MODES = {
    1: ("nearest", "linear", "nearest-exact"),
    2: ("nearest", "bilinear", "bicubic", "nearest-exact"),
    3: ("nearest", "trilinear", "nearest-exact"),
}
FACTORS = (2, 2, 3, 4, 1.5, 2.5, 1.7, 1.25, 0.5, 0.6, 1.0, 1.2, 2.3)


def upsampling(rng, rank, size, modes=None, factors=FACTORS):
    mode = str(rng.choice(modes or MODES[rank]))
    keywords = {"mode": repr(mode)}
    recompute = False
    if rng.random() < 0.6:
        values = tuple(float(f) for f in rng.choice(factors, rank))
        if rng.random() < 0.5:
            values = (values[0],) * rank
        if any(math.floor(n * f) < 1 for n, f in zip(size, values)):
            values = (2.0,) * rank
        scale = values[0] if len(set(values)) == 1 and rng.random() < 0.7 else values
        recompute = bool(rng.random() < 0.2)
        arguments = {"scale_factor": scale}
        if recompute:
            keywords["recompute_scale_factor"] = "True"
    else:
        pixels = tuple(max(1, int(n * rng.uniform(0.5, 3))) for n in size)
        arguments = {"size": pixels if rng.random() < 0.7 else pixels[0]}
    keywords = {**{key: str(value) for key, value in arguments.items()}, **keywords}
    if "linear" in mode or mode == "bicubic":
        align = [None, False, True][int(rng.integers(0, 3))]
        arguments["align_corners"] = align
        if align is not None:
            keywords["align_corners"] = str(align)
    module = nn.Upsample(mode=mode, recompute_scale_factor=recompute or None, **arguments)
    if rng.random() < 0.15 and not recompute and not arguments.get("align_corners"):
        return module, str(module)
    return module, f"Upsample({', '.join(f'{key}={value}' for key, value in keywords.items())})"


def fits(module, shape):
    """Whether PyTorch takes the input and gives a few values."""
    try:
        with torch.no_grad():
            output = module(torch.zeros((1, *shape)))
        return 0 < output.numel() < 12000
    except (RuntimeError, ValueError):
        return False


def fitting(rng, make, shape, tries=200):
    for _ in range(tries):
        module, text = make()
        if fits(module, shape):
            return module, text
    raise ValueError(f"nothing fits {shape}")


def make_spatial():
    family = Family("spatial")
    for kind, count in (("transposed", 80), ("max", 50), ("average", 50), ("adaptive", 36), ("upsample", 80)):
        for index in range(count):
            rng = family.generator([*SPATIAL_KINDS].index(kind) * 1000 + index)
            rank = int(rng.choice([1, 2, 2, 2, 3]))
            size = random_size(rng, rank)
            channels = goldens.random_channels(rng, 5) if kind == "transposed" else (int(rng.integers(1, 4)),)
            shape = (channels[0], *size)
            module, text = fitting(rng, lambda: SPATIAL_KINDS[kind](rng, rank, channels, size), shape)
            add_layer(family, rng, kind, index, module, text, shape, awkward=kind == "max" and index % 4 == 0)
    for index, (module, shape) in enumerate(
        (
            (nn.PixelShuffle(2), (8, 5, 4)),
            (nn.PixelShuffle(3), (18, 3, 7)),
            (nn.PixelShuffle(1), (2, 3, 4)),
            (nn.PixelUnshuffle(2), (3, 6, 8)),
            (nn.PixelUnshuffle(3), (2, 9, 6)),
            (nn.UpsamplingNearest2d(scale_factor=2), (2, 4, 5)),
            (nn.UpsamplingNearest2d(size=(7, 9)), (2, 4, 5)),
            (nn.UpsamplingBilinear2d(scale_factor=2), (2, 4, 5)),
            (nn.UpsamplingBilinear2d(size=9), (1, 4, 5)),
        )
    ):
        add_layer(family, family.generator(9000 + index), "rearranged", index, module, str(module), shape)
    return family


SPATIAL_KINDS = {
    "transposed": lambda rng, rank, channels, size: transposed(rng, rank, channels),
    "max": lambda rng, rank, channels, size: pooling(rng, rank, "Max"),
    "average": lambda rng, rank, channels, size: pooling(rng, rank, "Avg"),
    "adaptive": lambda rng, rank, channels, size: adaptive(rng, rank),
    "upsample": lambda rng, rank, channels, size: upsampling(rng, rank, size),
}


# ---------------------------------------------------------------------------------------------------------- networks


class Line:
    """A layer of a graph with its text, name and inputs; no module for a concatenation."""

    def __init__(self, module, text, name=None, inputs=None):
        self.module, self.text, self.name, self.inputs = module, text, name, inputs

    def written(self):
        label = f"({self.name}): " if self.name else ""
        if self.module is None:
            return f"{label}Concat(inputs={self.inputs!r})"
        if self.inputs is None:
            return label + self.text
        opening = "" if self.text.endswith("()") else ", "
        return f"{label}{self.text[:-1]}{opening}input='{self.inputs[0]}')"


class Lines(nn.Module):
    """Computes lines in order; its state_dict has their names."""

    def __init__(self, lines):
        super().__init__()
        self.lines = [(line.name or str(index), line.inputs, line.module is None) for index, line in enumerate(lines)]
        self.text = "\n".join(line.written() for line in lines)
        for index, line in enumerate(lines):
            if line.module is not None:
                self.add_module(line.name or str(index), line.module)

    def forward(self, x):
        values = {"input": x}
        for name, inputs, is_join in self.lines:
            sources = [x] if inputs is None else [values[source] for source in inputs]
            x = torch.cat(sources, 1) if is_join else self.get_submodule(name)(sources[0])
            values[name] = x
        return x


def convolved(rng, rank, in_channels, out_channels, strides=(1, 1, 2)):
    """A convolution of PyTorch's, padded about half, and its text."""
    kernel = random_axes(rng, rank, (1, 2, 3, 3, 4))
    stride, dilation = random_axes(rng, rank, strides), random_axes(rng, rank, (1, 1, 2))
    padding = tuple(d * (k - 1) // 2 + int(rng.integers(0, 2)) for k, d in zip(kernel, dilation))
    module = getattr(nn, f"Conv{rank}d")(in_channels, out_channels, kernel, stride, padding, dilation)
    return module, str(module)


def step(rng, rank, shape, kinds, mask=False):
    """One more layer that fits a shape; for masks pooling by averages stands for that by maxima."""
    channels, size = shape[0], shape[1:]

    def make():
        kind = str(rng.choice(kinds))
        if kind == "conv":
            return convolved(rng, rank, channels, int(rng.integers(1, 4)))
        if kind == "transposed":
            return transposed(rng, rank, (channels, int(rng.integers(1, 4)), 1), largest=4, strides=(1, 2, 2, 3))
        if kind == "max":
            module, text = pooling(rng, rank, "Max", 3)
            return (summing(module) if mask else module), text
        if kind == "average":
            return pooling(rng, rank, "Avg", 3)
        if kind == "adaptive":
            module, text = adaptive(rng, rank)
            return (averaging(module, rank) if mask else module), text
        if kind == "shuffle" and rank == 2:
            module = nn.PixelShuffle(2) if channels % 4 == 0 else nn.PixelUnshuffle(2)
            return module, str(module)
        if kind == "activation" and not mask:
            text = goldens.random_activation(rng)
            return goldens.pytorch_module(text), text
        return upsampling(rng, rank, size, factors=(2, 2, 2, 1.5, 3, 0.5))

    return fitting(rng, make, shape)


def summing(module):
    """Sums the windows of a max pooling: its gradient reaches every pixel that the maximum is taken of."""
    if isinstance(module, PaddedMaxPool):
        return SumOfWindows(*module.arguments, module)
    rank = {nn.MaxPool1d: 1, nn.MaxPool2d: 2, nn.MaxPool3d: 3}[type(module)]

    def per_axis(value):
        return value if isinstance(value, tuple) else (value,) * rank

    pads = tuple((p, p) for p in per_axis(module.padding))
    return SumOfWindows(pads, per_axis(module.kernel_size), per_axis(module.stride), per_axis(module.dilation), module)


class SumOfWindows(nn.Module):
    def __init__(self, pads, kernel, stride, dilation, module):
        super().__init__()
        self.arguments = (pads, kernel, stride, dilation, module)

    def forward(self, x):
        pads, kernel, stride, dilation, module = self.arguments
        with torch.no_grad():
            size = module(x).shape[2:]
        x = F.pad(x, flat_pads(pads))
        missing = [(o - 1) * s + d * (k - 1) + 1 - n for o, s, d, k, n in zip(size, stride, dilation, kernel, x.shape[2:])]
        x = F.pad(x, flat_pads([(0, max(0, m)) for m in missing]))
        ones = torch.ones((x.shape[1], 1, *kernel), dtype=x.dtype)
        y = CONVOLVE[len(kernel)](x, ones, None, stride, 0, dilation, x.shape[1])
        for axis, o in enumerate(size):
            y = y.narrow(axis + 2, 0, o)
        return y


def averaging(module, rank):
    return getattr(nn, f"AdaptiveAvgPool{rank}d")(module.output_size)


KINDS = ("conv", "conv", "transposed", "max", "average", "upsample", "upsample", "shuffle", "adaptive", "activation")


def shape_after(module, shape):
    with torch.no_grad():
        return tuple(module(torch.zeros((1, *shape))).shape[1:])


def chain(rng, rank, shape, count, kinds=KINDS, mask=False):
    lines = []
    for _ in range(count):
        module, text = step(rng, rank, shape, kinds, mask)
        lines.append(Line(module, text))
        shape = shape_after(module, shape)
    return lines


def unet(rng, rank, shape, mask=False):
    """One or two levels: convolution, pooling, …, upsampling or transposed convolution, and the skip joined."""
    levels, lines, widths = int(rng.integers(1, 3)), [], []
    channels = shape[0]

    def conv(name, in_channels, out_channels, source=None):
        kernel = int(rng.choice([1, 3, 3, 5]))
        module = getattr(nn, f"Conv{rank}d")(in_channels, out_channels, kernel, padding=kernel // 2)
        lines.append(Line(module, str(module), name, source and (source,)))

    for level in range(levels):
        width = int(rng.integers(1, 4))
        conv(f"down{level}", channels, width)
        widths.append(width)
        channels = width
        if rng.random() < 0.5:
            pool = getattr(nn, f"MaxPool{rank}d")(2)
            lines.append(Line(summing(pool) if mask else pool, str(pool), f"pool{level}"))
        else:
            pool = getattr(nn, f"AvgPool{rank}d")(2)
            lines.append(Line(pool, str(pool), f"pool{level}"))
    conv("bottom", channels, 2)
    channels = 2
    for level in reversed(range(levels)):
        if rng.random() < 0.4:
            module = getattr(nn, f"ConvTranspose{rank}d")(channels, 2, 2, 2)
            channels = 2
        else:
            mode = str(rng.choice([m for m in MODES[rank] if m != "bicubic"]))
            module = nn.Upsample(scale_factor=2, mode=mode)
        lines.append(Line(module, str(module), f"up{level}"))
        lines.append(Line(None, None, f"join{level}", (f"down{level}", f"up{level}")))
        channels += widths[level]
        conv(f"merge{level}", channels, 2)
        channels = 2
    return lines


def unet_size(rng, rank):
    return tuple(4 * int(n) for n in rng.integers(*{1: (2, 9), 2: (2, 6), 3: (1, 3)}[rank], rank))


def make_networks():
    family = Family("spatial-network")
    for index in range(84):
        rng = family.generator(index)
        rank = int(rng.choice([1, 2, 2, 2, 3]))
        channels = int(rng.integers(1, 5))
        if index % 4 == 3:
            shape = (channels, *unet_size(rng, rank))
            graph = Lines(unet(rng, rank, shape))
        else:
            shape = (channels, *random_size(rng, rank))
            graph = Lines(chain(rng, rank, shape, int(rng.integers(2, 7))))
        goldens.fill_weights(graph, rng)
        x = goldens.random_input(rng, (1, *shape), ("normal",))
        add_case(family, f"{'unet' if index % 4 == 3 else 'chain'}-{index:02d}", graph, graph.text, x)
    return family


# ---------------------------------------------------------------------------------------------------------- receptive


def branches(rng, rank, shape):
    """Ways of different layers to one size, which are concatenated."""
    lines, names = [], []
    stride = int(rng.choice([1, 2]))
    size = tuple(-(-n // stride) for n in shape[1:])
    for index in range(int(rng.integers(2, 4))):
        name, source = f"branch{index}", "input"
        kernel = int(rng.choice([1, 3, 3, 5]))
        conv = getattr(nn, f"Conv{rank}d")(shape[0], 1, kernel, stride, kernel // 2)
        kind = str(rng.choice(["conv", "pooled", "resized"]))
        if kind == "conv":
            lines.append(Line(conv, str(conv), name, (source,)))
        elif kind == "pooled":
            pool = getattr(nn, f"AvgPool{rank}d")(3, stride, 1)
            lines.append(Line(pool, str(pool), name, (source,)))
        else:
            module = getattr(nn, f"AvgPool{rank}d")(2)
            lines.append(Line(module, str(module), f"{name}_pool", (source,)))
            mode = str(rng.choice(MODES[rank][:2]))
            module = nn.Upsample(size=size, mode=mode)
            lines.append(Line(module, f"Upsample(size={size}, mode='{mode}')", name, (f"{name}_pool",)))
        names.append(name)
    return [*lines, Line(None, None, "joined", tuple(names))]


def make_receptive():
    family = Family("spatial-receptive")
    kinds = tuple(kind for kind in KINDS if kind != "activation")
    for index in range(200):
        rng = family.generator(index)
        rank = int(rng.choice([1, 1, 2, 2, 3]))
        channels = 4 if index % 4 == 0 else int(rng.integers(1, 3))
        template = ("chain", "unet", "branches", "chain")[index % 4]
        if template == "unet":
            shape = (channels, *unet_size(rng, rank))
            lines = unet(rng, rank, shape, mask=True)
        elif template == "branches":
            shape = (channels, *(max(n, 4) for n in random_size(rng, rank)))
            lines = branches(rng, rank, shape)
        else:
            shape = (channels, *random_size(rng, rank))
            lines = chain(rng, rank, shape, int(rng.integers(1, 5)), kinds, mask=True)
        add_receptive(family, f"{template}{rank}d-{index:03d}", rng, Lines(lines), shape)
    return family


def add_receptive(family, name, rng, graph, shape):
    """Random positive weights: nothing cancels, also where bicubic interpolation has negative ones; 1e-12 is rounding."""
    graph.double()
    for parameter in graph.parameters():
        parameter.data = torch.from_numpy(rng.uniform(0.5, 1.5, parameter.shape))
    x = torch.ones((1, *shape), dtype=torch.float64, requires_grad=True)
    output = graph(x)
    positions = goldens.output_positions(rng, output.shape[2:])
    arrays = {}
    for index, position in enumerate(positions):
        value = (output[(0, slice(None), *position)] * torch.from_numpy(rng.uniform(0.5, 1.5, output.shape[1]))).sum()
        (gradient,) = torch.autograd.grad(value, x, retain_graph=True)
        arrays[f"mask.{index}"] = (gradient[0].abs().numpy() > 1e-12).any(axis=0).astype(np.uint8)
    family.add(
        name,
        arrays,
        text=graph.text,
        input=list(shape),
        output=list(output.shape[1:]),
        at=[list(position) for position in positions],
    )


# ------------------------------------------------------------------------------------------------- messages and print

WRONG = (
    ("transposed-in-channels", "ConvTranspose2d(3, 4, 3, groups=2)", None),
    ("transposed-out-channels", "ConvTranspose2d(4, 3, 3, groups=2)", None),
    ("transposed-padding-mode", "ConvTranspose2d(2, 3, 3, padding_mode='reflect')", None),
    ("transposed-padding-mode-1d", "ConvTranspose1d(2, 3, 3, padding_mode='circular')", None),
    ("transposed-output-padding", "ConvTranspose2d(2, 3, 3, output_padding=1)", (1, 2, 8, 8)),
    ("transposed-output-padding-dilated", "ConvTranspose2d(2, 3, 3, stride=2, dilation=3, output_padding=3)", (1, 2, 8, 8)),
    ("transposed-output-padding-negative", "ConvTranspose2d(2, 3, 3, output_padding=-1)", (1, 2, 8, 8)),
    ("transposed-channels", "ConvTranspose2d(3, 3, 3)", (1, 2, 8, 8)),
    ("transposed-channels-grouped", "ConvTranspose2d(4, 6, 3, groups=2)", (1, 2, 8, 8)),
    ("transposed-channels-1d", "ConvTranspose1d(4, 6, 3)", (1, 2, 8)),
    ("transposed-channels-3d", "ConvTranspose3d(4, 6, 3)", (1, 2, 8, 8, 8)),
    ("transposed-too-small", "ConvTranspose2d(2, 3, 3, padding=6)", (1, 2, 8, 8)),
    ("transposed-padding-negative", "ConvTranspose2d(2, 3, 3, padding=-1)", (1, 2, 8, 8)),
    ("transposed-kernel", "ConvTranspose2d(2, 3, 0)", (1, 2, 8, 8)),
    ("transposed-stride", "ConvTranspose2d(2, 3, 3, stride=0)", (1, 2, 8, 8)),
    ("transposed-dilation", "ConvTranspose2d(2, 3, 3, dilation=0)", (1, 2, 8, 8)),
    ("transposed-rank", "ConvTranspose2d(2, 3, 3)", (4, 4)),
    ("max-padding", "MaxPool2d(2, padding=2)", (1, 2, 8, 8)),
    ("max-padding-dilated", "MaxPool2d(3, padding=2, dilation=2)", (1, 2, 8, 8)),
    ("max-padding-3d", "MaxPool3d(2, padding=2)", (1, 2, 8, 8, 8)),
    ("average-padding", "AvgPool2d(2, padding=2)", (1, 2, 8, 8)),
    ("average-padding-1d", "AvgPool1d(2, padding=2)", (1, 2, 8)),
    ("max-padding-negative", "MaxPool2d(2, padding=-1)", (1, 2, 8, 8)),
    ("average-padding-negative", "AvgPool2d(2, padding=-1)", (1, 2, 8, 8)),
    ("max-too-small", "MaxPool2d(9)", (2, 8, 8)),
    ("max-too-small-3d", "MaxPool3d(9)", (2, 8, 8, 8)),
    ("average-too-small", "AvgPool2d(9)", (2, 8, 8)),
    ("average-too-small-3d", "AvgPool3d(9)", (2, 8, 8, 8)),
    ("average-too-small-3d-ceil", "AvgPool3d((1, 1, 3), ceil_mode=True)", (1, 2, 1, 1, 2)),
    ("average-too-small-3d-padded", "AvgPool3d(3, stride=2, padding=1)", (1, 2, 2, 5, 5)),
    ("average-divisor", "AvgPool2d(2, divisor_override=0)", (1, 2, 8, 8)),
    ("upsample-align-nearest", "Upsample(scale_factor=2, mode='nearest', align_corners=True)", (1, 2, 8, 8)),
    ("upsample-nothing", "Upsample()", (1, 2, 8, 8)),
    ("upsample-both", "Upsample(size=3, scale_factor=2)", (1, 2, 8, 8)),
    ("upsample-empty", "Upsample(scale_factor=0.01)", (1, 2, 8, 8)),
    ("shuffle-channels", "PixelShuffle(2)", (1, 2, 8, 8)),
    ("shuffle-factor", "PixelShuffle(0)", (1, 2, 8, 8)),
    ("unshuffle-height", "PixelUnshuffle(3)", (1, 2, 8, 8)),
    ("unshuffle-width", "PixelUnshuffle(3)", (1, 2, 9, 8)),
    ("unshuffle-factor", "PixelUnshuffle(0)", (1, 2, 8, 8)),
)


def make_messages():
    family = Family("spatial-messages")
    for name, text, shape in WRONG:
        try:
            module = goldens.pytorch_module(text)
            if shape is None:
                raise AssertionError(f"{text} is allowed")
            module(torch.zeros(shape))
        except (RuntimeError, ValueError, NotImplementedError) as error:
            message = str(error).split("\n")[0]
            family.add(name, text=text, input=shape and list(shape), message=message)
    return family


def printed_models():
    down, up = [nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)], [nn.Upsample(scale_factor=2, mode="bilinear")]
    yield "spatial-autoencoder", nn.Sequential(
        nn.Sequential(*down), nn.Sequential(*up, nn.ConvTranspose2d(8, 1, 3, padding=1))
    ), (1, 8, 8)
    yield "spatial-pools", nn.Sequential(
        nn.MaxPool2d((3, 2), 2, (1, 0), 2, ceil_mode=True),
        nn.AvgPool2d((2, 3), 1, 1),
        nn.AdaptiveMaxPool2d((9, 7)),
        nn.AdaptiveAvgPool2d((None, 3)),
        nn.AdaptiveAvgPool2d(1),
    ), (2, 40, 31)
    yield "spatial-wave", nn.Sequential(
        nn.MaxPool1d(2), nn.AvgPool1d(3, 2, 1), nn.ConvTranspose1d(4, 6, 4, stride=2, output_padding=1), nn.AdaptiveMaxPool1d(5)
    ), (4, 33)
    yield "spatial-volume", nn.Sequential(
        nn.ConvTranspose3d(2, 4, (1, 2, 2), stride=(1, 2, 2), groups=2, bias=False, dilation=(2, 1, 1)),
        nn.MaxPool3d(2),
        nn.AvgPool3d((1, 2, 2)),
        nn.Upsample(size=(3, 4, 5), mode="trilinear"),
        nn.AdaptiveAvgPool3d((None, 2, 2)),
    ), (2, 4, 6, 7)
    yield "spatial-super-resolution", nn.Sequential(
        nn.PixelUnshuffle(2),
        nn.Conv2d(4, 16, 3, padding=1),
        nn.PixelShuffle(4),
        nn.Upsample(scale_factor=(2.0, 1.5), mode="bicubic"),
        nn.UpsamplingNearest2d(scale_factor=2),
        nn.UpsamplingBilinear2d(size=(10, 12)),
        nn.Upsample(size=7),
    ), (1, 8, 8)


def make_print():
    family = Family("spatial-print")
    for name, model, shape in printed_models():
        path = f"print/{name}.txt"
        family.files[path] = f"{model}\n"
        with torch.no_grad():
            output = model(torch.zeros((1, *shape)))
        state = [{"name": key, "shape": list(value.shape)} for key, value in model.state_dict().items()]
        family.add(name, file=path, input=list(shape), output=list(output.shape[1:]), state=state)
    return family


# -------------------------------------------------------------------------------------------------------------- main

FAMILIES = {
    "spatial": make_spatial,
    "spatial-network": make_networks,
    "spatial-receptive": make_receptive,
    "spatial-messages": make_messages,
    "spatial-print": make_print,
}


def main():
    parser = argparse.ArgumentParser(description="Makes the golden files of the layers that change sizes.")
    parser.add_argument("family", nargs="*", metavar="FAMILY", choices=[*FAMILIES, []])
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent)
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore")
    torch.set_num_threads(1)
    for name in arguments.family or FAMILIES:
        FAMILIES[name]().write(arguments.output)


if __name__ == "__main__":
    main()
