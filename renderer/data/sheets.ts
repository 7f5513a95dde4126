import { ask } from '../images/library.js';
import { SHEET_SIDE } from '../images/messages.js';

/** Images on a sheet. */
export const SHEET_IMAGES = SHEET_SIDE * SHEET_SIDE;
/** Sheets kept, 1 MB each: some screens of the smallest thumbnails. */
const KEPT = 48;

/** Pictures of a list of images, made 256 at a time when they are first wanted, the oldest forgotten. */
export class Sheets {
  readonly #made = new Map<number, ImageBitmap | null>();

  constructor(
    readonly rows: Uint32Array,
    private readonly onMade: () => void,
  ) {}

  /** The sheet with image number `index` of the list, or null while it is being made. */
  get(index: number): ImageBitmap | null {
    const number = Math.floor(index / SHEET_IMAGES);
    const known = this.#made.get(number);
    if (known === undefined) {
      this.#make(number);
      return null;
    }
    // What was used last is forgotten last.
    this.#made.delete(number);
    this.#made.set(number, known);
    return known;
  }

  /** Frees the pictures. */
  dispose(): void {
    for (const sheet of this.#made.values()) sheet?.close();
    this.#made.clear();
  }

  #make(number: number): void {
    this.#made.set(number, null);
    const rows = this.rows.slice(number * SHEET_IMAGES, (number + 1) * SHEET_IMAGES);
    ask('sheet', rows).then(
      (sheet) => {
        if (!this.#made.has(number)) {
          sheet.close();
          return;
        }
        this.#made.set(number, sheet);
        this.#forget();
        this.onMade();
      },
      // Another data set takes this one's place, and with it goes this list; else the next painting asks again.
      () => this.#made.delete(number),
    );
  }

  #forget(): void {
    for (const [number, sheet] of this.#made) {
      if (this.#made.size <= KEPT) return;
      sheet?.close();
      this.#made.delete(number);
    }
  }
}
