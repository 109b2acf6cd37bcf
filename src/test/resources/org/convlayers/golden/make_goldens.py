#!/usr/bin/env python3
"""Makes the golden files of the tests with PyTorch. The tests read the files and never need Python.

    python3 make_goldens.py [FAMILY ...] [--output DIRECTORY]

needs torch and numpy (made with Debian 12's python3-torch 1.13 and python3-numpy 1.24; each manifest names the
versions that made it). Without arguments every family is written beside this script. Everything is seeded: a second
run on the same machine gives the same bytes; another processor may differ in the last bit of a sum.

A family is a manifest, FAMILY.json, and, where there are numbers to compare, FAMILY.npz. The manifest has the
versions, the seed and `cases`, one object a line with at least `name`. Arrays are named CASE.input, CASE.output,
CASE.mask.0 and, for the weights, CASE. followed by the state_dict name: CASE.weight for a single layer, CASE.0.weight
or CASE.depthwise.weight in a network. Shapes are (C, ...) or (N, C, ...), where the manifest says `batched`; spatial
axes are (D, H, W), (H, W) or (W).

  convolution  one convolution each: text, input, weights, output
  semantics    the 4x4 example of the definition of padding and edges, checked here against values worked out by hand
  activation   each pointwise activation over ordinary and awkward numbers
  network      chains, separable layers, parallel branches: text, input, weights, output
  receptive    networks and, for some output pixels, the exact support of the gradient on the input
  messages     what PyTorch says of wrong arguments and inputs (first line)
  print        what print(model) shows, in print/NAME.txt, with the names and shapes of the state_dict

Outputs are computed in float64 from float32 inputs and weights and stored rounded to float32. Two figures in the
manifest justify a tolerance: `sumAbs` is the largest sum of |w||x| + |b| that any output value adds up (through a
network: carried on from layer to layer), the scale to which rounding errors are proportional; `float32Error` is the
largest error that PyTorch itself makes when it computes the same in float32.

The layer texts are PyTorch's own, and beyond it: padding='full', 'same-upper', 'same-lower' and begin:end pairs such
as '1:2x0:1' (height x width); padding_mode='mirror' (numpy's 'symmetric') and 'constant(v)'; `(name): ` before a
layer, `input='name'` in it, and Concat(inputs=('a', 'b')). The network's input is called `input`. Such a layer is
computed as PyTorch would: pad first, then convolve with padding 0.
"""

import argparse
import collections
import copy
import dataclasses
import json
import math
import pathlib
import platform
import re
import warnings

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

SEED = 20240607
TORCH_EDGES = ("zeros", "reflect", "replicate", "circular")
EDGES = TORCH_EDGES + ("mirror", "constant")
TORCH_WORDS = ("same", "valid")
CONVOLVE = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}
CONVOLUTION_MODULE = {1: nn.Conv1d, 2: nn.Conv2d, 3: nn.Conv3d}


# ---------------------------------------------------------------------------------------------------------- storage


class Family:
    """Collects the cases and the arrays of one family and writes them."""

    def __init__(self, name):
        self.name = name
        self.cases = []
        self.arrays = {}
        self.files = {}

    def add(self, name, arrays=None, **properties):
        """Adds a case: `arrays` go to the npz as NAME.key, `properties` to the manifest."""
        self.cases.append({"name": name, **properties})
        for key, array in (arrays or {}).items():
            full_name = f"{name}.{key}"
            if full_name in self.arrays:
                raise ValueError(f"two arrays are called {full_name}")
            self.arrays[full_name] = np.ascontiguousarray(array)

    def generator(self, index):
        """A random generator of the case's own, so that one more case changes no other."""
        return np.random.default_rng([SEED, *self.name.encode(), index])

    def write(self, directory):
        head = {
            "family": self.name,
            "torch": torch.__version__,
            "numpy": np.__version__,
            "python": platform.python_version(),
            "seed": SEED,
        }
        lines = [f"{json.dumps(key)}: {json.dumps(value)}," for key, value in head.items()]
        cases = ",\n".join(json.dumps(case) for case in self.cases)
        manifest = "{\n" + "\n".join(lines) + '\n"cases": [\n' + cases + "\n]}\n"
        (directory / f"{self.name}.json").write_text(manifest)
        if self.arrays:
            np.savez_compressed(directory / f"{self.name}.npz", **self.arrays)
        for path, text in self.files.items():
            (directory / path).parent.mkdir(exist_ok=True)
            (directory / path).write_text(text)
        print(f"{self.name}: {len(self.cases)} cases, {len(self.arrays)} arrays")


def significant(value, digits=6):
    """A float for the manifest."""
    return float(f"{float(value):.{digits}g}")


# ------------------------------------------------------------------------------------------------------ convolution


@dataclasses.dataclass(frozen=True)
class Convolution:
    """The arguments of one convolution. `padding` is a word or a (begin, end) pair for each axis."""

    in_channels: int
    out_channels: int
    kernel: tuple
    stride: tuple
    padding: object
    dilation: tuple
    groups: int
    bias: bool
    edges: str
    constant: float

    @property
    def rank(self):
        return len(self.kernel)

    def effective_kernel(self):
        return tuple(d * (k - 1) + 1 for k, d in zip(self.kernel, self.dilation))

    def pads(self, size):
        """The (begin, end) padding of each axis of an input of that size."""
        return [self._axis_pads(axis, size[axis]) for axis in range(self.rank)]

    def _axis_pads(self, axis, n):
        k, s = self.effective_kernel()[axis], self.stride[axis]
        if self.padding == "valid":
            return 0, 0
        if self.padding == "full":
            return k - 1, k - 1
        if self.padding == "same":
            return (k - 1) // 2, k - 1 - (k - 1) // 2
        if self.padding in ("same-upper", "same-lower"):
            total = max((math.ceil(n / s) - 1) * s + k - n, 0)
            less, more = total // 2, total - total // 2
            return (less, more) if self.padding == "same-upper" else (more, less)
        return self.padding[axis]

    def output_size(self, size):
        return tuple(
            (n + begin + end - k) // s + 1
            for n, (begin, end), k, s in zip(size, self.pads(size), self.effective_kernel(), self.stride)
        )

    def accepts(self, size):
        """Whether the kernel fits into the padded input and the edges can supply that much padding."""
        if self.padding == "same" and any(s != 1 for s in self.stride):
            return False
        limit = {"reflect": -1, "circular": 0, "mirror": 0}.get(self.edges)
        for n, (begin, end), k in zip(size, self.pads(size), self.effective_kernel()):
            if n + begin + end < k or limit is not None and max(begin, end) > n + limit:
                return False
        return True

    def is_pytorch(self):
        """Whether PyTorch's own module takes these arguments."""
        symmetric = self.padding in TORCH_WORDS or (
            not isinstance(self.padding, str) and all(begin == end for begin, end in self.padding)
        )
        return symmetric and self.edges in TORCH_EDGES

    def module(self):
        padding = self.padding
        if not self.is_pytorch():
            padding = 0
        elif not isinstance(padding, str):
            padding = tuple(begin for begin, _ in padding)
        module = CONVOLUTION_MODULE[self.rank](
            self.in_channels,
            self.out_channels,
            self.kernel,
            self.stride,
            padding,
            self.dilation,
            self.groups,
            self.bias,
            self.edges if self.is_pytorch() else "zeros",
        )
        return module if self.is_pytorch() else PaddedConvolution(self, module)


def convolution(
    in_channels,
    out_channels,
    kernel,
    stride=1,
    padding=0,
    dilation=1,
    groups=1,
    bias=True,
    edges="zeros",
    constant=0.0,
    rank=2,
):
    """A convolution from PyTorch-like arguments: a number stands for one a axis, a padding pair for begin and end."""

    def per_axis(value):
        return value if isinstance(value, tuple) else (value,) * rank

    if not isinstance(padding, str):
        padding = tuple(p if isinstance(p, tuple) else (p, p) for p in per_axis(padding))
    return Convolution(
        in_channels,
        out_channels,
        per_axis(kernel),
        per_axis(stride),
        padding,
        per_axis(dilation),
        groups,
        bias,
        edges,
        constant,
    )


class PaddedConvolution(nn.Module):
    """A convolution whose padding PyTorch's module does not know: pads the input, then convolves with padding 0."""

    def __init__(self, spec, unpadded):
        super().__init__()
        self.spec = spec
        self.weight = unpadded.weight
        self.register_parameter("bias", unpadded.bias)

    def forward(self, x):
        spec = self.spec
        x = pad(x, spec.pads(x.shape[2:]), spec.edges, spec.constant)
        return CONVOLVE[spec.rank](x, self.weight, self.bias, spec.stride, 0, spec.dilation, spec.groups)


def pad(x, pads, edges, constant=0.0):
    """Pads the spatial axes of x, differentiably, with PyTorch where it knows the edge mode."""
    if edges == "mirror":
        for axis, pair in enumerate(pads):
            sources = np.pad(np.arange(x.shape[axis + 2]), pair, mode="symmetric")
            x = x.index_select(axis + 2, torch.from_numpy(sources))
        return x
    flat = [p for pair in reversed(pads) for p in pair]
    if edges in ("zeros", "constant"):
        return F.pad(x, flat, value=constant if edges == "constant" else 0.0)
    return F.pad(x, flat, mode=edges)


# ------------------------------------------------------------------------------------------------------- layer texts


def spell_convolution(spec, rng, input_name=None):
    """A layer text for the convolution, in one of the ways that people and print(model) write it."""
    if input_name is None and spec.is_pytorch() and rng.random() < 0.2:
        return str(spec.module())
    defaults = {"stride": "1", "padding": "0", "dilation": "1", "groups": "1", "bias": "True", "padding_mode": ""}
    arguments = {
        "kernel_size": spell_tuple(spec.kernel, rng),
        "stride": spell_tuple(spec.stride, rng),
        "padding": spell_padding(spec.padding, rng),
        "dilation": spell_tuple(spec.dilation, rng),
        "groups": str(spec.groups),
        "bias": str(spec.bias),
        "padding_mode": spell_edges(spec, rng),
    }
    positional = [str(spec.in_channels), str(spec.out_channels)]
    names = list(arguments)
    for name in names[: rng.choice([0, 1, 1, 2, 3])]:
        positional.append(arguments.pop(name))
    keywords = [f"{name}={value}" for name, value in arguments.items() if value != defaults.get(name)]
    if input_name is not None:
        keywords.append(f"input='{input_name}'")
    prefix = rng.choice(["", "", "", "nn.", "torch.nn."])
    return f"{prefix}Conv{spec.rank}d({', '.join(positional + keywords)})"


def spell_tuple(values, rng):
    if len(set(values)) == 1 and rng.random() < 0.7:
        return str(values[0])
    return str(tuple(values))


def spell_padding(padding, rng):
    if isinstance(padding, str):
        return repr(padding)
    if all(begin == end for begin, end in padding) and rng.random() < 0.9:
        return spell_tuple([begin for begin, _ in padding], rng)
    return repr("x".join(f"{begin}:{end}" for begin, end in padding))


def spell_edges(spec, rng):
    if spec.edges == "constant":
        return repr(f"constant({spec.constant:g})")
    if spec.edges == "zeros":
        return "" if rng.random() < 0.9 else "'zeros'"
    return repr(spec.edges)


# ---------------------------------------------------------------------------------------------------------- networks


@dataclasses.dataclass(frozen=True)
class Node:
    """A layer of a graph: a Convolution, the text of a PyTorch activation, or None for the join of the inputs.

    Without a name it is called by its index; without inputs it takes what the node before it gives.
    """

    layer: object
    name: str = None
    inputs: tuple = None


class Graph(nn.Module):
    """Computes the nodes in order and returns the last one's value; its state_dict has the nodes' names."""

    def __init__(self, nodes):
        super().__init__()
        self.nodes = nodes
        for index, node in enumerate(nodes):
            if isinstance(node.layer, Convolution):
                self.add_module(node.name or str(index), node.layer.module())
            elif node.layer is not None:
                self.add_module(node.name or str(index), pytorch_module(node.layer))

    def forward(self, x):
        values = {"input": x}
        for index, node in enumerate(self.nodes):
            name = node.name or str(index)
            sources = [x] if node.inputs is None else [values[source] for source in node.inputs]
            x = torch.cat(sources, 1) if node.layer is None else self.get_submodule(name)(sources[0])
            values[name] = x
        return x

    def text(self, rng):
        separator = "; " if rng.random() < 0.15 else "\n"
        return separator.join(self._line(node, rng) for node in self.nodes)

    @staticmethod
    def _line(node, rng):
        label = f"({node.name}): " if node.name else ""
        if node.layer is None:
            return f"{label}Concat(inputs={node.inputs!r})"
        input_name = node.inputs[0] if node.inputs else None
        if isinstance(node.layer, Convolution):
            return label + spell_convolution(node.layer, rng, input_name)
        if input_name is None:
            return label + node.layer
        opening = "" if node.layer.endswith("()") else ", "
        return f"{label}{node.layer[:-1]}{opening}input='{input_name}')"


def pytorch_module(text):
    """The module that a layer text means to PyTorch itself."""
    return eval(text, dict(vars(nn)))


def fill_weights(module, rng):
    """Random weights of the size of a trained layer's, so that values keep their magnitude through a network."""
    for parameter in module.parameters():
        fan_in = np.prod(parameter.shape[1:]) if parameter.dim() > 1 else 4
        values = rng.standard_normal(parameter.shape) / math.sqrt(fan_in)
        parameter.data = torch.from_numpy(values.astype(np.float32))


def random_input(rng, shape, kinds=("normal", "uint8", "bright")):
    """Signals of either sign, 8-bit grey values, or small detail on a bright background."""
    kind = rng.choice(kinds)
    if kind == "uint8":
        return rng.integers(0, 256, shape).astype(np.float32)
    values = rng.standard_normal(shape)
    return (values * 20 + 30000 if kind == "bright" else values).astype(np.float32)


class Offset(nn.Module):
    """Stands for an activation in the bound of a network: |a(x)| <= |a(0)| + |x|, about."""

    def __init__(self, value):
        super().__init__()
        self.value = value

    def forward(self, x):
        return x + self.value


def bounding(module):
    """A copy of the module that computes sum |w||x| + |b| where the module computes sum w x + b."""
    module = copy.deepcopy(module)
    for parameter in module.parameters():
        parameter.data.abs_()
    for name, child in list(module.named_modules()):
        if isinstance(child, PaddedConvolution):
            child.spec = dataclasses.replace(child.spec, constant=abs(child.spec.constant))
        elif name and not list(child.children()) and not hasattr(child, "kernel_size"):
            parent, _, leaf = name.rpartition(".")
            at_zero = abs(child(torch.zeros(1)).item())
            setattr(module.get_submodule(parent), leaf, Offset(at_zero))
    return module


def add_computed(family, name, module, text, x, batched=False):
    """Adds a case with the output of the module for the input x, which has a batch axis; stored only if batched."""
    x = torch.from_numpy(x)
    with torch.no_grad():
        exact = copy.deepcopy(module).double()(x.double())
        error = (module(x).double() - exact).abs().max()
        sum_abs = bounding(module).double()(x.double().abs()).max()
    stored = {"input": x, "output": exact.float()}
    arrays = {key: (value if batched else value[0]).numpy() for key, value in stored.items()}
    arrays.update({key: value.numpy() for key, value in module.state_dict().items()})
    family.add(
        name,
        arrays,
        text=text,
        input=list(arrays["input"].shape),
        output=list(arrays["output"].shape),
        batched=batched,
        sumAbs=significant(sum_abs),
        float32Error=significant(error, 2),
    )


# ------------------------------------------------------------------------------------------------ random convolutions


def random_padding(rng, kernel, largest=4):
    kind = rng.choice(["none", "number", "tuple", "pairs", "same", "valid", "full", "same-upper", "same-lower"])
    if kind == "none":
        return 0
    if kind == "number":
        return int(rng.integers(1, largest + 1))
    if kind == "tuple":
        return tuple(int(p) for p in rng.integers(0, largest + 1, len(kernel)))
    if kind == "pairs":
        return tuple((int(b), int(e)) for b, e in rng.integers(0, largest + 1, (len(kernel), 2)))
    return str(kind)


def random_axes(rng, rank, choices):
    """One number for all axes, or one for each."""
    values = [int(v) for v in rng.choice(choices, rank)]
    return tuple(values) if rng.random() < 0.5 else (values[0],) * rank


def random_channels(rng, largest):
    """Input channels, output channels and groups: dense, grouped, or depthwise with a multiplier."""
    kind = rng.choice(["dense", "dense", "grouped", "depthwise"])
    if kind == "depthwise":
        channels = int(rng.integers(1, largest + 1))
        return channels, channels * int(rng.integers(1, 4)), channels
    groups = 1 if kind == "dense" else int(rng.integers(2, 5))
    size = max(largest // groups, 1)
    return groups * int(rng.integers(1, size + 1)), groups * int(rng.integers(1, size + 1)), groups


def random_convolution(rng, size, channels, kernels=(1, 2, 3, 3, 4, 5, 7), strides=(1, 1, 1, 2, 3)):
    """A convolution that accepts an input of that size, of the (in, out, groups) channels; None if none was found."""
    rank = len(size)
    in_channels, out_channels, groups = channels
    for _ in range(100):
        kernel = random_axes(rng, rank, kernels)
        spec = convolution(
            in_channels,
            out_channels,
            kernel,
            random_axes(rng, rank, strides),
            random_padding(rng, kernel),
            random_axes(rng, rank, (1, 1, 1, 2, 3)),
            groups,
            bool(rng.random() < 0.7),
            str(rng.choice(EDGES)),
            float(rng.choice([-2.0, 0.5, 1.25, 100.0])),
            rank,
        )
        if spec.accepts(size):
            return spec
    return None


def random_size(rng, rank):
    """Spatial sizes, tiny ones included."""
    if rank == 1:
        return (int(rng.integers(1, 41)),)
    if rank == 2:
        return int(rng.integers(1, 17)), int(rng.choice([rng.integers(1, 17), rng.integers(1, 41)]))
    return tuple(int(n) for n in rng.integers(1, 9, 3))


# ---------------------------------------------------------------------------------------------------------- families


def make_convolution():
    family = Family("convolution")
    for rank, count in ((1, 60), (2, 160), (3, 60)):
        for index in range(count):
            rng = family.generator(1000 * rank + index)
            spec, size = small_random_convolution(rng, rank)
            add_convolution(family, f"conv{rank}d-{index:03d}", rng, spec, size, int(rng.choice([1, 1, 1, 2])))
    for index, (name, spec, size) in enumerate(chosen_convolutions()):
        add_convolution(family, name, family.generator(index), spec, size, 1)
    return family


def small_random_convolution(rng, rank, most_values=2500):
    while True:
        size = random_size(rng, rank)
        spec = random_convolution(rng, size, random_channels(rng, 9))
        if spec is None:
            continue
        weights = spec.out_channels * spec.in_channels // spec.groups * math.prod(spec.kernel)
        outputs = spec.out_channels * math.prod(spec.output_size(size))
        if max(weights, outputs, spec.in_channels * math.prod(size)) <= most_values:
            return spec, size


def chosen_convolutions():
    """Sizes at which fast engines change their ways: strips of 512, channel remainders, large and whole-map kernels."""
    yield "strip-511", convolution(1, 2, 3, padding=1), (3, 511)
    yield "strip-512", convolution(2, 3, 3, padding=1), (3, 512)
    yield "strip-513", convolution(1, 4, 3, padding=1, edges="reflect"), (2, 513)
    yield "strip-514-valid", convolution(2, 1, 3), (4, 514)
    yield "strip-600-dilated", convolution(1, 2, 3, padding="same", dilation=(1, 4), edges="mirror"), (3, 600)
    yield "strip-600-strided", convolution(2, 2, 3, stride=2, padding=1), (4, 600)
    yield "strip-530-depthwise", convolution(3, 6, 3, padding="same", groups=3, edges="replicate"), (2, 530)
    yield "strip-525-pointwise", convolution(3, 5, 1), (1, 525)
    yield "strip-520-wide-kernel", convolution(1, 1, (2, 9), padding="full", edges="circular"), (9, 520)
    yield "strip-577-1d", convolution(2, 3, 5, padding=2, rank=1), (577,)
    yield "strip-540-3d", convolution(1, 2, 3, padding=1, rank=3), (2, 2, 540)
    yield "tall-600", convolution(1, 2, (5, 3), padding="same"), (600, 3)
    yield "channels-32-32", convolution(32, 32, 3, padding=1), (11, 14)
    yield "channels-32-32-dilated", convolution(32, 32, 3, padding=2, dilation=2), (13, 10)
    yield "channels-32-64-strided", convolution(32, 64, 3, stride=2, padding=1), (9, 13)
    yield "channels-70-70-pointwise", convolution(70, 70, 1), (5, 7)
    yield "channels-67-33", convolution(67, 33, 3, padding="same", edges="reflect"), (6, 5)
    yield "channels-17-35", convolution(17, 35, (2, 3), stride=(2, 1), bias=False), (7, 6)
    yield "channels-70-7-grouped", convolution(70, 14, 3, padding=1, groups=7), (6, 7)
    yield "channels-70-depthwise", convolution(70, 70, 3, padding=1, groups=70), (5, 8)
    yield "channels-1-70", convolution(1, 70, 3, padding="same-lower", stride=2), (8, 9)
    yield "channels-70-1", convolution(70, 1, 3, padding="same", edges="circular"), (8, 9)
    yield "channels-13-13-1d", convolution(13, 13, 7, padding=3, rank=1), (50,)
    yield "channels-8-8-3d", convolution(8, 8, 3, padding=1, rank=3), (4, 7, 9)
    yield "channels-16-17-3d", convolution(16, 17, 3, stride=2, padding="same-upper", rank=3), (5, 4, 5)
    yield "kernel-31", convolution(1, 1, 31, padding="same", edges="mirror"), (40, 37)
    yield "kernel-15", convolution(1, 2, 15, padding="same"), (33, 41)
    yield "kernel-7", convolution(2, 3, 7, padding=3), (29, 34)
    yield "kernel-11-strided", convolution(3, 4, 11, stride=4, padding=2), (35, 39)
    yield "whole-map", convolution(5, 6, (7, 9)), (7, 9)
    yield "whole-map-1d", convolution(3, 2, 20, rank=1), (20,)
    yield "whole-map-3d", convolution(2, 3, (3, 4, 5), rank=3), (3, 4, 5)
    yield "one-pixel", convolution(4, 5, 3, padding=1), (1, 1)
    yield "one-pixel-far-padding", convolution(1, 2, 3, stride=5, padding=8, dilation=3, edges="replicate"), (1, 1)
    yield "dilation-beyond-image", convolution(2, 2, 3, padding=9, dilation=9), (6, 5)
    yield "stride-beyond-kernel", convolution(2, 3, 2, stride=5), (13, 17)
    yield "trailing-input-unused", convolution(2, 3, 3, stride=3), (8, 11)


def add_convolution(family, name, rng, spec, size, batch):
    module = spec.module()
    fill_weights(module, rng)
    x = random_input(rng, (batch, spec.in_channels, *size))
    add_computed(family, name, module, spell_convolution(spec, rng), x, batched=batch > 1)


def make_semantics():
    """A 4x4 image and a 2x2 kernel of whole numbers, where every value can be checked with a pencil."""
    image = [[4, 1, 7, 5], [4, 4, 2, 5], [7, 7, 2, 4], [1, 0, 2, 4]]
    kernel = [[1, 0], [2, 1]]
    interior = [[16, 11, 16], [25, 20, 10], [9, 9, 10]]
    last_row = {
        "zeros": [1, 0, 2, 4],
        "reflect": [22, 16, 10, 14],
        "replicate": [3, 2, 10, 16],
        "circular": [10, 9, 21, 18],
    }
    family = Family("semantics")
    x = np.array(image, np.float32)[None, None]
    specs = [(f"same-{edges}", convolution(1, 1, 2, 1, "same", bias=False, edges=edges)) for edges in TORCH_EDGES]
    specs.append(("same-mirror", convolution(1, 1, 2, 1, "same", bias=False, edges="mirror")))
    specs.append(("same-constant", convolution(1, 1, 2, 1, "same", bias=False, edges="constant", constant=10.0)))
    words = ("valid", "full", "same-upper", "same-lower")
    specs.extend((f"{word}-zeros", convolution(1, 1, 2, padding=word, bias=False)) for word in words)
    specs.append(("pairs-zeros", convolution(1, 1, 2, padding=((1, 0), (0, 2)), bias=False)))
    specs.append(("strided-zeros", convolution(1, 1, 2, stride=(2, 1), padding="same-upper", bias=False)))
    for index, (name, spec) in enumerate(specs):
        module = spec.module()
        module.weight.data = torch.tensor(kernel, dtype=torch.float32)[None, None]
        add_computed(family, name, module, spell_convolution(spec, family.generator(index)), x)
        output = family.arrays[f"{name}.output"][0]
        if spec.padding == "same":
            assert output[:3, :3].tolist() == interior, name
        if spec.padding == "same" and spec.edges in last_row:
            assert output[3].tolist() == last_row[spec.edges], name
    assert family.arrays["same-zeros.output"][0, :, 3].tolist() == [15, 13, 12, 4]
    return family


ACTIVATIONS = (
    "Identity()",
    "ReLU()",
    "ReLU6()",
    "LeakyReLU()",
    "LeakyReLU(0.1)",
    "LeakyReLU(negative_slope=-0.5)",
    "LeakyReLU(1.5)",
    "ELU()",
    "ELU(alpha=0.3)",
    "CELU()",
    "CELU(2.5)",
    "SELU()",
    "GELU()",
    "GELU(approximate='none')",
    "GELU(approximate='tanh')",
    "SiLU()",
    "Mish()",
    "Softplus()",
    "Softplus(beta=3)",
    "Softplus(0.5, 2.0)",
    "Softsign()",
    "Tanh()",
    "Hardtanh()",
    "Hardtanh(-2.5, 0.75)",
    "Hardtanh(min_val=1, max_val=6)",
    "Hardsigmoid()",
    "Hardswish()",
    "Sigmoid()",
)


def awkward_numbers():
    """Ordinary values, the activations' corners and their neighbours, signed zeros, subnormals, huge ones, inf, nan."""
    corners = [0.5, 0.75, 1, 2, 2.5, 3, 4, 6, 6.6666665, 20]
    near = [np.nextafter(np.float32(c), np.float32(to)) for c in corners for to in (-np.inf, np.inf)]
    tiny = [1.4e-45, 1e-40, 1.1754944e-38, 1e-30, 1e-12, 1e-8, 5.9604645e-08, 1e-5, 1e-3]
    large = [15.9, 17.5, 50, 87.5, 88.8, 89, 103.9, 104.5, 745, 1000, 65504, 1e10, 1e30, 3.4028235e38, np.inf]
    positive = np.array([0.0, *corners, *near, *tiny, *large], np.float32)
    spread = np.linspace(-12, 12, 97, dtype=np.float32)
    return np.concatenate([positive, -positive, [np.float32(np.nan)], spread]).astype(np.float32)


def make_activation():
    family = Family("activation")
    numbers = awkward_numbers()
    for index, text in enumerate(ACTIVATIONS):
        add_activation(family, f"{index:02d}-{activation_name(text)}", text, numbers[None, None, :])
    return family


def activation_name(text):
    return re.match(r"\w+", text).group().lower()


def add_activation(family, name, text, x):
    module = pytorch_module(text)
    exact = module(torch.from_numpy(x).double()).float().numpy()
    single = module(torch.from_numpy(x)).numpy()
    if not np.array_equal(np.isnan(exact), np.isnan(single)):
        raise ValueError(f"{text}: float32 and float64 disagree where the result is nan")
    finite = np.isfinite(exact) & np.isfinite(single)
    error = np.abs(single[finite].astype(np.float64) - exact[finite]) / np.maximum(np.abs(exact[finite]), 1)
    arrays = {"input": x, "output": exact}
    family.add(
        name, arrays, text=text, input=list(x.shape), output=list(exact.shape), float32Error=significant(error.max(), 2)
    )


NETWORK_ACTIVATIONS = (
    "ReLU()",
    "ReLU6()",
    "LeakyReLU(0.1)",
    "ELU()",
    "GELU()",
    "GELU(approximate='tanh')",
    "SiLU()",
    "Mish()",
    "Softplus()",
    "Tanh()",
    "Sigmoid()",
    "Hardswish()",
    "Hardtanh(-0.5, 0.5)",
    "Identity()",
)


def make_network():
    family = Family("network")
    templates = {
        "chain": chain_network,
        "separable": separable_network,
        "series": dilated_series,
        "parallel": parallel_network,
        "skip": skip_network,
    }
    for number, (name, template) in enumerate(templates.items()):
        for index in range(14):
            rng = family.generator(1000 * number + index)
            rank = int(rng.choice([1, 2, 2, 2, 3]))
            size = {1: (int(rng.integers(6, 41)),), 2: tuple(map(int, rng.integers(5, 20, 2)))}.get(rank, (4, 6, 7))
            channels = int(rng.integers(1, 5))
            graph = Graph(template(rng, size, channels))
            fill_weights(graph, rng)
            x = random_input(rng, (int(rng.choice([1, 1, 1, 2])), channels, *size), ("normal",))
            add_computed(family, f"{name}-{index:02d}", graph, graph.text(rng), x, batched=x.shape[0] > 1)
    add_printed_networks(family)
    return family


def random_activation(rng):
    return str(rng.choice(NETWORK_ACTIVATIONS))


def following_size(nodes, size):
    """The spatial size after a chain of nodes."""
    for node in nodes:
        if isinstance(node.layer, Convolution):
            size = node.layer.output_size(size)
    return size


def random_step(rng, size, channels):
    """A random convolution, as one layer of several; one that fits any map if the dice find none."""
    spec = random_convolution(rng, size, channels, kernels=(1, 2, 3, 3, 5), strides=(1, 1, 1, 2))
    return spec or convolution(channels[0], channels[1], 1, groups=channels[2], rank=len(size))


def chain_network(rng, size, channels):
    nodes = []
    for _ in range(int(rng.integers(1, 4))):
        out_channels = int(rng.integers(1, 7))
        nodes.append(Node(random_step(rng, following_size(nodes, size), (channels, out_channels, 1))))
        nodes.append(Node(random_activation(rng)))
        channels = out_channels
    return nodes[:5]


def separable_network(rng, size, channels):
    multiplier = int(rng.integers(1, 4))
    depthwise = random_step(rng, size, (channels, channels * multiplier, channels))
    pointwise = convolution(channels * multiplier, int(rng.integers(1, 9)), 1, rank=len(size))
    between = [Node(random_activation(rng))] if rng.random() < 0.5 else []
    after = [Node(random_activation(rng))] if rng.random() < 0.5 else []
    return [Node(depthwise, "depthwise"), *between, Node(pointwise, "pointwise"), *after]


def dilated_series(rng, size, channels):
    edges = str(rng.choice(["zeros", "zeros", "replicate", "circular", "mirror"]))
    nodes = []
    for dilation in rng.permutation([1, 2, 4])[: int(rng.integers(2, 4))]:
        spec = convolution(channels, 4, 3, 1, "same", int(dilation), edges=edges, rank=len(size))
        nodes.append(Node(spec))
        channels = 4
    return nodes + [Node(random_activation(rng))] if rng.random() < 0.7 else nodes


def parallel_network(rng, size, channels):
    edges = str(rng.choice(["zeros", "zeros", "replicate", "circular"]))
    branches = []
    for dilation in sorted(rng.permutation([1, 2, 3, 4])[: int(rng.integers(2, 4))]):
        spec = convolution(channels, int(rng.integers(1, 5)), 3, 1, "same", int(dilation), edges=edges, rank=len(size))
        branches.append(Node(spec, f"rate{dilation}", ("input",)))
    joined = Node(None, "joined", tuple(node.name for node in branches))
    total = sum(node.layer.out_channels for node in branches)
    tail = [Node(convolution(total, 3, 1, rank=len(size))), Node(random_activation(rng))]
    return [*branches, joined, *tail[: int(rng.integers(0, 5 - len(branches)))]]


def skip_network(rng, size, channels):
    stem = convolution(channels, 4, 3, padding="same", rank=len(size))
    body = convolution(4, 4, 3, padding="same", dilation=int(rng.integers(1, 3)), groups=2, rank=len(size))
    sources = [("input", "body"), ("body", "stem"), ("stem", "input", "body")][int(rng.integers(0, 3))]
    total = sum(channels if source == "input" else 4 for source in sources)
    middle = Node(random_activation(rng), "active", ("stem",))
    last = random_step(rng, size, (total, 3, 1))
    return [Node(stem, "stem"), middle, Node(body, "body"), Node(None, None, sources), Node(last)]


def add_printed_networks(family):
    """Networks written as print(model) shows them, with dotted state_dict names."""
    block = collections.OrderedDict(
        depthwise=nn.Conv2d(3, 6, 3, padding=1, groups=3, bias=False), pointwise=nn.Conv2d(6, 4, 1)
    )
    models = {
        "printed-sequential": nn.Sequential(nn.Conv2d(3, 4, 3, padding="same"), nn.ReLU(), nn.Conv2d(4, 2, 1)),
        "printed-nested": nn.Sequential(nn.Sequential(block), nn.ReLU(), nn.Sequential(nn.Conv2d(4, 2, 3, 2))),
        "printed-single": nn.Conv2d(3, 4, (3, 2), stride=(1, 2), padding=(0, 1), padding_mode="replicate"),
    }
    for index, (name, model) in enumerate(models.items()):
        rng = family.generator(9000 + index)
        fill_weights(model, rng)
        add_computed(family, name, model, str(model), random_input(rng, (1, 3, 9, 11), ("normal",)))


def make_receptive():
    family = Family("receptive")
    templates = (receptive_chain, receptive_chain, receptive_branches, receptive_skip)
    for rank, count in ((1, 40), (2, 72), (3, 24)):
        for index in range(count):
            rng = family.generator(1000 * rank + index)
            largest = {1: 49, 2: 25, 3: 11}[rank]
            size = tuple(int(n) for n in rng.integers(largest // 4, largest, rank))
            channels = int(rng.integers(1, 4))
            template = templates[index % len(templates)]
            name = f"{template.__name__.replace('receptive_', '')}{rank}d-{index:02d}"
            add_receptive(family, name, rng, Graph(template(rng, size, channels)), (channels, *size))
    return family


def receptive_chain(rng, size, channels):
    nodes = []
    for _ in range(int(rng.integers(1, 6))):
        previous = following_size(nodes, size)
        out_channels = int(rng.integers(1, 4))
        spec = random_convolution(rng, previous, (channels, out_channels, 1), (1, 2, 3, 3, 4, 5), (1, 1, 1, 2, 3))
        if spec is None or max(spec.output_size(previous)) > 60:
            break
        nodes.append(Node(spec))
        channels = out_channels
        if rng.random() < 0.2:
            nodes.append(Node("ReLU()"))
    return nodes or [Node(convolution(channels, 1, 3, padding=1, rank=len(size)))]


def fitted_branch(rng, size, channels, stride, name, source):
    """A branch whose padding adds up to K - 1, parted anyhow: all have the same output size, aligned or not."""
    for _ in range(200):
        rank = len(size)
        kernel, dilation = random_axes(rng, rank, (1, 2, 3, 4, 5)), random_axes(rng, rank, (1, 1, 2, 3))
        totals = [d * (k - 1) for k, d in zip(kernel, dilation)]
        begins = [int(rng.integers(0, t + 1)) if rng.random() < 0.5 else t // 2 for t in totals]
        padding = tuple((begin, total - begin) for begin, total in zip(begins, totals))
        edges = str(rng.choice(EDGES))
        spec = convolution(channels, 2, kernel, stride, padding, dilation, edges=edges, rank=rank)
        if spec.accepts(size):
            return Node(spec, name, (source,))
    raise ValueError(f"no branch fits {size}")


def receptive_branches(rng, size, channels):
    nodes, source = [], "input"
    if rng.random() < 0.5:
        nodes.append(Node(random_step(rng, size, (channels, 2, 1)), "stem"))
        source, channels = "stem", 2
    branch_size = following_size(nodes, size)
    stride = random_axes(rng, len(size), (1, 1, 2, 3))
    count = int(rng.integers(2, 4))
    branches = [fitted_branch(rng, branch_size, channels, stride, f"branch{i}", source) for i in range(count)]
    nodes += [*branches, Node(None, "joined", tuple(branch.name for branch in branches))]
    joined_size = branches[0].layer.output_size(branch_size)
    tail = random_convolution(rng, joined_size, (2 * count, 2, 1), (1, 2, 3), (1, 1, 2))
    return nodes + [Node(tail)] if tail is not None and rng.random() < 0.5 else nodes


def receptive_skip(rng, size, channels):
    """A branch beside the input itself, and one of two layers whose strides come in either order."""
    first = fitted_branch(rng, size, channels, (1,) * len(size), "first", "input")
    join = Node(None, "joined", ("input", "first"))
    stride = random_axes(rng, len(size), (1, 2, 2))
    unit = (1,) * len(size)
    channels += 2
    early = fitted_branch(rng, size, channels, stride, "early", "joined")
    early_end = fitted_branch(rng, early.layer.output_size(size), 2, unit, "early_end", "early")
    late = fitted_branch(rng, size, channels, unit, "late", "joined")
    late_end = fitted_branch(rng, late.layer.output_size(size), 2, stride, "late_end", "late")
    return [first, join, early, early_end, late, late_end, Node(None, None, ("early_end", "late_end"))]


def add_receptive(family, name, rng, graph, shape):
    """Positive weights and inputs: nothing cancels, so the gradient is zero exactly where there is no path."""
    graph.double()
    for parameter in graph.parameters():
        parameter.data.fill_(1.0)
    x = torch.ones((1, *shape), dtype=torch.float64, requires_grad=True)
    output = graph(x)
    positions = output_positions(rng, output.shape[2:])
    arrays = {}
    for index, position in enumerate(positions):
        value = output[(0, slice(None), *position)].sum()
        (gradient,) = torch.autograd.grad(value, x, retain_graph=True)
        arrays[f"mask.{index}"] = (gradient[0].numpy() != 0).any(axis=0).astype(np.uint8)
    family.add(
        name,
        arrays,
        text=graph.text(rng),
        input=list(shape),
        output=list(output.shape[1:]),
        at=[list(position) for position in positions],
    )


def output_positions(rng, size):
    """First and last pixel, another corner, the centre and two anywhere, each once."""
    first, last = tuple(0 for _ in size), tuple(n - 1 for n in size)
    corner = tuple(int(rng.choice([0, n - 1])) for n in size)
    anywhere = [tuple(int(rng.integers(0, n)) for n in size) for _ in range(2)]
    return list(dict.fromkeys([first, last, corner, tuple(n // 2 for n in size), *anywhere]))


def make_messages():
    """Each wrong thing with what PyTorch says of it. Where PyTorch lists a set its order is random: left out."""
    family = Family("messages")
    wrong = (
        ("groups-in-channels", "Conv2d(3, 4, 3, groups=2)", None),
        ("groups-out-channels", "Conv2d(4, 3, 3, groups=2)", None),
        ("groups-zero", "Conv2d(4, 4, 3, groups=0)", None),
        ("groups-negative", "Conv2d(4, 4, 3, groups=-1)", None),
        ("same-strided", "Conv2d(3, 4, 3, stride=2, padding='same')", None),
        ("same-strided-one-axis", "Conv2d(3, 4, 3, stride=(1, 2), padding='same')", None),
        ("channels-1d", "Conv1d(3, 4, 3)", (1, 2, 8)),
        ("channels-2d", "Conv2d(3, 4, 3)", (1, 2, 8, 8)),
        ("channels-2d-batch", "Conv2d(3, 4, (3, 5), bias=False)", (2, 5, 8, 9)),
        ("channels-2d-grouped", "Conv2d(4, 6, 3, groups=2)", (1, 3, 8, 8)),
        ("channels-3d", "Conv3d(3, 4, 3)", (1, 2, 8, 8, 8)),
        ("kernel-beyond-1d", "Conv1d(3, 4, 5)", (1, 3, 4)),
        ("kernel-beyond-2d", "Conv2d(3, 4, 5)", (1, 3, 4, 4)),
        ("kernel-beyond-2d-padded", "Conv2d(3, 4, (2, 5), padding=(0, 1), dilation=(1, 2))", (1, 3, 4, 6)),
        ("kernel-beyond-3d", "Conv3d(3, 4, 5)", (1, 3, 4, 4, 4)),
        ("reflect-1d", "Conv1d(3, 4, 3, padding=8, padding_mode='reflect')", (1, 3, 8)),
        ("reflect-2d", "Conv2d(3, 4, 3, padding=(1, 8), padding_mode='reflect')", (1, 3, 9, 8)),
        ("reflect-3d", "Conv3d(3, 4, 3, padding=9, padding_mode='reflect')", (1, 3, 8, 8, 8)),
        ("circular-1d", "Conv1d(3, 4, 3, padding=9, padding_mode='circular')", (1, 3, 8)),
        ("circular-2d", "Conv2d(3, 4, 3, padding=9, padding_mode='circular')", (1, 3, 8, 8)),
        ("circular-3d", "Conv3d(3, 4, 3, padding=9, padding_mode='circular')", (1, 3, 8, 8, 8)),
        ("rank-1d", "Conv1d(3, 4, 3)", (4,)),
        ("rank-2d", "Conv2d(3, 4, 3)", (4, 4)),
        ("rank-2d-many", "Conv2d(3, 4, 3)", (1, 1, 3, 4, 4)),
        ("rank-3d", "Conv3d(3, 4, 3)", (4, 4, 4)),
        ("stride-zero", "Conv2d(3, 4, 3, stride=0)", (1, 3, 8, 8)),
        ("dilation-zero", "Conv2d(3, 4, 3, dilation=0)", (1, 3, 8, 8)),
        ("padding-negative", "Conv2d(3, 4, 3, padding=-1)", (1, 3, 8, 8)),
        ("kernel-zero", "Conv2d(3, 4, 0)", (1, 3, 8, 8)),
        ("missing-argument", "Conv2d(3, 4)", None),
        ("unknown-argument", "Conv2d(3, 4, 3, dilatation=2)", None),
    )
    for name, text, shape in wrong:
        try:
            module = pytorch_module(text)
            module(torch.zeros(shape))
        except (ValueError, TypeError, RuntimeError) as error:
            message = str(error).splitlines()[0]
        else:
            raise AssertionError(f"PyTorch accepts {text} on {shape}")
        family.add(name, text=text, input=None if shape is None else list(shape), message=message)
    return family


# ------------------------------------------------------------------------------------------------------ print(model)


class DepthwiseSeparable(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.depthwise = nn.Conv2d(in_channels, in_channels, 3, stride, 1, groups=in_channels, bias=False)
        self.act1 = nn.ReLU6(inplace=True)
        self.pointwise = nn.Conv2d(in_channels, out_channels, 1, bias=False)
        self.act2 = nn.ReLU6(inplace=True)

    def forward(self, x):
        return self.act2(self.pointwise(self.act1(self.depthwise(x))))


class MobileEncoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 16, 3, 2, 1), nn.Hardswish())
        self.blocks = nn.Sequential(*(DepthwiseSeparable(16 * 2**i, 32 * 2**i, 1 + i % 2) for i in range(3)))
        self.head = nn.Conv2d(128, 10, 1)

    def forward(self, x):
        return self.head(self.blocks(self.stem(x)))


class SRCNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 64, 9, padding=4, padding_mode="replicate")
        self.relu1 = nn.ReLU()
        self.conv2 = nn.Conv2d(64, 32, 5, padding=2, padding_mode="replicate")
        self.relu2 = nn.ReLU()
        self.conv3 = nn.Conv2d(32, 1, 5, padding=2, padding_mode="replicate")

    def forward(self, x):
        return self.conv3(self.relu2(self.conv2(self.relu1(self.conv1(x)))))


class DnCNN(nn.Module):
    def __init__(self, depth=12, width=24):
        super().__init__()
        layers = [nn.Conv2d(1, width, 3, padding=1), nn.ReLU(inplace=True)]
        for _ in range(depth - 2):
            layers += [nn.Conv2d(width, width, 3, padding=1, bias=False), nn.ReLU(inplace=True)]
        self.dncnn = nn.Sequential(*layers, nn.Conv2d(width, 1, 3, padding=1, bias=False))

    def forward(self, x):
        return self.dncnn(x)


class Block_v2(nn.Module):
    def __init__(self, channels, dilation):
        super().__init__()
        self.layers = nn.ModuleList(
            [nn.Conv1d(channels, channels, 3, padding="same", dilation=dilation), nn.LeakyReLU(0.2, inplace=True)]
        )

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


class DilatedTCN(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleList([Block_v2(8, 2**i) for i in range(4)])
        self.out = nn.Conv1d(8, 2, 1)

    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return self.out(x)


def dilated_context():
    """The multi-scale context module of Yu and Koltun 2016."""
    layers = []
    for dilation in (1, 1, 2, 4, 8, 16, 1):
        layers += [nn.Conv2d(5, 5, 3, padding=dilation, dilation=dilation), nn.ReLU(inplace=True)]
    return nn.Sequential(*layers, nn.Conv2d(5, 5, 1))


def printed_models():
    """Models of the layers that exist, each applied in the order in which it is printed, with an input shape."""
    named = collections.OrderedDict
    image = (3, 32, 40)
    yield "sequential", nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU(), nn.Conv2d(8, 1, 1)), image
    yield "single-convolution", nn.Conv2d(3, 16, (3, 5), stride=(2, 1), padding=(1, 2)), image
    yield "single-activation", nn.GELU(approximate="tanh"), image
    yield "all-arguments", nn.Conv2d(4, 8, 3, 2, 2, 2, 4, False, "circular"), (4, 32, 40)
    yield "same-and-valid", nn.Sequential(
        nn.Conv2d(3, 4, 4, padding="same"), nn.Conv2d(4, 4, 3, padding="valid")
    ), image
    yield "same-reflect", nn.Sequential(nn.Conv2d(3, 4, 4, padding="same", padding_mode="reflect")), image
    yield "named", nn.Sequential(named(conv=nn.Conv2d(3, 8, 3, bias=False), act=nn.SiLU(inplace=True))), image
    yield "separable", nn.Sequential(
        named(depthwise=nn.Conv2d(3, 6, 3, padding=1, groups=3), pointwise=nn.Conv2d(6, 10, 1))
    ), image
    yield "nested", nn.Sequential(
        nn.Sequential(nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU()), nn.Conv2d(4, 4, 3, groups=2)),
        nn.Sequential(),
        nn.Sequential(named(last=nn.Sequential(nn.Tanh()))),
    ), image
    yield "wave", nn.Sequential(
        *(nn.Conv1d(4, 4, 2, padding=d, dilation=d, padding_mode="zeros") for d in (1, 2, 4, 8))
    ), (4, 64)
    yield "volume", nn.Sequential(
        nn.Conv3d(1, 4, (1, 3, 3), padding=(0, 1, 1)), nn.ReLU(inplace=True), nn.Conv3d(4, 2, 3, stride=(1, 2, 2))
    ), (1, 8, 24, 20)
    yield "volume-replicate", nn.Conv3d(2, 2, 3, padding=1, groups=2, padding_mode="replicate"), (2, 5, 6, 7)
    yield "activations", nn.Sequential(*map(pytorch_module, ACTIVATIONS)), (1, 4, 4)
    yield "activations-inplace", nn.Sequential(
        nn.ReLU(inplace=True),
        nn.ReLU6(inplace=True),
        nn.LeakyReLU(1e-05, inplace=True),
        nn.ELU(0.5, inplace=True),
        nn.CELU(1.5, inplace=True),
        nn.SELU(inplace=True),
        nn.SiLU(inplace=True),
        nn.Mish(inplace=True),
        nn.Hardtanh(-1e-3, 1e20, inplace=True),
        nn.Hardsigmoid(inplace=True),
        nn.Hardswish(inplace=True),
    ), (1, 4, 4)
    yield "identity", nn.Sequential(nn.Identity(), nn.Conv2d(3, 2, 1), nn.Identity()), image
    yield "context", dilated_context(), (5, 40, 40)
    yield "srcnn", SRCNN(), (1, 20, 20)
    yield "dncnn", DnCNN(), (1, 20, 20)
    yield "mobile-encoder", MobileEncoder(), image
    yield "separable-block", DepthwiseSeparable(6, 12), (6, 9, 9)
    yield "dilated-tcn", DilatedTCN(), (8, 50)


def make_print():
    family = Family("print")
    for name, model, shape in printed_models():
        with torch.no_grad():
            output = model(torch.zeros((1, *shape)))[0]
        state = [{"name": key, "shape": list(value.shape)} for key, value in model.state_dict().items()]
        path = f"print/{name}.txt"
        family.files[path] = f"{model}\n"
        family.add(name, file=path, input=list(shape), output=list(output.shape), state=state)
    return family


# -------------------------------------------------------------------------------------------------------------- main

FAMILIES = {
    "convolution": make_convolution,
    "semantics": make_semantics,
    "activation": make_activation,
    "network": make_network,
    "receptive": make_receptive,
    "messages": make_messages,
    "print": make_print,
}


def main():
    parser = argparse.ArgumentParser(description="Makes the golden files of the tests with PyTorch.")
    parser.add_argument("family", nargs="*", metavar="FAMILY", help=f"of {', '.join(FAMILIES)}; all without one")
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent)
    arguments = parser.parse_args()
    unknown = set(arguments.family) - set(FAMILIES)
    if unknown:
        parser.error(f"unknown family {', '.join(sorted(unknown))}; there are {', '.join(FAMILIES)}")
    warnings.filterwarnings("ignore", module="torch")
    torch.set_num_threads(1)
    for name in arguments.family or FAMILIES:
        FAMILIES[name]().write(arguments.output)


if __name__ == "__main__":
    main()
