"""Writes inputs and PyTorch's outputs beside each exported model: expected.py FOLDER BATCH...

Prints PyTorch's version, the number of training steps and by how much they differ from PyTorch's.
"""
import json
import sys
from pathlib import Path

import arrays
import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional as F
from torchvision import transforms
from torchvision.transforms.functional import pil_to_tensor, to_pil_image

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


def build(described):
    """A new model, and the function that gives its outputs their unit."""
    written = {}
    exec(described["code"], written)
    torch.manual_seed(described["seed"])
    return written["build_model"](), written.get("in_units", lambda outputs: outputs)


def load(model, folder):
    weights = load_file(folder / "weights.safetensors")
    for name, parameter in model.named_parameters():
        assert torch.equal(parameter, weights[name]), f"{folder}: {name} is initialized differently"
    unknown = model.load_state_dict(weights, strict=False)
    assert all(name.endswith("num_batches_tracked") for name in unknown.missing_keys), unknown
    assert not unknown.unexpected_keys, unknown
    return model.eval()


def on_pixels(step):
    """torchvision's transform of that name, for an image of Pillow."""
    settings = {name: value for name, value in step.items() if name != "type"}
    if "interpolation" in settings:
        settings["interpolation"] = transforms.InterpolationMode(settings["interpolation"])
    return getattr(transforms, step["type"])(**settings)


def prepare(pixels, steps):
    converter = [step["type"] for step in steps].index("ToTensor")
    change = transforms.Compose([on_pixels(step) for step in steps[:converter]])
    images = torch.stack([pil_to_tensor(change(to_pil_image(image))) for image in pixels.permute(0, 3, 1, 2)]).float() / 255
    for step in steps[converter + 1:]:
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
    new, in_units = build(described)
    model = load(new, folder)
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
                found[f"values-{batch}"] = np.ascontiguousarray(in_units(model(inputs)).numpy())
                continue
            natural = described["natural"]
            # The logits are what a final softmax gets.
            logits = (model if natural == "logits" else model[:-1])(inputs)
            for output, convert in (FROM_ONE_LOGIT if described["oneLogit"] else FROM_LOGITS).items():
                found[f"{output}-{batch}"] = np.ascontiguousarray(convert(logits).numpy())
    arrays.write(folder, found)


class Masked(nn.Module):
    """A dropout that drops what we dropped: wheels for Intel's processors draw from another generator."""

    def __init__(self, mask, p):
        super().__init__()
        self.scaled = mask / (1 - p)

    def forward(self, x):
        return x * self.scaled


def step_difference(folder):
    """By how much a training step differs, each tensor in proportion to its largest number."""
    model, _ = build(json.loads((folder / "model.json").read_text()))
    model.train()
    ours = load_file(folder / "step.safetensors")
    for name, layer in model.named_children():
        if f"noise.{name}" in ours:
            setattr(model, name, Masked(ours[f"noise.{name}"], layer.p))
    x = ours["input"].requires_grad_()
    output = model(x)
    output.square().mean().backward()
    theirs = {"output": output, "gradient.input": x.grad, **dict(model.named_buffers())}
    theirs.update({f"gradient.{name}": parameter.grad for name, parameter in model.named_parameters()})
    names = [name for name in ours if name != "input" and not name.startswith("noise.")]
    return max(((ours[name] - theirs[name]).abs().max() / max(1, theirs[name].abs().max())).item() for name in names)


torch.set_num_threads(1)
root = Path(sys.argv[1])
for path in sorted(root.glob("*/model.json")):
    expected(path.parent, [int(batch) for batch in sys.argv[2:]])
steps = {path.parent.name: step_difference(path.parent) for path in sorted(root.glob("*/step.safetensors"))}
print(json.dumps({"version": torch.__version__, "steps": steps}))
