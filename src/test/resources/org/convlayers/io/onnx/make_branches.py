"""Networks exported by PyTorch with branches that the size of the image chooses, and what PyTorch makes of arrays.

"squeeze" leaves the axis of the height out if it has one pixel. "scripted" has convolutions in its branches, one of which
has branches again. NAME-HEIGHT_in.npy and NAME-HEIGHT_ref.npy are arrays of the rank that the network takes and gives.

Run with Debian's python3-torch: python3 make_branches.py
"""

import numpy as np
import torch
from torch import nn


class Squeeze(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(2, 3, 3, padding=1)

    def forward(self, x):
        return self.first(x).squeeze(2).relu()


class Scripted(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(2, 3, 3, padding=1)
        self.low = nn.Conv2d(3, 2, 3, stride=2, padding=1)
        self.high = nn.Conv2d(3, 2, 1)

    def forward(self, x):
        y = self.first(x)
        if x.shape[2] > 4:
            if x.shape[2] * x.shape[3] >= 48:
                z = self.low(torch.relu(y))
            else:
                z = self.high(y) + x
        else:
            z = x * 0.5
        return torch.tanh(z)


torch.manual_seed(5)
rng = np.random.default_rng(5)
open_sizes = {"x": {2: "height", 3: "width"}}
for name, network, example, heights in [
    ("squeeze", Squeeze().eval(), 1, (1, 3)),
    ("scripted", torch.jit.script(Scripted().eval()), 4, (3, 5, 8)),
]:
    x = torch.zeros(1, 2, example, 6)
    file = f"branches/{name}.onnx"
    torch.onnx.export(network, x, file, opset_version=13, input_names=["x"], dynamic_axes=open_sizes)
    for height in heights:
        array = rng.random((1, 2, height, 7), dtype=np.float32)
        np.save(f"branches/{name}-{height}_in.npy", array)
        with torch.no_grad():
            np.save(f"branches/{name}-{height}_ref.npy", network(torch.from_numpy(array)).numpy())
