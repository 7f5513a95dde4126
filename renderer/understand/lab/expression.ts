/** The values of an expression's names. */
export interface Names {
  /** The numbers that `x` stands for. */
  readonly x: readonly number[];
  /** Functions of one number, by their names: neurons and activations. */
  readonly functions: Readonly<Record<string, (inputs: readonly number[]) => readonly number[]>>;
}

/** The reason why a text is no expression, and the characters that it is about. */
export interface Misread {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The values of an expression, or the reason why it could not be read. */
export type Read =
  | { readonly values: readonly number[]; readonly misread: null }
  | { readonly values: null; readonly misread: Misread };

interface Token {
  readonly from: number;
  /** A number, a name, a single character, or empty at the end. */
  readonly text: string;
}

/** Numbers, names, signs and parentheses; whatever else is there is a token of its own, which nothing takes. */
const TOKENS = /\d+(?:\.\d*)?|\.\d+|[A-Za-z]\w*|\S/gu;

class Unreadable extends Error {
  constructor(
    readonly token: Token,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Computes sums, differences, products and functions of `x`: `C(A + B) - 2 * Tanh(x)`. A function's name alone is its
 * value at x.
 */
export function evaluateExpression(text: string, names: Names): Read {
  try {
    return { values: new Reader(text, names).whole(), misread: null };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const { from, text: word } = error.token;
    return { values: null, misread: { from, to: from + word.length, text: error.message } };
  }
}

type Values = readonly number[];

/** Reads an expression from left to right and computes it on the way. */
class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(
    text: string,
    private readonly names: Names,
  ) {
    const found = [...text.matchAll(TOKENS)].map((match) => ({ from: match.index, text: match[0] }));
    this.#tokens = [...found, { from: text.length, text: '' }];
  }

  whole(): Values {
    const values = this.#sum();
    if (this.#next.text !== '') throw this.#unexpected('+, − or * must come before');
    return values;
  }

  #sum(): Values {
    let values = this.#product();
    for (;;) {
      if (this.#take('+')) values = each(values, this.#product(), (a, b) => a + b);
      else if (this.#take('-', '−')) values = each(values, this.#product(), (a, b) => a - b);
      else return values;
    }
  }

  #product(): Values {
    let values = this.#factor();
    while (this.#take('*', '·')) values = each(values, this.#factor(), (a, b) => a * b);
    return values;
  }

  #factor(): Values {
    if (this.#take('-', '−')) return this.#factor().map((value) => -value);
    if (this.#take('(')) return this.#inParentheses();
    const token = this.#next;
    if (/^[\d.]/.test(token.text) && token.text !== '.') {
      this.#at++;
      return this.names.x.map(() => Number(token.text));
    }
    if (!/^[A-Za-z]/.test(token.text)) throw this.#unexpected('a number, x or a name is expected instead of');
    this.#at++;
    if (token.text === 'x') return this.names.x;
    const apply = Object.hasOwn(this.names.functions, token.text) && this.names.functions[token.text];
    if (!apply)
      throw new Unreadable(
        token,
        `There is no “${token.text}”: A, B, C, D, x and activations such as Tanh are known`,
      );
    return apply(this.#take('(') ? this.#inParentheses() : this.names.x);
  }

  #inParentheses(): Values {
    const values = this.#sum();
    if (!this.#take(')')) throw this.#unexpected('“)” is missing before');
    return values;
  }

  get #next(): Token {
    return this.#tokens[this.#at]!;
  }

  #take(...texts: readonly string[]): boolean {
    const found = texts.includes(this.#next.text);
    if (found) this.#at++;
    return found;
  }

  #unexpected(reason: string): Unreadable {
    const { text } = this.#next;
    const message = `${reason} ${text === '' ? 'the end' : `“${text}”`}`;
    return new Unreadable(this.#next, message[0]!.toUpperCase() + message.slice(1));
  }
}

const each = (a: Values, b: Values, combine: (a: number, b: number) => number): Values =>
  a.map((value, i) => combine(value, b[i]!));
