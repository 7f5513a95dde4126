import { resolveParams } from '../../base/fields.js';
import { callArguments, literal } from '../../base/python.js';
import { augmentationOf } from '../../data/augment/index.js';
import { CIFAR10_CLASSES } from '../../data/cifar10.js';
import { prepareTable, type Feature, type PreparedTable } from '../../data/preparedTable.js';
import { tableOf } from '../../data/table.js';
import { csvData } from './csvCode.js';
import { stepsOnBytes, transformOf } from '../../data/transforms/index.js';
import { stepsOf } from '../../project/advice.js';
import type { StepSpec } from '../../data/step.js';
import { formOfSource, isImages } from '../../project/samples.js';
import type { DataSpec, ImageDataSpec, TableDataSpec } from '../../project/schema.js';

/** The function `load_data`, and functions that prepare images. */
export function dataCode(data: DataSpec): string {
  return `\n${isImages(data) ? imageData(data) : tableData(data, split(data.validation?.share ?? 0))}`;
}

/** The lines that load the data; only training images are augmented. */
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
      : storedImagesData(data, data.source, split(holdOut(data)));
  const augmented = data.augment.length > 0 ? augmentCode(data) : '';
  const limited = data.limitPerClass === null ? '' : limitCode(data.limitPerClass);
  const onPil = stepsOnBytes(data.transforms).length > 0 ? ON_PIL : '';
  return `${onPil}${prepareCode(data)}${augmented}${limited}

${load}`;
}

const ON_PIL = `def on_pil(transform, images):
    """Images after a transform on Pillow's images: resizing tensors, torchvision differs by a level here and there."""
    if images.dim() == 4:
        made = [on_pil(transform, image) for image in images]
        return torch.stack(made) if made else images
    return pil_to_tensor(transform(to_pil_image(images)))


`;

function prepareCode({ transforms }: ImageDataSpec): string {
  const { before, value } = transformCode(transforms, 'images');
  return `def prepare(images):
    """Bytes as what the model gets."""
${before}    return ${value}
`;
}

/** The function `in_units` of `model.py`: a model's outputs in the targets' unit. Empty without transforms of targets. */
export function unitsCode(data: DataSpec): string {
  const steps = stepsOf(data, 'targetTransforms');
  if (isImages(data) || steps.length === 0) return '';
  const value = steps.reduceRight((x, step) => {
    const { inverse, params } = transformOf(step.type);
    return inverse?.python(x, resolveParams(params, step)) ?? x;
  }, 'outputs');
  return `

def in_units(outputs):
    """The model's outputs in the unit of the table: ${data.targets.map((name) => name.replace(/["\\\n]/g, "'")).join(', ')}."""
    return ${value}
`;
}

/** Steps on the variable `x` in Python: statements, and the expression of the result. */
function transformCode(steps: readonly StepSpec[], x: string): { before: string; value: string } {
  let [before, value] = ['', x];
  for (const step of steps) {
    // The following names may overwrite those of an earlier step, so its value is computed first.
    if (before !== '') {
      before += `    ${x} = ${value}\n`;
      value = x;
    }
    const transform = transformOf(step.type);
    const { names = {}, value: next } = transform.python(value, resolveParams(transform.params, step));
    for (const [name, constant] of Object.entries(names)) before += `    ${name} = ${constant}\n`;
    value = next;
  }
  return { before, value };
}

/** The augmentations, and a data set that applies them afresh to every fetched image. */
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
  return `# Labels in CIFAR-10's files and their new values: ${data.classes.join(', ')}.
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

type OwnSource = Extract<ImageDataSpec['source'], { kind: 'images' }>;

/**
 * `load_data` for the user's images: it reads the files that the app stores, so that it trains on exactly the
 * bytes that the app trained on, whatever format they were imported from.
 * @param rest last lines of the function, which return training and validation data, from `train`
 */
function storedImagesData(
  { classes, limitPerClass, validation }: ImageDataSpec,
  { id, channels, side }: OwnSource,
  rest: string,
): string {
  const limited = `    train = limited(train, [CLASSES.index(name) for name in record["classes"] if name in CLASSES])\n`;
  return `CLASSES = [${classes.map((name) => JSON.stringify(name)).join(', ')}]


def load_data():
    """Images as stored by Layerloom: set.json, images.bin and labels.bin in the folder named on the command
    line. In the app's data folder, that is images/${id}."""
    folder = Path(sys.argv[1])
    record = json.loads((folder / "set.json").read_text(encoding="utf-8"))
    pixels = read(folder / "images.bin").view(-1, ${channels}, ${side}, ${side})
    names = [record["classes"][label] for label in read(folder / "labels.bin").tolist()]
    train_count = record.get("trainCount", len(names))
    train = choose(pixels, names, range(train_count))
${limitPerClass === null ? '' : limited}${validation?.from === 'test' ? '    return train, choose(pixels, names, range(train_count, len(names)))\n' : rest}

def read(path):
    return torch.frombuffer(bytearray(path.read_bytes()), dtype=torch.uint8)


def choose(pixels, names, rows):
    chosen = [row for row in rows if names[row] in CLASSES]
    labels = torch.tensor([CLASSES.index(names[row]) for row in chosen])
    return TensorDataset(pixels[chosen], labels)
`;
}

/** The function `limited`: draws the same images of each class as `engine/data/subset.ts`, from the same seed. */
function limitCode(limit: number): string {
  return `

def limited(data, labels):
    """At most ${limit} images per label; the labels must be in the order of those in the files."""
    generator = torch.Generator().manual_seed(0)
    own = [(data.tensors[1] == label).nonzero().flatten() for label in labels]
    drawn = [rows[torch.randperm(len(rows), generator=generator)[:${limit}]] for rows in own]
    rows = torch.cat(drawn).sort().values
    return TensorDataset(*(tensor[rows] for tensor in data.tensors))
`;
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

/** `load_data` of a table; `split` is its last lines. Only built-in tables are part of the code. */
function tableData(data: TableDataSpec, split: string): string {
  const table = tableOf(data.source);
  if (!table) return `def load_data():\n    raise ValueError("there is no such table")\n`;
  const rest = `${assigned(data.transforms, 'inputs')}${assigned(stepsOf(data, 'targetTransforms'), 'targets')}    train = TensorDataset(inputs, targets)\n${split}`;
  return data.source.kind === 'table'
    ? builtInData(prepareTable(table, data), rest)
    : csvData(table, data, data.source.form, rest);
}

/** The statements that transform a variable. */
function assigned(steps: readonly StepSpec[], x: string): string {
  const { before, value } = transformCode(steps, x);
  return value === x ? before : `${before}    ${x} = ${value}\n`;
}

function builtInData({ inputs, targets }: PreparedTable, rest: string): string {
  return `def load_data():
    inputs = ${sideBySide(inputs)}
    targets = ${targetsCode(targets)}
${rest}`;
}

/** A float32 tensor: without the dtype, whole numbers would become integers. */
const sideBySide = (columns: readonly Feature[]) =>
  `torch.stack([${columns.map(({ values }) => `torch.tensor(${literal(values)}, dtype=torch.float32)`).join(', ')}], dim=1)`;

function targetsCode(targets: PreparedTable['targets']): string {
  if (targets.kind === 'values') return sideBySide(targets.columns);
  const names = targets.names.map((name) => JSON.stringify(name)).join(', ');
  return `torch.tensor(${literal(targets.labels)})  # of ${names}`;
}
