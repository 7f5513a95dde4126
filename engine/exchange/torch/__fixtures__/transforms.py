import torch
from torch.utils.data import TensorDataset

CASES = []


# ToTensor
def prepare(images):
    """Bytes as what the model gets."""
    return images.float() / 255

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
    inputs = torch.stack([torch.tensor((0.5, -3, 20, 7.25), dtype=torch.float32), torch.tensor((100, 250.5, -4, 0), dtype=torch.float32)], dim=1)
    targets = torch.stack([torch.tensor((1, 2, 3, 4), dtype=torch.float32)], dim=1)
    train = TensorDataset(inputs, targets)
    return train, TensorDataset(*(tensor[:0] for tensor in train.tensors))

CASES.append(load_data)


# Scale
def load_data():
    inputs = torch.stack([torch.tensor((0.5, -3, 20, 7.25), dtype=torch.float32), torch.tensor((100, 250.5, -4, 0), dtype=torch.float32)], dim=1)
    inputs = inputs * 1.75
    targets = torch.stack([torch.tensor((1, 2, 3, 4), dtype=torch.float32)], dim=1)
    train = TensorDataset(inputs, targets)
    return train, TensorDataset(*(tensor[:0] for tensor in train.tensors))

CASES.append(load_data)


# Scale, Scale
def load_data():
    inputs = torch.stack([torch.tensor((0.5, -3, 20, 7.25), dtype=torch.float32), torch.tensor((100, 250.5, -4, 0), dtype=torch.float32)], dim=1)
    inputs = inputs * 1.75 * 2.75
    targets = torch.stack([torch.tensor((1, 2, 3, 4), dtype=torch.float32)], dim=1)
    train = TensorDataset(inputs, targets)
    return train, TensorDataset(*(tensor[:0] for tensor in train.tensors))

CASES.append(load_data)


# Scale, Standardize
def load_data():
    inputs = torch.stack([torch.tensor((0.5, -3, 20, 7.25), dtype=torch.float32), torch.tensor((100, 250.5, -4, 0), dtype=torch.float32)], dim=1)
    inputs = (inputs * 1.75 - torch.tensor((0.8, 1.05), dtype=torch.float32)) / torch.tensor((1.3, 1.55), dtype=torch.float32)
    targets = torch.stack([torch.tensor((1, 2, 3, 4), dtype=torch.float32)], dim=1)
    train = TensorDataset(inputs, targets)
    return train, TensorDataset(*(tensor[:0] for tensor in train.tensors))

CASES.append(load_data)


# Standardize
def load_data():
    inputs = torch.stack([torch.tensor((0.5, -3, 20, 7.25), dtype=torch.float32), torch.tensor((100, 250.5, -4, 0), dtype=torch.float32)], dim=1)
    inputs = (inputs - torch.tensor((0.3, 0.55), dtype=torch.float32)) / torch.tensor((0.8, 1.05), dtype=torch.float32)
    targets = torch.stack([torch.tensor((1, 2, 3, 4), dtype=torch.float32)], dim=1)
    train = TensorDataset(inputs, targets)
    return train, TensorDataset(*(tensor[:0] for tensor in train.tensors))

CASES.append(load_data)


# Standardize, Scale
def load_data():
    inputs = torch.stack([torch.tensor((0.5, -3, 20, 7.25), dtype=torch.float32), torch.tensor((100, 250.5, -4, 0), dtype=torch.float32)], dim=1)
    inputs = (inputs - torch.tensor((0.3, 0.55), dtype=torch.float32)) / torch.tensor((0.8, 1.05), dtype=torch.float32) * 2.75
    targets = torch.stack([torch.tensor((1, 2, 3, 4), dtype=torch.float32)], dim=1)
    train = TensorDataset(inputs, targets)
    return train, TensorDataset(*(tensor[:0] for tensor in train.tensors))

CASES.append(load_data)


# Standardize, Standardize
def load_data():
    inputs = torch.stack([torch.tensor((0.5, -3, 20, 7.25), dtype=torch.float32), torch.tensor((100, 250.5, -4, 0), dtype=torch.float32)], dim=1)
    inputs = ((inputs - torch.tensor((0.3, 0.55), dtype=torch.float32)) / torch.tensor((0.8, 1.05), dtype=torch.float32) - torch.tensor((0.8, 1.05), dtype=torch.float32)) / torch.tensor((1.3, 1.55), dtype=torch.float32)
    targets = torch.stack([torch.tensor((1, 2, 3, 4), dtype=torch.float32)], dim=1)
    train = TensorDataset(inputs, targets)
    return train, TensorDataset(*(tensor[:0] for tensor in train.tensors))

CASES.append(load_data)
