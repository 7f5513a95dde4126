import { MISSING } from '../../data/csv/numbers.js';
import type { TableUse } from '../../data/preparedTable.js';
import { columnNamed, isText, type Column, type Table } from '../../data/table.js';

/**
 * `load_data` for the user's table: it reads a CSV file, since generated code includes no data. Rows and inputs are
 * those of `engine/data/preparedTable.ts`.
 * @param rest last lines of the function, from `inputs` and `targets`
 */
export function csvData(table: Table, use: TableUse, rest: string): string {
  const column = (name: string) => columnNamed(table, name) ?? [];
  const fill = use.missing === 'fill';
  const needed = fill ? use.targets : [...use.inputs, ...use.targets];
  const inputs = use.inputs.map((name) => inputCode(name, column(name), fill));
  const [first] = use.targets;
  const classes = column(first!);
  const targets = isText(classes)
    ? `torch.tensor([${list(classes.kinds)}.index(row[${text(first!)}]) for row in rows])`
    : sideBySide(use.targets.map((name) => inputCode(name, column(name), false)));
  return `# Cells that count as empty, in lower case.
EMPTY = set(${list(MISSING)})


def read(path):
    """The rows of a CSV file in UTF-8 with a header; None for empty cells."""
    with open(path, newline="", encoding="utf-8-sig") as file:
        delimiter = max(",;\\t|", key=file.readline().count)
        file.seek(0)
        header, *rows = csv.reader(file, delimiter=delimiter, skipinitialspace=True)
    # Between semicolons or tabs, a comma is a decimal mark; between commas it would be a thousand, which float refuses.
    point = lambda cell: cell if delimiter == "," else re.sub(r"^([+-]?\\d*),(\\d+)$", r"\\1.\\2", cell)
    cells = lambda row: [None if cell.strip().lower() in EMPTY else point(cell.strip()) for cell in row]
    return [dict(zip([name.strip() for name in header], cells(row))) for row in rows if row]


def numbers(rows, name, empty=None):
    cells = [empty if row[name] is None else float(row[name]) for row in rows]
    return torch.tensor(cells, dtype=torch.float32).view(-1, 1)


def one_hot(rows, name, values):
    return torch.tensor([[float(row[name] == value) for value in values] for row in rows])


def mean(rows, name):
    known = [float(row[name]) for row in rows if row[name] is not None]
    return sum(known) / len(known)


def load_data():
    """The table in the CSV file named on the command line."""
    table = read(sys.argv[1])
    rows = [row for row in table if all(row[name] is not None for name in ${list(needed)})]
    inputs = ${sideBySide(inputs)}
    targets = ${targets}
${rest}`;
}

function inputCode(name: string, column: Column, fill: boolean): string {
  if (!isText(column)) {
    return `numbers(rows, ${text(name)}${fill ? `, mean(table, ${text(name)})` : ''})`;
  }
  const gap = fill && (column.gaps ?? column.rows.includes(null));
  const values = [...column.kinds.map(text), ...(gap ? ['None'] : [])];
  return `one_hot(rows, ${text(name)}, [${values.join(', ')}])`;
}

const text = (value: string) => JSON.stringify(value);
const list = (values: readonly string[]) => `[${values.map(text).join(', ')}]`;
const sideBySide = (tensors: readonly string[]) => `torch.cat([${tensors.join(', ')}], dim=1)`;
