"""Times the birds example in idiomatic PyTorch, with a DataLoader: torch_whole.py EPOCHS. Prints seconds."""
import json
import sys
import time

import numpy as np
import torch
from torch import nn

if "openblas-openmp" not in open("/proc/self/maps").read():
    sys.exit("PyTorch does not use libopenblas0-openmp here")
torch.set_num_threads(2)
torch.manual_seed(0)


def load(names):
    records = np.concatenate([np.fromfile(f"assets/data/cifar-10/{name}.bin", "u1").reshape(-1, 3073) for name in names])
    records = records[np.isin(records[:, 0], [0, 2])]
    mean = torch.tensor([0.4915, 0.4823, 0.4468]).reshape(1, 3, 1, 1)
    std = torch.tensor([0.2470, 0.2435, 0.2616]).reshape(1, 3, 1, 1)
    pixels = (torch.from_numpy(records[:, 1:].copy()).reshape(-1, 3, 32, 32).float().div(255) - mean) / std
    return torch.utils.data.TensorDataset(pixels, torch.from_numpy((records[:, 0] == 2).astype("i8")))


train = load([f"data_batch_{i}" for i in range(1, 6)])
validation = load(["test_batch"])
model = nn.Sequential(nn.Flatten(), nn.Linear(3072, 512), nn.Tanh(), nn.Linear(512, 2), nn.LogSoftmax(dim=1))
optimizer = torch.optim.SGD(model.parameters(), lr=1e-2)
loss_function = nn.NLLLoss()
loader = torch.utils.data.DataLoader(train, batch_size=64, shuffle=True)
start = time.perf_counter()
for _ in range(int(sys.argv[1])):
    for images, labels in loader:
        loss = loss_function(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        right = sum((model(images).argmax(1) == labels).sum().item() for images, labels in zip(*(held.split(64) for held in validation.tensors)))
print(json.dumps({"seconds": time.perf_counter() - start, "accuracy": right / len(validation)}))
