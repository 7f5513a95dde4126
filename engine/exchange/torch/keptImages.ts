import type { ImageDataSpec } from '../../project/schema.js';

type OwnSource = Extract<ImageDataSpec['source'], { kind: 'images' }>;

/**
 * `load_data` for the user's own images: it reads the files that the app keeps, so that it trains on the very
 * bytes that the app trained on, whatever they were brought in from.
 * @param rest lines that end the function: they give training and validation data, from `train`
 */
export function keptImagesData(
  { classes, limitPerClass, validation }: ImageDataSpec,
  { id, channels, side }: OwnSource,
  rest: string,
): string {
  const limited = `    train = limited(train, [CLASSES.index(name) for name in record["classes"] if name in CLASSES])\n`;
  return `CLASSES = [${classes.map((name) => JSON.stringify(name)).join(', ')}]


def load_data():
    """Images as Layerloom keeps them: set.json, images.bin and labels.bin in the folder named on the command
    line. In the app's data folder that is images/${id}."""
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
