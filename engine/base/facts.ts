import type { Problem } from './problem.js';
import type { ListedName } from './names.js';
import type { SchemaIssue } from './schemaIssues.js';
import type { Shape } from './shape.js';

/**
 * Facts of every distinct problem, by code: plain data that `structuredClone` can copy. The sentences are in
 * engine/text.
 */
export interface ProblemFacts
  extends
    ModelFacts,
    ProjectFacts,
    PipelineFacts,
    DataFacts,
    FileFacts,
    ImportFacts,
    TableFacts,
    RunFacts,
    OnnxFacts,
    CommandFacts,
    ShellFacts,
    InternalFacts {}

/** No facts beyond the code. */
export type None = Readonly<Record<string, never>>;

interface ModelFacts {
  'bad-layer/none': None;
  'bad-layer/unknown': { readonly type: string };
  /** `param` must be the length of an axis of the input. */
  'bad-shape/size': {
    readonly param: string;
    readonly found: number;
    readonly expected: number | string;
    readonly input: Shape;
  };
  /** The input has as many elements as a Linear layer expects, but spread over several axes. */
  'bad-shape/not-flat': { readonly features: number; readonly input: Shape };
  'bad-shape/rank': { readonly layout: string; readonly input: Shape };
  'bad-shape/no-axis': { readonly param: string; readonly axis: number; readonly rank: number };
  'bad-shape/flatten-range': { readonly start: number; readonly end: number; readonly input: Shape };
  'bad-shape/bounds': {
    readonly lower: string;
    readonly upper: string;
    readonly values: readonly [number, number];
  };
  'bad-shape/groups': { readonly param: string; readonly value: number; readonly groups: number };
  'bad-shape/kernel': { readonly kernel: Shape; readonly input: Shape };
  'bad-shape/padding': { readonly padding: Shape; readonly kernel: Shape };
  /** Padding that is wider than what fills it. */
  'bad-shape/fill': { readonly mode: string; readonly widest: number; readonly input: Shape };
  'bad-shape/same-stride': None;
  'bad-shape/output-padding': { readonly output_padding: Shape; readonly stride: Shape };
  'bad-shape/unflatten': { readonly sizes: readonly number[]; readonly length: number };
  'bad-shape/unflatten-batch': None;
  'bad-shape/align-corners': None;
  'bad-shape/one-pixel': None;
  /** A window that falls on padding only. */
  'bad-shape/empty-window': None;
  'bad-shape/empty': { readonly output: Shape };
  'bad-shape/one-sample-batch': None;
  'bad-shape/output': {
    readonly output: Shape;
    readonly expected: Shape;
    readonly by: OutputRequirement;
  };
  'bad-shape/too-many-parameters': { readonly parameters: number; readonly most: number };
  /** A layer's name that is not a word of at most 64 characters. */
  'bad-layer/name': None;
  /** A layer's name that is a member of every PyTorch module; `free` is a similar one that is not. */
  'bad-layer/reserved-name': { readonly name: string; readonly free: string };
  'bad-layer/name-taken': { readonly name: string };
  /** Nesterov momentum without momentum. */
  'bad-project/nesterov': None;
  /** Epochs are counted from 0, as PyTorch does. */
  'bad-project/rate-factor': { readonly epoch: number; readonly factor: number };
  'bad-pairing/target': {
    readonly loss: string;
    readonly compares: 'classes' | 'values';
    readonly data: 'classes' | 'values';
    readonly fitting: readonly string[];
  };
  'bad-pairing/last-layer-missing': {
    readonly loss: string;
    readonly required: string;
    readonly last: string;
  };
  'bad-pairing/last-layer-refused': { readonly loss: string; readonly last: string };
  'bad-pairing/class-weights': {
    readonly loss: string;
    readonly param: string;
    readonly weights: number;
    readonly expected: number;
  };
  'bad-pairing/target-range': {
    readonly loss: string;
    readonly least: number;
    readonly most: number;
    readonly found: number;
  };
  'advice/unbalanced': {
    readonly largest: string;
    readonly most: number;
    readonly smallest: string;
    readonly least: number;
  };
  'advice/batch-axis': None;
  'bad-pairing/two-classes': { readonly loss: string; readonly classes: number };
}

/** Steps that prepare the samples, and advice about them. */
interface PipelineFacts {
  'bad-project/step-samples': { readonly type: string; readonly appliesTo: 'images' | 'table' };
  /** A step that expects pixel bytes but comes after `converter`, which turns them into floats. */
  'bad-project/step-takes-bytes': { readonly type: string; readonly converter: string };
  /** A step that expects floats but comes before `converter`, which produces them. */
  'bad-project/step-takes-numbers': { readonly type: string; readonly converter: string };
  'bad-project/no-converter': { readonly converter: string };
  /** `params` must each list one number per channel or input. */
  'bad-project/step-numbers': {
    readonly params: readonly string[];
    readonly each: 'channel' | 'input' | 'target';
    readonly expected: number;
    readonly found: number;
  };
  'bad-project/mirrored-padding': {
    readonly mode: string;
    readonly side: number;
    readonly most: number;
    readonly padding: number;
  };
  'bad-project/range-order': { readonly param: string; readonly values: readonly number[] };
  /** A step that targets cannot have: classes have none, and predictions must be convertible back. */
  'bad-project/target-step': { readonly type: string; readonly why: 'classes' | 'no-inverse' };
  /** A step that has no effect while these settings are 0. */
  'advice/no-effect': { readonly params: readonly string[] };
  /** A step that leaves images of this form as they are. */
  'advice/same-form': { readonly channels: 1 | 3; readonly side: number };
  'advice/enlarged': { readonly size: number; readonly side: number };
  'advice/crop-larger': { readonly size: number; readonly side: number };
  'advice/normalized-twice': None;
  'advice/not-normalized': None;
  'advice/standardized-twice': None;
  'advice/not-standardized': None;
  'advice/zero-factor': None;
  'advice/crop-padding': { readonly padding: number; readonly side: number };
  'advice/mirrored-meaning': None;
  'advice/changed-colors': None;
  'advice/large-rotation': { readonly degrees: number };
  'advice/large-translation': None;
  'advice/any-change': None;
  'advice/large-erasing': None;
  'advice/erasing-first': None;
}

interface ProjectFacts {
  'bad-project/too-large': { readonly megabytes: number };
  'bad-project/not-json':
    | { readonly how: 'binary' | 'empty' | 'truncated' }
    | { readonly how: 'syntax'; readonly line: number; readonly column: number };
  'bad-project/not-a-project': None;
  'bad-project/newer-version': { readonly version: number; readonly newest: number };
  /** All values that violate the schema; the problem's place is that of the first. */
  'bad-project/invalid': { readonly first: SchemaIssue; readonly others: readonly SchemaIssue[] };
}

interface DataFacts {
  'bad-project/column': ListedName;
  'bad-project/class': ListedName;
  'bad-project/class-twice': { readonly name: string };
  /** A text column contains classes, so it must be the only target. */
  'bad-project/text-targets': None;
  'bad-data/cifar10-size': { readonly files: number; readonly bytes: number; readonly each: number };
  'bad-data/cifar10-label': { readonly image: number; readonly label: number };
  'bad-data/stored-images': None;
  'bad-data/not-finite': None;
  'bad-data/no-training-images': { readonly classes: readonly string[] };
  'bad-data/no-test-images': None;
  'bad-data/empty-split': { readonly split: 'train' | 'validation' };
  'bad-data/no-whole-row': None;
  'bad-data/no-column': ListedName;
  'bad-data/column-type': { readonly expected: 'numbers' | 'text' };
  'bad-data/unknown-values': { readonly found: readonly string[]; readonly known: readonly string[] };
  'bad-data/new-gaps': None;
  'missing-data/table': { readonly name: string; readonly columns: readonly string[] };
  /** A number beyond the range of float32. */
  'bad-data/too-large': { readonly value: number };
  'bad-argument/not-a-classifier': None;
  'bad-argument/not-a-regression': None;
  'bad-project/table': ListedName;
}

/** Files, and data sets stored in them. */
interface FileFacts {
  'io/unreadable': SystemError;
  'io/not-a-file': None;
  'io/too-large': { readonly bytes: number; readonly most: number };
  'io/unwritable': SystemError;
  'io/unwritable-folder': SystemError;
  /** The folder of data sets, which the user did not choose. */
  'io/data-folder-unwritable': SystemError;
  'io/run-exists': None;
  'io/run-in-use': Owner;
  'io/file-exists': None;
  'interrupted/canceled': { readonly what: 'import' | 'download' | 'loading' | 'search' | 'question' };
  'missing-data/download': DownloadFailure;
  'missing-data/file': None;
  'missing-data/cifar10': None;
  'bad-data/cifar10-file': { readonly expected: FileIdentity; readonly found: FileIdentity };
  /** `said` is the error of the decompressor or of the tar reader. */
  'bad-data/cifar10-archive': { readonly said: string };
  'bad-data/cifar10-archive-lacks': { readonly file: string };
  'bad-data/cifar10-archive-changed': { readonly file: string };
  'missing-data/images': { readonly name: string };
  'bad-data/images-changed': { readonly name: string };
  'bad-argument/empty-image': None;
  'bad-argument/bmp-image': None;
  'bad-argument/lfs-pointer': None;
  /** `said` is the decoder's error. */
  /** A format that is recognized and not read. */
  'bad-argument/image-format': { readonly format: string };
  /** Above the limit on memory, or on time. */
  'bad-argument/image-too-large': None;
  'bad-argument/image-too-slow': None;
  'bad-argument/image': { readonly said: string };
}

/** Images in a folder or an archive. */
interface ImportFacts {
  /** The process that reads data ended unexpectedly. */
  'bad-data/process-died': None;
  /** `chosen`: a single file, not a folder or an archive. */
  'bad-data/nothing-recognized': { readonly chosen: boolean; readonly formats: readonly string[] };
  'bad-data/empty-file': None;
  'bad-data/too-many-files': { readonly most: number };
  'bad-data/too-many-classes': { readonly classes: number; readonly most: number };
  /** Two classes whose names look the same. */
  'bad-data/similar-classes': { readonly names: readonly [string, string] };
  'bad-data/too-many-images': { readonly images: number; readonly side: number; readonly most: number };
  'bad-data/no-image-readable': { readonly images: number; readonly first: Problem | null };
  'bad-data/no-training-image-readable': None;
  'bad-data/skipped-link': None;
  /** Neither a file nor a folder. */
  'bad-data/skipped-special': None;
  'bad-data/skipped-empty-folder': None;
  'bad-data/skipped-same-name': None;
  /** A hidden file or folder, or one that a system made. */
  'bad-data/skipped-system': None;
  /** `ending`: the extension with its dot, or empty. */
  'bad-data/skipped-not-image': { readonly ending: string };
  /** An image outside the folders of classes. */
  'bad-data/skipped-no-class': None;
  /** An image whose name has no label where others do. */
  'bad-data/skipped-no-name-label': None;
  'bad-data/skipped-not-in-table': None;
  /** Images with several labels, among those that have any, and the first. */
  'bad-data/images-several-labels': {
    readonly images: number;
    readonly labeled: number;
    readonly first: string;
  };
  /** An image that a table lists with different labels. */
  'bad-data/skipped-two-labels': None;
  'bad-data/skipped-no-object': None;
  /** The objects in images, of one class in each, are the images' classes. */
  'bad-data/objects-as-labels': { readonly format: string; readonly images: number };
  'bad-data/skipped-beside-splits': { readonly folder: string };
  /** Classes whose names are those of numbered parts. */
  'bad-data/classes-like-parts': { readonly classes: readonly string[] };
  'bad-data/skipped-mask': None;
  /** Images that are masks of others, and the first. */
  'bad-data/masks': { readonly masks: number; readonly first: string };
  /** Files that say what is where in the images, and the first. */
  'bad-data/annotations': { readonly format: string; readonly files: number; readonly first: string };
  'bad-data/images-without-labels': { readonly images: number; readonly first: string };
  /** Rows of a table that name no image, and the name in the first. */
  'bad-data/rows-without-image': { readonly rows: number; readonly first: string };
  /** Classes whose names are those of splits. */
  'bad-data/classes-like-splits': { readonly classes: readonly string[] };
  /** Outer folders that all have the same folders inside. */
  'bad-data/classes-in-classes': { readonly outer: readonly string[]; readonly inner: readonly string[] };
  'bad-data/one-class': None;
  /** Classes with images in one split only. */
  'bad-data/class-not-trained': { readonly classes: readonly string[] };
  'bad-data/class-not-tested': { readonly classes: readonly string[] };
  /** Classes none of whose images can be read. */
  'bad-data/classes-unreadable': { readonly classes: readonly string[] };
  /** Transparent images, and the color under them. */
  'bad-data/images-transparent': { readonly images: number; readonly background: string };
  /** Images without labels, and the path of the first. */
  'bad-data/images-unlabeled': { readonly images: number; readonly first: string };
  /** The largest and the smallest class, and their numbers of training images. */
  'bad-data/unbalanced': {
    readonly largest: string;
    readonly most: number;
    readonly smallest: string;
    readonly least: number;
  };
  /** Names in an archive that do not say their encoding: the likeliest one, and others in which they are text. */
  'bad-data/names-encoding': { readonly encoding: string; readonly others: readonly string[] };
  'bad-data/archive-damaged': None;
  'bad-data/archive-overlap': None;
  'bad-data/archive-bomb': None;
  'bad-data/archive-encrypted': None;
  /** Compression inside a zip archive that is not read. */
  'bad-data/archive-method': { readonly method: string };
  /** An archive of another kind. */
  'bad-data/archive-kind': { readonly name: string };
  'bad-data/archive-outside': { readonly entry: string };
  'bad-data/archive-long-name': { readonly entry: string };
  'bad-data/entry-gone': None;
  'bad-data/entry-damaged': None;
  /** A Python pickle of other data than CIFAR's. */
  'bad-data/pickle': None;
  'bad-data/records': { readonly bytes: number; readonly record: number };
  'bad-data/label': { readonly image: number; readonly label: number; readonly classes: number };
  'bad-data/idx-truncated': None;
  'bad-data/idx-size': { readonly expected: number; readonly found: number };
  'bad-data/idx-side': {
    readonly rows: number;
    readonly columns: number;
    readonly least: number;
    readonly most: number;
  };
  /** Training and test images of different sizes. */
  'bad-data/idx-sides': None;
  'bad-data/idx-counts': { readonly images: number; readonly labels: number; readonly labelFile: string };
  'bad-data/idx-labels-missing': { readonly expected: string };
  'bad-data/idx-several': { readonly files: readonly string[] };
}

/** Files that are neither text tables nor images: other tables, models, programs and documents. */
export type FileKind =
  | (
      | 'xlsx'
      | 'xls'
      | 'ods'
      | 'parquet'
      | 'sqlite'
      | 'numpy'
      | 'hdf5'
      | 'arrow'
      | 'orc'
      | 'arff'
      | 'json'
      | 'html'
    )
  | ('matlab' | 'r' | 'statistics' | 'sql')
  | ('project' | 'onnx' | 'torch' | 'keras' | 'tensorflow' | 'safetensors' | 'gguf' | 'pickle')
  | ('notebook' | 'python' | 'program' | 'document' | 'lfs');

/** Text tables. */
interface TableFacts {
  /** Characters that a table's encoding does not have; `line` has the first. */
  'bad-data/table-broken-text': { readonly encoding: string; readonly count: number; readonly line: number };
  'advice/chosen-encoding': { readonly encoding: string };
  'bad-data/table-binary': None;
  'bad-data/file-kind': { readonly kind: FileKind };
  /** A zip archive with none or several tables. */
  'bad-data/table-archive': { readonly tables: readonly string[] };
  'bad-data/table-unpacked': { readonly most: number };
  'bad-data/table-columns': { readonly columns: number; readonly most: number };
  'bad-data/table-cells': { readonly most: number };
  'bad-data/table-no-rows': None;
  'bad-data/table-quotes': None;
  'bad-data/table-open-quote': None;
  'bad-data/table-text-after-quote': None;
  'bad-data/table-one-column': None;
  'bad-data/table-no-input': None;
  'bad-data/table-used-rows': None;
  /** A column of classes with one value in every row. */
  'bad-data/table-one-class': { readonly column: string };
  'bad-data/table-one-hot': None;
  /** Numbers with zeros in front, or more digits than a number holds, read as text or without the zeros. */
  'bad-data/table-codes': {
    readonly columns: readonly string[];
    readonly cell: string;
    readonly as: 'text' | 'numbers';
  };
  /** Numbers whose mark may stand before decimals or thousands; `value` is what the first cell is read as. */
  'bad-data/table-thousands': {
    readonly columns: readonly string[];
    readonly cell: string;
    readonly value: number;
  };
  /** A column of dates that are written as numbers. */
  'bad-data/table-dates': { readonly column: string; readonly value: number };
  'bad-data/table-row-names': None;
  'bad-data/table-one-value': { readonly column: string };
  'bad-data/table-many-classes': { readonly column: string; readonly classes: number; readonly rows: number };
  /** A number that seems to stand for no value, and how often. */
  'bad-data/table-placeholder': {
    readonly column: string;
    readonly placeholder: number;
    readonly cells: number;
  };
  /** An input of texts that hardly repeat. */
  'bad-data/table-many-categories': {
    readonly column: string;
    readonly kinds: number;
    readonly rows: number;
  };
  'bad-data/table-similar-classes': { readonly column: string; readonly names: readonly [string, string] };
  /** Lines of the file that are not in the table, and the first one. */
  'bad-data/table-lines-unused': {
    readonly count: number;
    readonly why: 'comment' | 'total' | 'units' | 'ragged';
    readonly line: number;
    readonly found: number;
    readonly expected: number;
  };
  /** Cells of a column that are not readable, the first one, and what they become. */
  'bad-data/table-unreadable': {
    readonly count: number;
    readonly cell: string;
    readonly use: 'empty' | 'omit' | 'text';
  };
  'bad-data/table-rows-omitted': { readonly omitted: number; readonly rows: number };
}

/** The likely reason why a regression is worse than predicting the mean. */
export type BaselineCause =
  | { readonly kind: 'target' | 'inputs' | 'short' | 'rate' }
  | { readonly kind: 'overfit'; readonly epoch: number };

interface RunFacts {
  'bad-checkpoint/no-model': None;
  'bad-checkpoint/record': None;
  /** onnxruntime does not load or computes wrong numbers; `said` is its error. */
  'advice/no-onnxruntime': { readonly said: string };
  'advice/batch-of-all': { readonly batchSize: number; readonly samples: number };
  'advice/epochs-done': { readonly done: number; readonly requested: number };
  'advice/no-validation': { readonly share: number; readonly samples: number };
  /** A training loss that is many times that of the first epoch. */
  'advice/growing-loss': { readonly first: number; readonly last: number; readonly rate: number };
  /** A finished regression whose loss is above that of predicting the mean. */
  'advice/worse-than-baseline': {
    readonly loss: number;
    readonly baseline: number;
    readonly cause: BaselineCause;
  };
  /** The share of an activation's units that are flat for every sample, and of a squashing one's outputs that are. */
  'advice/dead-units': { readonly type: string; readonly share: number };
  'advice/saturated': { readonly type: string; readonly share: number };
  /** Root mean squares of the gradient relative to those of the weights, here and in the layer where that is largest. */
  'advice/vanishing-gradients': { readonly ratio: number; readonly largest: number; readonly at: string };
  /** Root mean squares, and the size of a step relative to the weights. */
  'advice/exploding-gradients': {
    readonly rate: number;
    readonly gradient: number;
    readonly weights: number;
    readonly ratio: number;
  };
  'bad-checkpoint/none': None;
  /** Weights before training are those of the seed only for runs that did not start from others. */
  'bad-checkpoint/started-from-weights': None;
  'bad-checkpoint/other-run': None;
  'bad-checkpoint/other-figures': None;
  'bad-checkpoint/foreign': None;
  /** The hash of the contents is another than that of what was written. */
  'bad-checkpoint/altered': None;
  'bad-checkpoint/out-of-range': None;
  /** Neither the last checkpoint nor the one before can be read. */
  'bad-checkpoint/both': None;
  'advice/earlier-checkpoint': None;
  'advice/reproduced': None;
  /** Weights that differ; empty if nothing is known that would explain it. */
  'advice/not-reproduced': { readonly differing: readonly Difference[] };
  /** A run that cannot be trained again as it was. */
  'bad-checkpoint/not-reproducible': { readonly because: 'unfinished' | 'weights' };
  'bad-checkpoint/random-state': None;
  'bad-checkpoint/health': None;
  'bad-checkpoint/lacks': { readonly name: string; readonly shape: Shape | null };
  'bad-checkpoint/safetensors': SafetensorsDamage;
  'out-of-memory/foreseen': LargestPart & {
    readonly batch: number;
    readonly bytes: number;
    readonly memory: number;
    readonly fitting: number | null;
  };
  'out-of-memory/step': LargestPart & { readonly batch: number };
  'diverged/training': {
    readonly epoch: number;
    readonly sign: DivergenceSign;
    readonly cause: DivergenceCause;
    readonly optimizer: string;
    readonly rate: number;
    /** The optimizer's default. */
    readonly usualRate: number;
    /** The epoch whose checkpoint is kept. */
    readonly keptEpoch: number | null;
  };
}

interface OnnxFacts {
  /** onnxruntime rejects the file; `said` is its error. */
  'bad-onnx/onnxruntime': { readonly doing: 'open' | 'run'; readonly said: string };
  'bad-onnx/unreadable': OnnxDamage;
  /** The file's model is not an image classifier. */
  'bad-onnx/not-image-classifier': None;
  /** A file that Layerloom did not export. */
  'bad-onnx/foreign': None;
  'bad-onnx/note': { readonly note: string };
  'bad-onnx/output': { readonly output: string; readonly known: readonly string[] };
  'bad-onnx/weights': { readonly name: string; readonly expected: Shape; readonly found: Shape | null };
  'bad-argument/output': { readonly output: string; readonly natural: string };
  'bad-argument/pixels': None;
  'bad-argument/columns': None;
  'bad-argument/column-name': { readonly name: string };
  'bad-argument/data-built-in': None;
  'unsupported-operator/onnx': {
    readonly operators: readonly { readonly name: string; readonly count: number }[];
  };
  'certificate-failed/no-output': { readonly output: string };
  'certificate-failed/differs': CertificateFailure;
  /** The results of onnxruntime and of the reference kernels differ. */
  'certificate-failed/kernels': { readonly difference: number; readonly allowed: number };
  'certificate-failed/weights-changed': {
    /** SHA-256 at export, and now. */
    readonly noted: string;
    readonly found: string;
    /** Of the outputs, where the file tells. */
    readonly difference: number | null;
  };
}

/** Problems of command-line arguments. */
interface CommandFacts {
  'bad-argument/command': ListedName;
  'bad-argument/unknown-option': { readonly option: string };
  'bad-argument/no-value': { readonly option: string };
  'bad-argument/unwanted-value': { readonly option: string };
  'bad-argument/missing-option': { readonly option: string };
  'bad-argument/range': { readonly found: string; readonly min: number; readonly max: number | null };
  'bad-argument/number': { readonly found: string; readonly min: number; readonly max: number };
  /** Options that exclude each other. */
  'bad-argument/one-option': { readonly options: readonly string[] };
  'bad-argument/layer': ListedName;
  /** A unit that a layer's output does not have; both without the batch axis. */
  'bad-argument/unit': { readonly found: readonly number[]; readonly shape: readonly number[] };
  /** An option for the other kind of data. */
  'bad-argument/other-data': { readonly data: 'images' | 'table' };
  'bad-argument/onnx-only': None;
  /** Images whose size is given. */
  'bad-argument/fixed-size': { readonly side: number };
  /** A column of text with too many different values to be predicted. */
  'bad-argument/no-encoding': None;
  'bad-argument/target-text': { readonly column: string };
  'bad-argument/target-classes': { readonly column: string; readonly are: 'classes' | 'values' };
  /** Choices that `layerloom new` makes where the window asks. */
  'advice/columns-unused': { readonly columns: readonly string[] };
  'advice/row-numbers': { readonly column: string };
  'advice/chosen-target': { readonly column: string };
  'advice/chosen-values': { readonly column: string };
  'advice/chosen-form': { readonly side: number; readonly channels: number };
  'advice/chosen-labels': { readonly name: string; readonly others: readonly string[] };
  'bad-argument/word': { readonly found: string; readonly known: readonly string[] };
  /** Arguments other than the `expected` ones. */
  'bad-argument/count': {
    readonly expected:
      | 'file'
      | 'folder'
      | 'file or folder'
      | 'file and images'
      | 'file and an image or --row'
      | 'info or fetch';
    readonly found: number;
  };
}

/** Failures of the desktop shell: calls that do not fit its state. */
interface ShellFacts {
  /** A call whose input violates its schema: a bug of the window. */
  'shell/bad-request': { readonly call: string; readonly issue: SchemaIssue };
  /** A call from a page that is not the app's own. */
  'shell/forbidden': None;
  'shell/document-closed': None;
  'shell/unsaved-work-gone': None;
  'shell/no-file': None;
  'shell/unknown-file': None;
  'shell/no-table': None;
  'shell/example': ListedName;
  'shell/busy': { readonly with: 'download' | 'import' | 'training' };
  'shell/engine-down': None;
}

interface InternalFacts {
  /** The engine's process ended while it had jobs. */
  'internal/engine-died': None;
  /** An unforeseen error, with its own message. */
  'internal/unexpected': { readonly said: string };
  /** A failure in the record of a run by an earlier version, which stored a family and a sentence. */
  'internal/earlier-record': { readonly family: string; readonly said: string };
  /** A violated invariant of the program, described for developers. */
  'internal/invariant': { readonly violated: string };
}

/** An error of the operating system; `code` is its name, such as ENOENT. */
export interface SystemError {
  readonly code: string | null;
  readonly said: string;
}

/** Differences between two trainings of a project that can change their bits. */
export type Difference = 'data' | 'model' | 'version' | 'backend' | 'threads' | 'processor';

/** A process that works on a run. */
export interface Owner {
  readonly pid: number;
  /** The machine, unless it is this one. */
  readonly host: string | null;
  /** ISO 8601. */
  readonly since: string;
  /** The file in the run's folder that says so. */
  readonly claim: string;
}

/** The reason why a download failed. */
export type DownloadFailure =
  | { readonly how: 'unreachable'; readonly said: string }
  | { readonly how: 'status'; readonly status: number }
  | { readonly how: 'idle'; readonly seconds: number }
  | { readonly how: 'incomplete' }
  | { readonly how: 'too-large'; readonly most: number };

/** A file by its length and SHA-256. */
export interface FileIdentity {
  readonly bytes: number;
  readonly sha256: string;
}

/** The source of a requirement on the shape of a model's output. */
export type OutputRequirement =
  | { readonly kind: 'targets' }
  | { readonly kind: 'loss'; readonly type: string }
  | { readonly kind: 'classes'; readonly count: number };

/** The part of a layer that uses the most memory. */
export interface LargestPart {
  readonly part: 'output' | 'parameters';
  readonly taken: number;
}

/** Damage to a safetensors file. */
export type SafetensorsDamage =
  | { readonly how: 'short' | 'header-length' | 'header' }
  | { readonly how: 'entry' | 'data'; readonly tensor: string };

/** Damage to an ONNX file. */
export type OnnxDamage =
  | { readonly how: 'beginning' | 'no-graph' }
  | {
      readonly how: 'version';
      readonly ir: number;
      readonly opset: number;
      readonly newestIr: number;
      readonly newestOpset: number;
    }
  | { readonly how: 'damaged'; readonly said: string }
  | { readonly how: 'external-data'; readonly tensor: string }
  | { readonly how: 'size'; readonly tensor: string; readonly shape: Shape };

/** The first sign of divergence. */
export type DivergenceSign =
  | { readonly kind: 'loss'; readonly step: number; readonly loss: string }
  | { readonly kind: 'tensor'; readonly step: number; readonly tensor: string };

/** The first non-finite value of a step; `overflow` blames the previous step's update, `update` its own. */
export type DivergenceCause =
  | { readonly kind: 'overflow'; readonly tensor: string }
  | { readonly kind: 'update' | 'inputs' | 'output' | 'loss' | 'gradient' };

/** The difference between an exported file and the engine. */
export type CertificateFailure =
  | { readonly how: 'no-samples' }
  | { readonly how: 'numbers'; readonly difference: number; readonly allowed: number }
  /** Share of the samples for which the file predicts a different class. */
  | { readonly how: 'labels'; readonly share: number };
