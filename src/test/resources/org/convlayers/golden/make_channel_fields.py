#!/usr/bin/env python3
"""Makes channel-fields.json and channel-fields.npz: fields behind layers that tell channels apart and keep them apart.

    python3 make_channel_fields.py

Pixel shuffles, shuffles of channels, slices, concatenation, grouped and depthwise convolutions in any order. All weights are
positive, so that no paths cancel: the mask is where the gradient of some channel of the output pixel is not 0. Form and names
of the files are those of make_goldens.py.
"""

import warnings

import numpy as np
import torch
from torch import nn

import make_goldens as goldens

PIXEL_UNSHUFFLE = nn.PixelUnshuffle(2), "PixelUnshuffle(2)"
COUNT = 80
LARGEST = 1500
KINDS = ["unshuffle", "shuffle", "shuffle", "depthwise", "depthwise", "grouped", "channels", "slice", "pool", "flip"]


class Slice(nn.Module):
    """Some channels, as Python cuts them out."""

    def __init__(self, part):
        super().__init__()
        self.part = part

    def forward(self, x):
        return x[:, self.part]


class ChannelShuffle(nn.Module):
    """nn.ChannelShuffle, which has no derivative in PyTorch 1.13."""

    def __init__(self, groups):
        super().__init__()
        self.groups = groups

    def forward(self, x):
        return x.unflatten(1, (self.groups, -1)).transpose(1, 2).flatten(1, 2)


class Concat(nn.Module):
    def forward(self, *maps):
        return torch.cat(maps, 1)


class Flip(nn.Module):
    """Rows become columns."""

    def forward(self, x):
        return x.transpose(2, 3)


def strided(shape, out, size, stride, offset=0):
    """Ours: the values of `shape` in another order, as torch.as_strided takes them."""
    return f"AsStrided({shape}, {out}, size={size}, stride={stride}, storage_offset={offset})"


def divisor(rng, number):
    return int(rng.choice([d for d in range(1, number + 1) if number % d == 0]))


def convolution(rng, channels, groups):
    kernel = tuple(int(k) for k in rng.integers(1, 4, 2))
    dilation = tuple(int(d) for d in rng.integers(1, 3, 2))
    outputs = groups * int(rng.integers(1, 3))
    layer = nn.Conv2d(channels, outputs, kernel, padding="same", dilation=dilation, groups=groups)
    return layer, f"Conv2d({channels}, {outputs}, {kernel}, padding='same', dilation={dilation}, groups={groups})"


def layer(rng, shape):
    """A module and its text, for an input of this shape (C, H, W)."""
    channels, height, width = shape
    plane = height * width
    kind = "shuffle" if channels % 4 == 0 and rng.random() < 0.3 else rng.choice(KINDS)
    if kind == "unshuffle":
        return PIXEL_UNSHUFFLE
    if kind == "shuffle":
        return nn.PixelShuffle(2), "PixelShuffle(2)"
    if kind == "depthwise":
        return convolution(rng, channels, channels)
    if kind == "grouped":
        return convolution(rng, channels, divisor(rng, channels))
    if kind == "channels":
        groups = divisor(rng, channels)
        size, stride = (channels // groups, groups, plane), (plane, channels // groups * plane, 1)
        return ChannelShuffle(groups), strided(shape, shape, size, stride)
    if kind == "slice":
        step = int(rng.integers(1, 3))
        start = int(rng.integers(0, channels))
        count = int(rng.integers(1, (channels - 1 - start) // step + 2))
        text = strided(shape, (count, height, width), (count, plane), (step * plane, 1), start * plane)
        return Slice(slice(start, start + (count - 1) * step + 1, step)), text
    if kind == "flip":
        return Flip(), strided(shape, (channels, width, height), (channels, width, height), (plane, 1, width))
    return nn.AvgPool2d((1, 3), 1, (0, 1)), "AvgPool2d((1, 3), 1, (0, 1))"


def draw(rng):
    """Nodes (name, module, sources) with the text of the network, and the shape of its input."""
    shape = (int(rng.integers(1, 4)), *(int(n) for n in 4 * rng.integers(1, 4, 2)))
    shapes, nodes, lines = {"input": shape}, [], []
    last = "input"
    wanted = rng.integers(4, 10)
    while len(nodes) < wanted:
        name = f"layer{len(nodes)}"
        fitting = [other for other in shapes if shapes[other][1:] == shapes[last][1:]]
        if rng.random() < 0.25:
            sources = [last, str(rng.choice(fitting))]
            module, text = Concat(), f"({name}): Concat(inputs={tuple(sources)!r})"
        else:
            sources = [last]
            begins = not nodes and rng.random() < 0.6
            module, text = PIXEL_UNSHUFFLE if begins else layer(rng, shapes[last])
            text = f"({name}): {text}"
        try:
            out = tuple(module(*(torch.zeros((1, *shapes[source])) for source in sources)).shape[1:])
        except RuntimeError:
            continue  # another draw will fit
        if np.prod(out) > LARGEST:
            continue
        nodes.append((name, module, sources))
        lines.append(text)
        shapes[name] = out
        last = name
    return nodes, "\n".join(lines), shape


def add(family, index):
    rng = family.generator(index)
    torch.manual_seed(index)
    nodes, text, shape = draw(rng)
    for _, module, _ in nodes:
        for parameter in module.double().parameters():
            parameter.data = torch.from_numpy(rng.uniform(0.5, 1.5, parameter.shape))
    x = torch.ones((1, *shape), dtype=torch.float64, requires_grad=True)
    values = {"input": x}
    for name, module, sources in nodes:
        values[name] = module(*(values[source] for source in sources))
    output = values[nodes[-1][0]]
    positions = goldens.output_positions(rng, output.shape[2:])
    arrays = {}
    for number, position in enumerate(positions):
        value = output[(0, slice(None), *position)].sum()
        (gradient,) = torch.autograd.grad(value, x, retain_graph=True)
        arrays[f"mask.{number}"] = (gradient[0].numpy() > 0).any(axis=0).astype(np.uint8)
    at = [list(position) for position in positions]
    family.add(f"channels-{index:02d}", arrays, text=text, input=list(shape), output=list(output.shape[1:]), at=at)


def main():
    warnings.filterwarnings("ignore")
    family = goldens.Family("channel-fields")
    for index in range(COUNT):
        add(family, index)
    return family


if __name__ == "__main__":
    main().write(goldens.pathlib.Path(__file__).resolve().parent)
