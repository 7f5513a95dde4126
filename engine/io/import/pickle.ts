import { failure } from '../../base/problem.js';

/** A value of a Python pickle; texts of Python 2 are bytes. */
export type PickleValue =
  null | boolean | number | string | Uint8Array | PickleValue[] | Map<string, PickleValue> | ByteArray | Made;

/** A NumPy array of bytes. */
export class ByteArray {
  constructor(
    readonly shape: readonly number[],
    readonly bytes: Uint8Array,
  ) {}
}

/** A named function or class, or an object that is not complete yet. Nothing is ever executed. */
class Made {
  constructor(readonly kind: 'reconstruct' | 'ndarray' | 'dtype' | 'encode' | 'array' | 'uint8') {}
}

/** The only globals that are accepted, under NumPy's old and new names. */
const GLOBALS: Readonly<Partial<Record<string, Made['kind']>>> = {
  'numpy.core.multiarray _reconstruct': 'reconstruct',
  'numpy._core.multiarray _reconstruct': 'reconstruct',
  'numpy ndarray': 'ndarray',
  'numpy dtype': 'dtype',
  '_codecs encode': 'encode',
};

const MARK = Symbol('mark');
type Item = PickleValue | typeof MARK;

const MAX_VALUES = 2_000_000;
const MAX_TEXT = 4096;

const refuse = () => failure('bad-data/pickle', {});

/**
 * Reads a pickle of dictionaries, lists, numbers, texts and byte arrays, as in CIFAR's Python files: the instructions
 * that these use and no others. It builds data only and calls nothing that the file names.
 * https://docs.python.org/3/library/pickletools.html
 * @throws `bad-data/pickle` for anything else
 */
export function readPickle(bytes: Uint8Array): PickleValue {
  const machine = new Machine(bytes);
  for (let count = 0; count < MAX_VALUES; count++) {
    const code = machine.byte();
    if (code === STOP) return machine.pop();
    const run = OPCODES[code];
    if (!run) throw refuse();
    run(machine);
  }
  throw refuse();
}

/** The stack and the memo of a pickle that is being read. */
class Machine {
  readonly memo = new Map<number, PickleValue>();
  readonly #view: DataView;
  readonly #stack: Item[] = [];
  #at = 0;

  #unpacked = 0;

  constructor(private readonly source: Uint8Array) {
    this.#view = new DataView(source.buffer, source.byteOffset, source.length);
  }

  take(length: number): Uint8Array {
    if (length < 0 || this.#at + length > this.source.length) throw refuse();
    return this.source.subarray(this.#at, (this.#at += length));
  }

  /** Bounds what calls make: a file never needs more than its own size, but may repeat a call on one long text. */
  allocate(length: number): void {
    this.#unpacked += length;
    if (this.#unpacked > this.source.length) throw refuse();
  }

  byte(): number {
    return this.take(1)[0]!;
  }

  uint16(): number {
    this.take(2);
    return this.#view.getUint16(this.#at - 2, true);
  }

  int32(): number {
    this.take(4);
    return this.#view.getInt32(this.#at - 4, true);
  }

  line(): string {
    const end = this.source.subarray(this.#at, this.#at + MAX_TEXT).indexOf(10);
    const text = latin1(this.take(end));
    this.take(1);
    return text;
  }

  push(item: Item): void {
    this.#stack.push(item);
  }

  pop(): PickleValue {
    const item = this.#stack.pop();
    if (item === undefined || item === MARK) throw refuse();
    return item;
  }

  /** The values above the last mark. */
  popToMark(): PickleValue[] {
    const mark = this.#stack.lastIndexOf(MARK);
    if (mark === -1) throw refuse();
    return this.#stack.splice(mark).slice(1) as PickleValue[];
  }

  popMany(count: number): PickleValue[] {
    return Array.from({ length: count }, () => this.pop()).reverse();
  }

  list(): PickleValue[] {
    const list = this.#stack.at(-1);
    if (!Array.isArray(list)) throw refuse();
    return list;
  }

  dictionary(): Map<string, PickleValue> {
    const dictionary = this.#stack.at(-1);
    if (!(dictionary instanceof Map)) throw refuse();
    return dictionary;
  }

  remember(place: number): void {
    const value = this.pop();
    this.memo.set(place, value);
    this.push(value);
  }

  recall(place: number): void {
    const value = this.memo.get(place);
    if (value === undefined) throw refuse();
    this.push(value);
  }
}

const code = (letter: string) => letter.charCodeAt(0);
const STOP = code('.');

/** The instructions by their codes. */
const OPCODES: Readonly<Partial<Record<number, (m: Machine) => void>>> = {
  0x80: (m) => {
    if (m.byte() !== 2) throw refuse();
  },
  [code('(')]: (m) => m.push(MARK),
  [code('}')]: (m) => m.push(new Map()),
  [code(']')]: (m) => m.push([]),
  [code('N')]: (m) => m.push(null),
  0x88: (m) => m.push(true),
  0x89: (m) => m.push(false),
  [code('K')]: (m) => m.push(m.byte()),
  [code('M')]: (m) => m.push(m.uint16()),
  [code('J')]: (m) => m.push(m.int32()),
  [code('U')]: (m) => m.push(m.take(m.byte())),
  [code('T')]: (m) => m.push(m.take(m.int32())),
  [code('X')]: (m) => m.push(new TextDecoder().decode(m.take(m.int32()))),
  [code('q')]: (m) => m.remember(m.byte()),
  [code('r')]: (m) => m.remember(m.int32()),
  [code('h')]: (m) => m.recall(m.byte()),
  [code('j')]: (m) => m.recall(m.int32()),
  [code(')')]: (m) => m.push([]),
  0x85: (m) => m.push(m.popMany(1)),
  0x86: (m) => m.push(m.popMany(2)),
  0x87: (m) => m.push(m.popMany(3)),
  [code('t')]: (m) => m.push(m.popToMark()),
  [code('a')]: (m) => {
    const value = m.pop();
    m.list().push(value);
  },
  [code('e')]: (m) => {
    const values = m.popToMark();
    const list = m.list();
    for (const value of values) list.push(value);
  },
  [code('s')]: (m) => set(m, m.popMany(2)),
  [code('u')]: (m) => set(m, m.popToMark()),
  [code('c')]: (m) => {
    const kind = GLOBALS[`${m.line()} ${m.line()}`];
    if (!kind) throw refuse();
    m.push(new Made(kind));
  },
  [code('R')]: (m) => {
    const [made, values] = m.popMany(2);
    if (!(made instanceof Made) || !Array.isArray(values)) throw refuse();
    if (typeof values[0] === 'string') m.allocate(values[0].length);
    m.push(reduced(made, values));
  },
  [code('b')]: (m) => {
    const [made, state] = m.popMany(2);
    if (!(made instanceof Made) || !Array.isArray(state)) throw refuse();
    // A data type's state repeats what its name says.
    m.push(made.kind === 'array' ? arrayOf(state) : made);
  },
};

function set(m: Machine, pairs: readonly PickleValue[]): void {
  const dictionary = m.dictionary();
  for (let i = 0; i + 1 < pairs.length; i += 2) dictionary.set(textOf(pairs[i]), pairs[i + 1]!);
}

/** The result of a call: the start of an array, a data type, or bytes that Python 3 wrote as text. */
function reduced({ kind }: Made, values: readonly PickleValue[]): PickleValue {
  const [first] = values;
  if (kind === 'reconstruct' && first instanceof Made && first.kind === 'ndarray') return new Made('array');
  if (kind === 'dtype' && textOf(first) === 'u1') return new Made('uint8');
  if (kind === 'encode' && typeof first === 'string' && values[1] === 'latin1') return latin1Bytes(first);
  throw refuse();
}

/** An array from NumPy's state: version, shape, data type, Fortran order, bytes. */
function arrayOf([, shape, type, , bytes]: readonly PickleValue[]): ByteArray {
  if (!Array.isArray(shape) || !(type instanceof Made) || type.kind !== 'uint8') throw refuse();
  const sizes = shape.filter((size) => typeof size === 'number');
  const count = sizes.reduce((product, size) => product * size, 1);
  if (sizes.length !== shape.length || !(bytes instanceof Uint8Array)) throw refuse();
  if (bytes.length !== count) throw refuse();
  return new ByteArray(sizes, bytes);
}

/** A text, also one of Python 2. */
export function textOf(value: PickleValue | undefined): string {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array && value.length <= MAX_TEXT) return latin1(value);
  throw refuse();
}

const latin1 = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');

function latin1Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 255) throw refuse();
    bytes[i] = unit;
  }
  return bytes;
}
