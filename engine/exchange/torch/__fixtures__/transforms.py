import csv
import io
import re
import sys
from pathlib import Path

import torch
from torch.utils.data import TensorDataset
from torchvision import transforms
from torchvision.transforms.functional import pil_to_tensor, to_pil_image

CASES = []


def on_pil(transform, images):
    """Images after a transform on Pillow's images: resizing tensors, torchvision differs by a level here and there."""
    if images.dim() == 4:
        made = [on_pil(transform, image) for image in images]
        return torch.stack(made) if made else images
    return pil_to_tensor(transform(to_pil_image(images)))


def read(path):
    """The rows of a table in utf-8; None for empty cells."""
    text = Path(path).read_bytes().decode("utf-8", errors="replace")
    text = re.sub("\r\n?", "\n", text.removeprefix("\ufeff"))
    reader = csv.reader(io.StringIO(text), delimiter=",", skipinitialspace=True)
    lines, line = [], 1
    for cells in reader:
        # A cell in single quotes, or a text as spreadsheets write numbers that must stay text.
        cells = [re.sub("^(?:'([^']*)'|=\"([^\"]*)\")$", r"\1\2", cell.strip()) for cell in cells]
        if any(cells):
            lines.append(cells)
        line = reader.line_num + 1
    names = column_names(lines.pop(0))
    for name in ["a", "b", "y"]:
        if name not in names:
            raise SystemExit(f"{path} has no column {name!r}, only {names}.")
    value = lambda cell: None if cell.lower() in EMPTY else cell
    rows = [dict(zip(names, map(value, cells))) for cells in lines]
    return rows


def column_names(cells):
    """Unique names, in the place of empty ones `column 1`, `column 2` and so on."""
    names = []
    for place, cell in enumerate(cells, 1):
        wanted = cell[:100] or f"column {place}"
        name, n = wanted, 1
        while name in names:
            n += 1
            name = f"{wanted} {n}"
        names.append(name)
    return names


def numbers(rows, name, empty=None):
    cells = [empty if row[name] is None else float(row[name]) for row in rows]
    return torch.tensor(cells, dtype=torch.float32).view(-1, 1)

EMPTY = {""}


# ToTensor
def prepare(images):
    """Bytes as what the model gets."""
    return images.float() / 255

CASES.append(prepare)


# Resize, ToTensor
def prepare(images):
    """Bytes as what the model gets."""
    return on_pil(transforms.Resize(5), images).float() / 255

CASES.append(prepare)


# Resize, Resize, ToTensor
def prepare(images):
    """Bytes as what the model gets."""
    return on_pil(transforms.Resize(7), on_pil(transforms.Resize(5), images)).float() / 255

CASES.append(prepare)


# Resize, CenterCrop, ToTensor
def prepare(images):
    """Bytes as what the model gets."""
    return on_pil(transforms.CenterCrop(7), on_pil(transforms.Resize(5), images)).float() / 255

CASES.append(prepare)


# Resize, Grayscale, ToTensor
def prepare(images):
    """Bytes as what the model gets."""
    return on_pil(transforms.Grayscale(num_output_channels=3), on_pil(transforms.Resize(5), images)).float() / 255

CASES.append(prepare)


# Resize, ToTensor, Normalize
def prepare(images):
    """Bytes as what the model gets."""
    mean = torch.tensor((1.3, 1.55, 1.8)).view(-1, 1, 1)
    std = torch.tensor((1.8, 2.05, 2.3)).view(-1, 1, 1)
    return (on_pil(transforms.Resize(5), images).float() / 255 - mean) / std

CASES.append(prepare)


# CenterCrop, ToTensor
def prepare(images):
    """Bytes as what the model gets."""
    return on_pil(transforms.CenterCrop(5), images).float() / 255

CASES.append(prepare)


# CenterCrop, Resize, ToTensor
def prepare(images):
    """Bytes as what the model gets."""
    return on_pil(transforms.Resize(7), on_pil(transforms.CenterCrop(5), images)).float() / 255

CASES.append(prepare)


# CenterCrop, CenterCrop, ToTensor
def prepare(images):
    """Bytes as what the model gets."""
    return on_pil(transforms.CenterCrop(7), on_pil(transforms.CenterCrop(5), images)).float() / 255

CASES.append(prepare)


# CenterCrop, Grayscale, ToTensor
def prepare(images):
    """Bytes as what the model gets."""
    return on_pil(transforms.Grayscale(num_output_channels=3), on_pil(transforms.CenterCrop(5), images)).float() / 255

CASES.append(prepare)


# CenterCrop, ToTensor, Normalize
def prepare(images):
    """Bytes as what the model gets."""
    mean = torch.tensor((1.3, 1.55, 1.8)).view(-1, 1, 1)
    std = torch.tensor((1.8, 2.05, 2.3)).view(-1, 1, 1)
    return (on_pil(transforms.CenterCrop(5), images).float() / 255 - mean) / std

CASES.append(prepare)


# Grayscale, ToTensor
def prepare(images):
    """Bytes as what the model gets."""
    return on_pil(transforms.Grayscale(), images).float() / 255

CASES.append(prepare)


# Grayscale, Resize, ToTensor
def prepare(images):
    """Bytes as what the model gets."""
    return on_pil(transforms.Resize(7), on_pil(transforms.Grayscale(), images)).float() / 255

CASES.append(prepare)


# Grayscale, CenterCrop, ToTensor
def prepare(images):
    """Bytes as what the model gets."""
    return on_pil(transforms.CenterCrop(7), on_pil(transforms.Grayscale(), images)).float() / 255

CASES.append(prepare)


# Grayscale, Grayscale, ToTensor
def prepare(images):
    """Bytes as what the model gets."""
    return on_pil(transforms.Grayscale(num_output_channels=3), on_pil(transforms.Grayscale(), images)).float() / 255

CASES.append(prepare)


# Grayscale, ToTensor, Normalize
def prepare(images):
    """Bytes as what the model gets."""
    mean = torch.tensor((1.3,)).view(-1, 1, 1)
    std = torch.tensor((1.8,)).view(-1, 1, 1)
    return (on_pil(transforms.Grayscale(), images).float() / 255 - mean) / std

CASES.append(prepare)


# ToTensor, Normalize
def prepare(images):
    """Bytes as what the model gets."""
    mean = torch.tensor((0.8, 1.05, 1.3)).view(-1, 1, 1)
    std = torch.tensor((1.3, 1.55, 1.8)).view(-1, 1, 1)
    return (images.float() / 255 - mean) / std

CASES.append(prepare)


# ToTensor, Normalize, Normalize
def prepare(images):
    """Bytes as what the model gets."""
    mean = torch.tensor((0.8, 1.05, 1.3)).view(-1, 1, 1)
    std = torch.tensor((1.3, 1.55, 1.8)).view(-1, 1, 1)
    images = (images.float() / 255 - mean) / std
    mean = torch.tensor((1.3, 1.55, 1.8)).view(-1, 1, 1)
    std = torch.tensor((1.8, 2.05, 2.3)).view(-1, 1, 1)
    return (images - mean) / std

CASES.append(prepare)


# No steps
def load_data():
    """The table in the file named on the command line."""
    table = read(sys.argv[1])
    rows = [row for row in table if all(row[name] is not None for name in ["a", "b", "y"])]
    inputs = torch.cat([numbers(rows, "a"), numbers(rows, "b")], dim=1)
    targets = torch.cat([numbers(rows, "y")], dim=1)
    train = TensorDataset(inputs, targets)
    return train, TensorDataset(*(tensor[:0] for tensor in train.tensors))

CASES.append(load_data)


# Scale
def load_data():
    """The table in the file named on the command line."""
    table = read(sys.argv[1])
    rows = [row for row in table if all(row[name] is not None for name in ["a", "b", "y"])]
    inputs = torch.cat([numbers(rows, "a"), numbers(rows, "b")], dim=1)
    targets = torch.cat([numbers(rows, "y")], dim=1)
    inputs = inputs * 1.75
    train = TensorDataset(inputs, targets)
    return train, TensorDataset(*(tensor[:0] for tensor in train.tensors))

CASES.append(load_data)


# Scale, Scale
def load_data():
    """The table in the file named on the command line."""
    table = read(sys.argv[1])
    rows = [row for row in table if all(row[name] is not None for name in ["a", "b", "y"])]
    inputs = torch.cat([numbers(rows, "a"), numbers(rows, "b")], dim=1)
    targets = torch.cat([numbers(rows, "y")], dim=1)
    inputs = inputs * 1.75 * 2.75
    train = TensorDataset(inputs, targets)
    return train, TensorDataset(*(tensor[:0] for tensor in train.tensors))

CASES.append(load_data)


# Scale, Standardize
def load_data():
    """The table in the file named on the command line."""
    table = read(sys.argv[1])
    rows = [row for row in table if all(row[name] is not None for name in ["a", "b", "y"])]
    inputs = torch.cat([numbers(rows, "a"), numbers(rows, "b")], dim=1)
    targets = torch.cat([numbers(rows, "y")], dim=1)
    inputs = (inputs * 1.75 - torch.tensor((0.8, 1.05), dtype=torch.float32)) / torch.tensor((1.3, 1.55), dtype=torch.float32)
    train = TensorDataset(inputs, targets)
    return train, TensorDataset(*(tensor[:0] for tensor in train.tensors))

CASES.append(load_data)


# Standardize
def load_data():
    """The table in the file named on the command line."""
    table = read(sys.argv[1])
    rows = [row for row in table if all(row[name] is not None for name in ["a", "b", "y"])]
    inputs = torch.cat([numbers(rows, "a"), numbers(rows, "b")], dim=1)
    targets = torch.cat([numbers(rows, "y")], dim=1)
    inputs = (inputs - torch.tensor((0.3, 0.55), dtype=torch.float32)) / torch.tensor((0.8, 1.05), dtype=torch.float32)
    train = TensorDataset(inputs, targets)
    return train, TensorDataset(*(tensor[:0] for tensor in train.tensors))

CASES.append(load_data)


# Standardize, Scale
def load_data():
    """The table in the file named on the command line."""
    table = read(sys.argv[1])
    rows = [row for row in table if all(row[name] is not None for name in ["a", "b", "y"])]
    inputs = torch.cat([numbers(rows, "a"), numbers(rows, "b")], dim=1)
    targets = torch.cat([numbers(rows, "y")], dim=1)
    inputs = (inputs - torch.tensor((0.3, 0.55), dtype=torch.float32)) / torch.tensor((0.8, 1.05), dtype=torch.float32) * 2.75
    train = TensorDataset(inputs, targets)
    return train, TensorDataset(*(tensor[:0] for tensor in train.tensors))

CASES.append(load_data)


# Standardize, Standardize
def load_data():
    """The table in the file named on the command line."""
    table = read(sys.argv[1])
    rows = [row for row in table if all(row[name] is not None for name in ["a", "b", "y"])]
    inputs = torch.cat([numbers(rows, "a"), numbers(rows, "b")], dim=1)
    targets = torch.cat([numbers(rows, "y")], dim=1)
    inputs = ((inputs - torch.tensor((0.3, 0.55), dtype=torch.float32)) / torch.tensor((0.8, 1.05), dtype=torch.float32) - torch.tensor((0.8, 1.05), dtype=torch.float32)) / torch.tensor((1.3, 1.55), dtype=torch.float32)
    train = TensorDataset(inputs, targets)
    return train, TensorDataset(*(tensor[:0] for tensor in train.tensors))

CASES.append(load_data)
