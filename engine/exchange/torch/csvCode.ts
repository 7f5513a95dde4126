import { MISSING, type NumberForm, OMISSIBLE, SHAPES, UNWRITTEN } from '../../data/csv/numbers.js';
import { QUOTED } from '../../data/csv/parse.js';
import type { EncodingId } from '../../data/encodings.js';
import { type TableUse, wereNumbers } from '../../data/preparedTable.js';
import { type Column, columnNamed, isText, type Table } from '../../data/table.js';
import type { TableForm } from '../../data/tableForm.js';

/** A table in a project from before the form of its file was kept. */
const USUAL: TableForm = { encoding: 'utf-8', delimiter: ',', headed: true, skipped: [], columns: [] };

/** Names of encodings in Python, where they differ. */
const CODECS: Partial<Record<EncodingId, string>> = {
  'utf-16le': 'utf-16-le',
  'utf-16be': 'utf-16-be',
  shift_jis: 'cp932',
  big5: 'big5hkscs',
};

/**
 * `load_data` for the user's table: it reads a file of the form that was imported, since generated code includes no
 * data. Cells are read as by `engine/data/csv`; rows and inputs are those of `engine/data/preparedTable.ts`.
 * @param rest last lines of the function, from `inputs` and `targets`
 */
export function csvData(table: Table, use: TableUse, form: TableForm = USUAL, rest: string): string {
  const column = (name: string) => columnNamed(table, name) ?? [];
  const fill = use.missing === 'fill';
  const needed = fill ? use.targets : [...use.inputs, ...use.targets];
  const inputs = use.inputs.map((name) => inputCode(name, column(name), fill));
  const [first] = use.targets;
  const classes = column(first!);
  const targets = isText(classes)
    ? `torch.tensor([[${values(classes.kinds)}].index(row[${text(first!)}]) for row in rows])`
    : sideBySide(use.targets.map((name) => inputCode(name, column(name), false)));
  const used = [...new Set([...use.inputs, ...use.targets])];
  return `${readCode(used, column, form)}

def numbers(rows, name, empty=None):
    cells = [empty if row[name] is None else float(row[name]) for row in rows]
    return torch.tensor(cells, dtype=torch.float32).view(-1, 1)


def one_hot(rows, name, values):
    return torch.tensor([[float(row[name] == value) for value in values] for row in rows])


def mean(rows, name):
    known = [float(row[name]) for row in rows if row[name] is not None]
    return sum(known) / len(known)


def load_data():
    """The table in the file named on the command line."""
    table = read(sys.argv[1])
    rows = [row for row in table if all(row[name] is not None for name in ${list(needed)})]
    inputs = ${sideBySide(inputs)}
    targets = ${targets}
${rest}`;
}

/** The function `read` and what it needs: rows of a file by the names of their columns. */
function readCode(used: readonly string[], column: (name: string) => Column, form: TableForm): string {
  const { encoding, delimiter, headed, skipped, names } = form;
  const odd = new Map(form.columns.map((one) => [one.name, one]));
  const readers = used.flatMap((name) => {
    const reader = readerCode(column(name), odd.get(name));
    return reader === null ? [] : [{ name, reader }];
  });
  const marks = new Set(readers.flatMap(({ name }) => odd.get(name)?.form?.decimal ?? []));
  const omitting = readers.flatMap(({ name }) => (odd.get(name)?.unreadable === 'omit' ? [name] : []));
  const separated =
    delimiter === ' '
      ? `    # Columns are separated by any number of blanks.
    blanks = lambda m: m[0] if m[0][0] == '"' else "\\n" if "\\n" in m[0] else " "
    text = re.sub(r'"[^"]*"|[ \\t]*\\n[ \\t]*|[ \\t]+', blanks, text.strip(" \\t"))
`
      : '';
  return `# Cells that count as empty, in lower case.
EMPTY = set(${list(MISSING)})
${
  skipped.length > 0
    ? `# Lines that are no rows of the table.
SKIPPED = {${skipped.join(', ')}}
`
    : ''
}${marks.size > 0 ? numberCode([...marks]) : ''}${
    readers.some(({ reader }) => reader === 'written') ? writtenCode() : ''
  }

def read(path):
    """The rows of a table in ${codec(encoding)}; None for empty cells."""
    text = Path(path).read_bytes().decode(${text(codec(encoding))}, errors="replace")
    text = re.sub("\\r\\n?", "\\n", text.removeprefix("\\ufeff"))
${separated}    reader = csv.reader(io.StringIO(text), delimiter=${text(delimiter)}, skipinitialspace=True)
    lines, line = [], 1
    for cells in reader:
        # A cell in single quotes, or a text as spreadsheets write numbers that must stay text.
        cells = [re.sub(${text(QUOTED.source)}, r"\\1\\2", cell.strip()) for cell in cells]
        if any(cells)${skipped.length > 0 ? ' and line not in SKIPPED' : ''}:
            lines.append(cells)
        line = reader.line_num + 1
    names = column_names(${headed ? HEADS[names ?? 'plain'] : '[""] * len(lines[0])'})
    for name in ${list(used)}:
        if name not in names:
            raise SystemExit(f"{path} has no column {name!r}, only {names}.")
    value = lambda cell: None if cell.lower() in EMPTY else cell
    rows = [dict(zip(names, map(value, cells))) for cells in lines]
${readersCode(readers, omitting)}    return rows


def column_names(cells):
    """Unique names, in the place of empty ones \`column 1\`, \`column 2\` and so on."""
    names = []
    for place, cell in enumerate(cells, 1):
        wanted = cell[:100] or f"column {place}"
        name, n = wanted, 1
        while name in names:
            n += 1
            name = f"{wanted} {n}"
        names.append(name)
    return names
`;
}

/** The names in the first line: as they are, without that of the rows' names, or as a comment. */
const HEADS = {
  plain: 'lines.pop(0)',
  rows: '["row names", *lines.pop(0)]',
  comment: 're.sub(r"^#\\s*", "", "\\t".join(lines.pop(0))).strip().split("\\t")',
} as const;

interface Reader {
  readonly name: string;
  readonly reader: string;
}

/** The lines that read the cells of some columns, and leave rows out. */
function readersCode(readers: readonly Reader[], omitting: readonly string[]): string {
  if (readers.length === 0) return '';
  return `    readers = {
${readers.map(({ name, reader }) => `        ${text(name)}: ${reader},\n`).join('')}    }
${
  omitting.length === 0
    ? ''
    : `    # Rows with a cell of these columns that is not readable are left out.
    readable = lambda cell, name: cell is None or readers[name](cell) is not None
    rows = [row for row in rows if all(readable(row[name], name) for name in ${list(omitting)})]
`
}    for row in rows:
        row.update({name: row[name] and reader(row[name]) for name, reader in readers.items()})
`;
}

/** The Python function that reads a column's cells; null if they are used as they are. */
function readerCode(column: Column, odd: TableForm['columns'][number] | undefined): string | null {
  if (odd?.form) return numberReader(odd.form);
  if (!isText(column)) return null;
  if (wereNumbers(column)) return 'float';
  return odd?.unreadable && odd.unreadable !== 'text' ? 'written' : null;
}

function numberReader({ decimal, unit }: NumberForm): string {
  const units = unit === '' ? OMISSIBLE : OMISSIBLE.includes(unit) ? ['', unit] : [unit];
  return `lambda cell: number(cell, ${text(decimal)}, ${list(units)})`;
}

const writtenCode = () => `

def written(cell):
    """The text in a cell; None for one that stands for a value that could not be written, such as #N/A."""
    return None if re.search(${text(UNWRITTEN.source)}, cell, re.I) else cell
`;

function numberCode(marks: readonly NumberForm['decimal'][]): string {
  const shapes = marks.map((mark) => `    ${text(mark)}: ${text(SHAPES[mark].source)},\n`);
  return `# Numbers by their decimal mark.
NUMBERS = {
${shapes.join('')}}


def number(cell, decimal, units):
    """The number in a cell with one of these units, such as 1,000.5 or (3) for -3; None if there is none."""
    inside = re.fullmatch(r"\\((.+)\\)", cell)
    digits = unicodedata.normalize("NFKC", inside[1] if inside else cell).lower()
    unit = next((unit for unit in units if unit and unit in digits), "")
    if unit not in units:
        return None
    # A minus sign that is no hyphen or stands last, and Fortran's exponents.
    digits = re.sub(r"^\\s*[−–](?=[\\d.,])", "-", digits.replace(unit, "", 1).strip())
    digits = re.sub(r"^([\\d.,]+)-$", r"-\\1", re.sub(r"(\\d)d([+-]?\\d+)$", r"\\1e\\2", digits))
    digits = re.sub(r"^([+-]?)\\s+", r"\\1", digits)
    if not re.search(NUMBERS[decimal], digits, re.I) or not re.search(r"\\d", digits):
        return None
    value = float(re.sub(r"[^\\de+-]", lambda m: "." if m[0] == decimal else "", digits))
    return (-value if inside else value) if math.isfinite(value) else None
`;
}

function inputCode(name: string, column: Column, fill: boolean): string {
  if (!isText(column)) {
    return `numbers(rows, ${text(name)}${fill ? `, mean(table, ${text(name)})` : ''})`;
  }
  const gap = fill && (column.gaps ?? column.rows.includes(null));
  return `one_hot(rows, ${text(name)}, [${values(column.kinds)}${gap ? ', None' : ''}])`;
}

const codec = (encoding: EncodingId) => CODECS[encoding] ?? encoding;
const text = (value: string) => JSON.stringify(value);
const list = (texts: readonly string[]) => `[${texts.map(text).join(', ')}]`;
/** Texts, or the numbers that they stand for. */
const values = (kinds: readonly string[]) =>
  kinds.map(wereNumbers({ kinds }) ? (kind) => String(Number(kind)) : text).join(', ');
const sideBySide = (tensors: readonly string[]) => `torch.cat([${tensors.join(', ')}], dim=1)`;
