/**
 * Formulas in a few names, such as `0.95 ** epoch`: Python's arithmetic and precedence, read without running anything.
 * Values are lists of numbers, computed element by element.
 */

type Values = readonly number[];

/** The names that a formula may use. */
export interface Vocabulary {
  readonly values: readonly string[];
  /** Functions and how many arguments they take: exactly one, or two and more. */
  readonly functions: Readonly<Record<string, 'one' | 'several'>>;
}

/** The values and functions behind a formula's names. */
export interface Scope {
  /** Length of every list. */
  readonly length: number;
  value(name: string): Values;
  call(name: string, inputs: readonly Values[]): Values;
}

/** A formula that was read. */
export type Formula =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly inputs: readonly Formula[] }
  | { readonly kind: 'negative'; readonly of: Formula }
  | { readonly kind: 'operation'; readonly sign: Sign; readonly left: Formula; readonly right: Formula };

/** The reason why a text is no formula, and the characters that it is about. */
export interface Misread {
  readonly from: number;
  readonly to: number;
  /** These characters; empty at the end. */
  readonly found: string;
  /** The part that was expected there, or the fault of a name. */
  readonly wrong: 'operator' | 'value' | 'parenthesis' | 'name' | 'one-argument' | 'several-arguments';
  /** The names that are known, for an unknown one. */
  readonly known: readonly string[];
}

type Sign = keyof typeof OPERATIONS;

/** Python's binary operators; `//` and `%` round down. */
const OPERATIONS = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': (a: number, b: number) => a / b,
  '//': (a: number, b: number) => Math.floor(a / b),
  '%': (a: number, b: number) => a - b * Math.floor(a / b),
  '**': (a: number, b: number) => a ** b,
} as const;

const SUMS: readonly Sign[] = ['+', '-'];
const PRODUCTS: readonly Sign[] = ['*', '/', '//', '%'];

/** Numbers, names and signs; whatever else is there is a token of its own, which nothing takes. */
const TOKENS = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[A-Za-z]\w*|\*\*|\/\/|\S/gu;
const isName = (token: string) => /^[A-Za-z]/.test(token);
const isNumber = (token: string) => /^\.?\d/.test(token);

/** Signs as people type or paste them. */
const TYPED: Readonly<Record<string, string>> = { '−': '-', '·': '*', '×': '*', '÷': '/' };
const plain = (token: string) => TYPED[token] ?? token;

/** Reads a formula, or says what cannot be read. */
export function readFormula(
  text: string,
  vocabulary: Vocabulary,
): { readonly formula: Formula } | { readonly misread: Misread } {
  try {
    return { formula: new Reader(text, vocabulary).whole() };
  } catch (error) {
    if (error instanceof Unreadable) return { misread: error.misread };
    throw error;
  }
}

/** The values of a formula. */
export function computeFormula(formula: Formula, scope: Scope): Values {
  const { length } = scope;
  switch (formula.kind) {
    case 'number':
      return new Array<number>(length).fill(formula.value);
    case 'name':
      return scope.value(formula.name);
    case 'call':
      return scope.call(
        formula.name,
        formula.inputs.map((input) => computeFormula(input, scope)),
      );
    case 'negative':
      return computeFormula(formula.of, scope).map((value) => -value);
    case 'operation': {
      const [left, right] = [computeFormula(formula.left, scope), computeFormula(formula.right, scope)];
      return left.map((value, i) => OPERATIONS[formula.sign](value, right[i]!));
    }
  }
}

/** A formula's text with other words for its names, and its signs as Python has them. */
export function renameInFormula(text: string, names: Readonly<Record<string, string>>): string {
  return text.replace(TOKENS, (token) => (isName(token) ? (names[token] ?? token) : plain(token)));
}

class Unreadable extends Error {
  constructor(readonly misread: Misread) {
    super(misread.wrong);
  }
}

interface Token {
  readonly from: number;
  /** Empty at the end. */
  readonly text: string;
}

/** Recursive descent by Python's precedence: sums, products, signs, powers. */
class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(
    text: string,
    private readonly vocabulary: Vocabulary,
  ) {
    const found = [...text.matchAll(TOKENS)].map((match) => ({ from: match.index, text: match[0] }));
    this.#tokens = [...found, { from: text.length, text: '' }];
  }

  whole(): Formula {
    const formula = this.#sum();
    if (this.#next.text !== '') throw this.#unreadable('operator');
    return formula;
  }

  #sum = (): Formula => this.#operations(SUMS, this.#product);
  #product = (): Formula => this.#operations(PRODUCTS, this.#signed);

  #operations(signs: readonly Sign[], part: () => Formula): Formula {
    let left = part();
    for (;;) {
      const sign = signs.find((one) => this.#take(one));
      if (sign === undefined) return left;
      left = { kind: 'operation', sign, left, right: part() };
    }
  }

  /** A power binds more than the sign before it, and less than the one in its exponent. */
  #signed = (): Formula => {
    if (this.#take('-')) return { kind: 'negative', of: this.#signed() };
    if (this.#take('+')) return this.#signed();
    const base = this.#atom();
    return this.#take('**') ? { kind: 'operation', sign: '**', left: base, right: this.#signed() } : base;
  };

  #atom(): Formula {
    if (this.#take('(')) {
      const inside = this.#sum();
      this.#close();
      return inside;
    }
    const token = this.#next;
    if (isNumber(token.text)) {
      this.#at++;
      return { kind: 'number', value: Number(token.text) };
    }
    if (!isName(token.text)) throw this.#unreadable('value');
    this.#at++;
    return this.#take('(') ? this.#call(token) : this.#name(token);
  }

  #name(token: Token): Formula {
    if (this.vocabulary.values.includes(token.text)) return { kind: 'name', name: token.text };
    throw this.#unreadable('name', token);
  }

  #call(token: Token): Formula {
    const { functions } = this.vocabulary;
    const takes = Object.hasOwn(functions, token.text) ? functions[token.text] : undefined;
    if (!takes) throw this.#unreadable('name', token);
    const inputs = [this.#sum()];
    while (this.#take(',')) inputs.push(this.#sum());
    this.#close();
    if (takes === 'one' && inputs.length > 1) throw this.#unreadable('one-argument', token);
    if (takes === 'several' && inputs.length < 2) throw this.#unreadable('several-arguments', token);
    return { kind: 'call', name: token.text, inputs };
  }

  #close(): void {
    if (!this.#take(')')) throw this.#unreadable('parenthesis');
  }

  get #next(): Token {
    return this.#tokens[this.#at]!;
  }

  #take(text: string): boolean {
    const found = plain(this.#next.text) === text;
    if (found) this.#at++;
    return found;
  }

  #unreadable(wrong: Misread['wrong'], { from, text }: Token = this.#next): Unreadable {
    const { values, functions } = this.vocabulary;
    const known = wrong === 'name' ? [...new Set([...values, ...Object.keys(functions)])] : [];
    return new Unreadable({ from, to: from + text.length, found: text, wrong, known });
  }
}
