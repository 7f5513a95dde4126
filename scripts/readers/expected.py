"""Writes inputs and PyTorch's outputs beside each exported model: expected.py FOLDER BATCH..."""
import json
import sys
from pathlib import Path

import arrays
import numpy as np
import torch
from safetensors.torch import load_file
from torch.nn import functional as F

FROM_LOGITS = {
    "logits": lambda x: x,
    "log_probabilities": lambda x: F.log_softmax(x, dim=1),
    "probabilities": lambda x: F.softmax(x, dim=1),
    "prediction": lambda x: x.argmax(dim=1),
}
FROM_ONE_LOGIT = {
    "logits": lambda x: x,
    "log_probabilities": F.logsigmoid,
    "probabilities": torch.sigmoid,
    "prediction": lambda x: (x[:, 0] > 0).long(),
}


def build(folder, code):
    written = {}
    exec(code, written)
    model = written["build_model"]()
    unknown = model.load_state_dict(load_file(folder / "weights.safetensors"), strict=False)
    assert all(name.endswith("num_batches_tracked") for name in unknown.missing_keys), unknown
    assert not unknown.unexpected_keys, unknown
    return model.eval()


def prepare(pixels, steps):
    images = pixels.permute(0, 3, 1, 2).float() / 255
    for step in steps[1:]:
        mean, std = (torch.tensor(step[name]).view(-1, 1, 1) for name in ("mean", "std"))
        images = (images - mean) / std
    return images


def standardize(rows, steps):
    for step in steps:
        mean, std = (torch.tensor(step[name]) for name in ("mean", "std"))
        rows = (rows - mean) / std
    return rows


def cells(column, batch, generator):
    """A column [batch, 1], with empty cells where the model knows what to do with them."""
    if column["texts"]:
        chosen = torch.randint(len(column["texts"]), (batch,), generator=generator).tolist()
        return np.array([column["texts"][i] for i in chosen], dtype=object).reshape(-1, 1)
    values = torch.randn((batch, 1), generator=generator).numpy()
    if column["fill"] is not None:
        values[::3] = np.nan
    return values


def encode(column, values):
    if column["texts"]:
        return torch.tensor([[float(value == text) for text in column["texts"]] for value in values[:, 0]])
    return torch.tensor(np.where(np.isnan(values), np.float32(column["fill"]), values))


def expected(folder, batches):
    described = json.loads((folder / "model.json").read_text())
    model = build(folder, described["code"])
    found = {}
    for batch in batches:
        generator = torch.Generator().manual_seed(batch)
        shape = [batch, *described["sample"]]
        if described["columns"]:
            columns = [cells(column, batch, generator) for column in described["columns"]]
            found.update({f"column-{i}-{batch}": column for i, column in enumerate(columns)})
            rows = [encode(column, values) for column, values in zip(described["columns"], columns)]
            inputs = standardize(torch.cat(rows, dim=1), described["transforms"])
        elif described["transforms"] is None:
            inputs = torch.randn(shape, generator=generator)
        else:
            channels, height, width = described["sample"]
            pixels = torch.randint(256, (batch, height, width, channels), dtype=torch.uint8, generator=generator)
            inputs = prepare(pixels, described["transforms"])
            found[f"pixels-{batch}"] = pixels.numpy()
        found[f"tensor-{batch}"] = np.ascontiguousarray(inputs.numpy())
        with torch.no_grad():
            if described["natural"] == "values":
                found[f"values-{batch}"] = np.ascontiguousarray(model(inputs).numpy())
                continue
            natural = described["natural"]
            # The logits are what a final softmax gets.
            logits = (model if natural == "logits" else model[:-1])(inputs)
            for output, convert in (FROM_ONE_LOGIT if described["oneLogit"] else FROM_LOGITS).items():
                found[f"{output}-{batch}"] = np.ascontiguousarray(convert(logits).numpy())
    arrays.write(folder, found)


torch.set_num_threads(1)
for path in sorted(Path(sys.argv[1]).glob("*/model.json")):
    expected(path.parent, [int(batch) for batch in sys.argv[2:]])
print(torch.__version__)
