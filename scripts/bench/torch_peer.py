"""Times PyTorch's training step: torch_peer.py EXAMPLE THREADS STEPS CALLS. Batches are preloaded."""
import json
import sys
import time

import numpy as np
import torch
from torch import nn

EXAMPLE = sys.argv[1]
THREADS, STEPS, CALLS = map(int, sys.argv[2:])


def fully_connected():
    return nn.Sequential(nn.Flatten(), nn.Linear(3072, 512), nn.Tanh(), nn.Linear(512, 2), nn.LogSoftmax(dim=1))


def small_convnet():
    return nn.Sequential(
        nn.Conv2d(3, 16, 3, padding=1), nn.Tanh(), nn.MaxPool2d(2), nn.Conv2d(16, 8, 3, padding=1), nn.Tanh(),
        nn.MaxPool2d(2), nn.Flatten(), nn.Linear(512, 32), nn.Tanh(), nn.Linear(32, 2))


def batch_norm_convnet():
    layers, channels = [], 3
    for i, filters in enumerate((32, 32, 64, 64)):
        layers += [nn.Conv2d(channels, filters, 3, padding=1), nn.BatchNorm2d(filters), nn.ReLU()]
        layers += [nn.MaxPool2d(2)] if i % 2 else []
        channels = filters
    return nn.Sequential(
        *layers, nn.Flatten(), nn.Linear(4096, 256), nn.ReLU(), nn.Dropout(0.5), nn.Linear(256, 10))


CASES = {
    "birds-vs-airplanes": (fully_connected, nn.NLLLoss(), [0, 2], {}),
    "birds-convnet": (small_convnet, nn.CrossEntropyLoss(), [0, 2], {}),
    "cifar10-convnet": (batch_norm_convnet, nn.CrossEntropyLoss(), list(range(10)), {"momentum": 0.9}),
}


def main():
    if "openblas-openmp" not in open("/proc/self/maps").read():
        sys.exit("PyTorch does not use libopenblas0-openmp here")
    torch.set_num_threads(THREADS)
    make, loss_function, classes, settings = CASES[EXAMPLE]
    records = np.fromfile("assets/data/cifar-10/data_batch_1.bin", "u1").reshape(-1, 3073)
    records = records[np.isin(records[:, 0], classes)][: STEPS * 64]
    mean = torch.tensor([0.4915, 0.4823, 0.4468]).reshape(1, 3, 1, 1)
    std = torch.tensor([0.2470, 0.2435, 0.2616]).reshape(1, 3, 1, 1)
    pixels = (torch.from_numpy(records[:, 1:].copy()).reshape(-1, 3, 32, 32).float().div(255) - mean) / std
    labels = torch.from_numpy(np.searchsorted(classes, records[:, 0]).astype("i8"))
    torch.manual_seed(0)
    model = make()
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-2, **settings)
    print(json.dumps({"name": "PyTorch " + torch.__version__}), flush=True)
    for _ in sys.stdin:
        losses = []
        start = time.perf_counter()
        for k in list(range(STEPS)) * CALLS:
            batch = slice(k * 64, (k + 1) * 64)
            loss = loss_function(model(pixels[batch]), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        ms = (time.perf_counter() - start) * 1000 / len(losses)
        print(json.dumps({"ms": ms, "losses": losses}), flush=True)


main()
