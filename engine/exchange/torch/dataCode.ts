import { resolveParams } from '../../base/fields.js';
import { augmentationOf } from '../../data/augment/index.js';
import { CIFAR10_CLASSES } from '../../data/cifar10.js';
import { formOfSource, isImages } from '../../project/samples.js';
import type { DataSpec, ImageDataSpec } from '../../project/schema.js';
import { keptImagesData } from './keptImages.js';
import { limitCode } from './limitCode.js';
import { callArguments, literal } from './python.js';
import { tableData } from './tableCode.js';

/** The function `load_data`, and what it takes to prepare images. */
export function dataCode(data: DataSpec): string {
  return `\n${isImages(data) ? imageData(data) : tableData(data, split(data.validation?.share ?? 0))}`;
}

/** The lines that open the data: augmentation on the training images alone. */
export function setsCode(data: DataSpec): string {
  const opened = 'train_set, validation_set = load_data()\n';
  if (!isImages(data)) return opened;
  const prepared = (name: string) =>
    `${name} = TensorDataset(prepare(${name}.tensors[0]), ${name}.tensors[1])\n`;
  const train =
    data.augment.length > 0 ? 'train_set = Augmented(*train_set.tensors)\n' : prepared('train_set');
  return `${opened}${train}${prepared('validation_set')}`;
}

function imageData(data: ImageDataSpec): string {
  const load =
    data.source.kind === 'cifar10'
      ? cifar10Data(data)
      : keptImagesData(data, data.source, split(holdOut(data)));
  const augmented = data.augment.length > 0 ? augmentCode(data) : '';
  const limited = data.limitPerClass === null ? '' : limitCode(data.limitPerClass);
  return `${prepareCode(data)}${augmented}${limited}

${load}`;
}

function prepareCode(data: ImageDataSpec): string {
  const normalize = data.transforms.find(({ type }) => type === 'Normalize');
  const column = (name: string) => `torch.tensor(${literal(normalize?.[name] ?? [])}).view(-1, 1, 1)`;
  const scaled = 'images.float() / 255';
  const lines = normalize
    ? `    mean = ${column('mean')}
    std = ${column('std')}
    return (${scaled} - mean) / std`
    : `    return ${scaled}`;
  return `def prepare(images):
    """Bytes as what the model gets."""
${lines}
`;
}

/** The augmentations, and a data set that makes them anew for every image that is fetched. */
function augmentCode({ source, augment }: ImageDataSpec): string {
  const form = formOfSource(source);
  const steps = augment.map((step) => {
    const { type, params, leading } = augmentationOf(step.type);
    const settings = callArguments(params, resolveParams(params, step));
    const all = [...(leading ? [String(leading(form))] : []), settings].filter(Boolean).join(', ');
    return `    transforms.${type}(${all}),\n`;
  });
  return `

augment = transforms.Compose([
${steps.join('')}])


class Augmented(Dataset):
    def __init__(self, images, labels):
        self.images, self.labels = images, labels

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, row):
        return prepare(augment(self.images[row])), self.labels[row]
`;
}

function cifar10Data(data: ImageDataSpec): string {
  const labels = data.classes.map(
    (name, i) => `${CIFAR10_CLASSES.findIndex((known) => known === name)}: ${i}`,
  );
  return `# Labels in CIFAR-10's files and what they become: ${data.classes.join(', ')}.
LABELS = {${labels.join(', ')}}


def read(folder, names):
    raw = b"".join((Path(folder) / name).read_bytes() for name in names)
    records = torch.frombuffer(bytearray(raw), dtype=torch.uint8).view(-1, 3073)
    chosen = [row for row, label in enumerate(records[:, 0].tolist()) if label in LABELS]
    labels = torch.tensor([LABELS[label] for label in records[chosen, 0].tolist()])
    return TensorDataset(records[chosen, 1:].view(-1, 3, 32, 32), labels)


def load_data():
    """CIFAR-10's binary version, from the folder named on the command line."""
    folder = sys.argv[1] if len(sys.argv) > 1 else "cifar-10-batches-bin"
    train = read(folder, [f"data_batch_{i}.bin" for i in range(1, 6)])
${data.limitPerClass === null ? '' : '    train = limited(train, [LABELS[label] for label in sorted(LABELS)])\n'}${imageSplit(data)}`;
}

function imageSplit({ validation: from }: ImageDataSpec): string {
  if (from?.from === 'test') return '    return train, read(folder, ["test_batch.bin"])\n';
  return split(from?.share ?? 0);
}

const holdOut = ({ validation: from }: ImageDataSpec) => (from?.from === 'train' ? from.share : 0);

/** Holds out the last part of a permutation, before the model draws its parameters. */
function split(share: number): string {
  if (share === 0) return '    return train, TensorDataset(*(tensor[:0] for tensor in train.tensors))\n';
  return `    order = torch.randperm(len(train))
    kept = len(train) - int(${share} * len(train))
    part = lambda rows: TensorDataset(*(tensor[rows] for tensor in train.tensors))
    return part(order[:kept]), part(order[kept:])
`;
}
