"""Small networks exported by PyTorch whose outputs have their channels somewhere else than second, or none.

All take axes/in.npy, an image (3, H, W), as a batch of one; NAME_ref.npy is what PyTorch makes of it, brought to the
order (C, H, W) by hand. Those that begin with "of-last" take it as (1, H, W, 3).

Run with Debian's python3-torch: python3 make_axes.py
"""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

HEIGHT, WIDTH = 8, 12


class Net(nn.Module):
    def __init__(self, forward, *layers):
        super().__init__()
        self.layers = nn.ModuleList(layers)
        self.computed = forward

    def forward(self, x):
        return self.computed(x, *self.layers)


def conv(out_channels):
    return nn.Conv2d(3, out_channels, 3, padding=1)


def u_net(x, first, low, last):
    high = F.relu(first(x))
    up = F.interpolate(F.relu(low(F.max_pool2d(high, 2))), scale_factor=2)
    return last(torch.cat([high, up], 1)).argmax(1)


def pyramid(x, first, whole, last):
    """Scores of the whole image beside those of its pixels."""
    maps = first(x)
    mean = whole(maps.mean((2, 3), keepdim=True))
    return last(torch.cat([maps, F.interpolate(mean, size=x.shape[2:], mode="bilinear")], 1)).argmax(1)


def windows(x, first, query, key, value, last, side=4):
    """Attention within windows that are rolled by half of their side, as in Swin transformers."""
    n, _, h, w = x.shape
    y = torch.roll(first(x).permute(0, 2, 3, 1), (-side // 2, -side // 2), (1, 2))
    c = y.shape[3]
    y = y.view(n, h // side, side, w // side, side, c).permute(0, 1, 3, 2, 4, 5).reshape(-1, side * side, c)
    y = (query(y) @ key(y).transpose(1, 2)).softmax(-1) @ value(y)
    y = y.view(n, h // side, w // side, side, side, c).permute(0, 1, 3, 2, 4, 5).reshape(n, h, w, c)
    return last(torch.roll(y, (side // 2, side // 2), (1, 2)))


def tokens(x, first, norm, last):
    n, _, h, w = x.shape
    return last(norm(first(x).flatten(2).transpose(1, 2))).reshape(n, h, w, 2)


def anchors(x, first):
    n, _, h, w = x.shape
    return first(x).view(n, 2, 3, h, w).permute(0, 1, 3, 4, 2)


def channels_first(x):
    return x.permute(0, 3, 1, 2)


def channels_last(x):
    return x.permute(0, 2, 3, 1)


# Name, network, whether it takes (1, H, W, 3), and its output as (1, C, H, W).
NETWORKS = [
    ("labels", Net(lambda x, a: a(x).argmax(1), conv(5)), False, lambda y: y[:, None]),
    ("mask", Net(lambda x, a: a(x).squeeze(1), conv(1)), False, lambda y: y[:, None]),
    ("plane", Net(lambda x, a: a(x)[0, 1], conv(2)), False, lambda y: y[None, None]),
    ("mean", Net(lambda x, a: a(x).mean(1), conv(4)), False, lambda y: y[:, None]),
    ("rows", Net(lambda x, a: a(x).mean(3), conv(2)), False, lambda y: y[..., None]),
    ("to-last", Net(lambda x, a: channels_last(a(x)), conv(4)), False, channels_first),
    ("of-last", Net(lambda x, a: a(channels_first(x)), conv(4)), True, lambda y: y),
    ("of-last-labels", Net(lambda x, a: channels_last(a(channels_first(x))).argmax(3), conv(5)), True, lambda y: y[:, None]),
    ("exchanged", Net(lambda x, a: a(x).transpose(2, 3), conv(2)), False, lambda y: y.transpose(2, 3)),
    ("one-item", Net(lambda x, a: a(x)[0].permute(1, 2, 0), conv(2)), False, lambda y: y.permute(2, 0, 1)[None]),
    ("shuffled", Net(lambda x, a: channels_last(F.pixel_shuffle(a(x), 2)), conv(8)), False, channels_first),
    ("anchors", Net(anchors, conv(6)), False, lambda y: y.permute(0, 1, 4, 2, 3).flatten(1, 2)),
    ("u-net", Net(u_net, conv(4), nn.Conv2d(4, 4, 3, padding=1), nn.Conv2d(8, 3, 1)), False, lambda y: y[:, None]),
    ("pyramid", Net(pyramid, conv(4), nn.Conv2d(4, 4, 1), nn.Conv2d(8, 3, 1)), False, lambda y: y[:, None]),
    ("tokens", Net(tokens, conv(4), nn.LayerNorm(4), nn.Linear(4, 2)), False, channels_first),
    ("windows", Net(windows, conv(4), *(nn.Linear(4, 4) for _ in range(3)), nn.Linear(4, 2)), False, channels_first),
]

torch.manual_seed(11)
image = np.random.default_rng(11).random((3, HEIGHT, WIDTH), dtype=np.float32)
np.save("axes/in.npy", image)
for name, network, is_last, arrange in NETWORKS:
    for parameter in network.parameters():
        nn.init.normal_(parameter)
    x = torch.from_numpy(image)[None]
    x = channels_last(x).contiguous() if is_last else x
    torch.onnx.export(network.eval(), x, f"axes/{name}.onnx", opset_version=13, input_names=["x"])
    with torch.no_grad():
        np.save(f"axes/{name}_ref.npy", arrange(network(x))[0].contiguous().numpy().astype(np.float32))
