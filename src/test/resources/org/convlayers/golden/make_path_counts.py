#!/usr/bin/env python3
"""Makes path-counts.json and path-counts.npz: in how many ways input pixels reach an output pixel.

    python3 make_path_counts.py

Every convolution has weights of 1 and one output channel, poolings sum (divisor_override=1), so that the gradient of an
output pixel counts the ways. Form and names of the files are those of make_goldens.py, with CASE.counts.0 and so on.
"""

import torch
from torch import nn

import make_goldens as goldens

CHAINS = (
    ("dilated-2-2-2", (19, 17), "Conv2d(1, 1, 3, padding=2, dilation=2); " * 3),
    ("dilated-1-2-5", (31, 29), "; ".join(f"Conv2d(1, 1, 3, padding={d}, dilation={d})" for d in (1, 2, 5))),
    ("strided", (23, 20), "Conv2d(1, 1, (3, 4), stride=(2, 3), padding=1); Conv2d(1, 1, 3, padding=1)"),
    ("reflect", (9, 8), "Conv2d(1, 1, 5, padding=2, padding_mode='reflect'); Conv2d(1, 1, 3, padding=1)"),
    ("circular", (7, 8), "Conv2d(1, 1, 3, padding=1, padding_mode='circular'); " * 3),
    ("replicate", (8, 7), "Conv2d(1, 1, 3, padding=2, dilation=2, padding_mode='replicate'); Conv2d(1, 1, 3)"),
    ("pooled", (21, 22), "Conv2d(1, 1, 3, padding=1); AvgPool2d(3, stride=2, padding=1, divisor_override=1)"),
    ("transposed", (9, 10), "ConvTranspose2d(1, 1, 3, stride=2, padding=1); Conv2d(1, 1, 3, padding=1)"),
    ("transposed-dilated", (9, 10), "ConvTranspose2d(1, 1, 3, stride=2, dilation=3); Conv2d(1, 1, 2)"),
    ("upsampled", (8, 9), "Conv2d(1, 1, 3, padding=1); Upsample(scale_factor=2); Conv2d(1, 1, 3, padding=1)"),
    ("line", (30,), "Conv1d(1, 1, 3, dilation=2); Conv1d(1, 1, 4, stride=2)"),
    ("volume", (7, 8, 9), "Conv3d(1, 1, (1, 2, 3), padding=1); Conv3d(1, 1, 3, stride=(1, 2, 1), padding=1)"),
)


class Branches(nn.Module):
    """A stem, two branches of it that differ in dilation, and what takes both."""

    TEXT = (
        "(stem): Conv2d(1, 1, 3, padding=1); (near): Conv2d(1, 1, 3, padding=1); "
        "(far): Conv2d(1, 1, 3, padding=4, dilation=4, input='stem'); "
        "(both): Concat(inputs=('near', 'far')); (last): Conv2d(2, 1, 3, padding=1)"
    )

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(1, 1, 3, padding=1)
        self.near = nn.Conv2d(1, 1, 3, padding=1)
        self.far = nn.Conv2d(1, 1, 3, padding=4, dilation=4)
        self.last = nn.Conv2d(2, 1, 3, padding=1)

    def forward(self, x):
        x = self.stem(x)
        return self.last(torch.cat((self.near(x), self.far(x)), 1))


def add(family, name, text, model, size, seed):
    for parameter in model.double().parameters():
        parameter.data.fill_(1.0)
    x = torch.ones((1, 1, *size), dtype=torch.float64, requires_grad=True)
    output = model(x)
    positions = goldens.output_positions(family.generator(seed), output.shape[2:])
    arrays = {}
    for index, position in enumerate(positions):
        (gradient,) = torch.autograd.grad(output[(0, 0, *position)], x, retain_graph=True)
        arrays[f"counts.{index}"] = gradient[0, 0].float().numpy()
    at = [list(position) for position in positions]
    family.add(name, arrays, text=text, input=[1, *size], output=list(output.shape[1:]), at=at)


def main():
    family = goldens.Family("path-counts")
    for index, (name, size, text) in enumerate(CHAINS):
        layers = [eval("nn." + layer.strip()) for layer in text.split(";") if layer.strip()]
        add(family, name, text, nn.Sequential(*layers), size, index)
    add(family, "branches", Branches.TEXT, Branches(), (20, 18), len(CHAINS))
    return family


if __name__ == "__main__":
    main().write(goldens.pathlib.Path(__file__).resolve().parent)
