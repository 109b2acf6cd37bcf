"""Images scaled by factors whose products with the size are whole, but not those of the nearest floats, by PyTorch.

NAME.onnx in "scaled" takes scaled/in.npy and gives NAME_ref.npy, arrays (1, C, H, W).

Run with Debian's python3-torch: python3 make_scaled.py
"""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


class Scaled(nn.Module):
    def __init__(self, mode, align_corners):
        super().__init__()
        self.settings = {"mode": mode, "align_corners": align_corners}

    def forward(self, x):
        return F.interpolate(x, scale_factor=(1.3, 0.9), **self.settings)


array = np.random.default_rng(3).random((1, 2, 10, 20), dtype=np.float32)
np.save("scaled/in.npy", array)
for name, mode, align_corners in [
    ("bilinear", "bilinear", False),
    ("bilinear-corners", "bilinear", True),
    ("bicubic", "bicubic", False),
    ("bicubic-corners", "bicubic", True),
]:
    network = Scaled(mode, align_corners).eval()
    x = torch.from_numpy(array)
    axes = {"x": {2: "height", 3: "width"}}
    torch.onnx.export(network, x, f"scaled/{name}.onnx", opset_version=13, input_names=["x"], dynamic_axes=axes)
    np.save(f"scaled/{name}_ref.npy", network(x).numpy())
