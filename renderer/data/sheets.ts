import type { ImageLibrary } from '../images/library.js';
import { SHEET_SIDE } from '../images/messages.js';

/** Number of images per sheet. */
export const SHEET_IMAGES = SHEET_SIDE * SHEET_SIDE;
/** Maximum number of cached sheets, 1 MB each: several screens of the smallest thumbnails. */
const KEPT = 48;

/** An LRU cache of sheets with 256 images each, rendered on first use. */
export class Sheets {
  readonly #made = new Map<number, ImageBitmap | null>();

  constructor(
    private readonly images: ImageLibrary,
    readonly rows: Uint32Array,
    private readonly onMade: () => void,
  ) {}

  /** The sheet that contains image `index` of the list; null while it is being rendered. */
  get(index: number): ImageBitmap | null {
    const number = Math.floor(index / SHEET_IMAGES);
    const known = this.#made.get(number);
    if (known === undefined) {
      this.#make(number);
      return null;
    }
    // Reinsert as the most recently used.
    this.#made.delete(number);
    this.#made.set(number, known);
    return known;
  }

  /** Frees the bitmaps. */
  dispose(): void {
    for (const sheet of this.#made.values()) sheet?.close();
    this.#made.clear();
  }

  #make(number: number): void {
    this.#made.set(number, null);
    const rows = this.rows.slice(number * SHEET_IMAGES, (number + 1) * SHEET_IMAGES);
    this.images.ask('sheet', rows).then(
      (sheet) => {
        if (!this.#made.has(number)) {
          sheet.close();
          return;
        }
        this.#made.set(number, sheet);
        this.#evict();
        this.onMade();
      },
      // Either a new data set replaces this list, or the next paint requests the sheet again.
      () => this.#made.delete(number),
    );
  }

  #evict(): void {
    for (const [number, sheet] of this.#made) {
      if (this.#made.size <= KEPT) return;
      sheet?.close();
      this.#made.delete(number);
    }
  }
}
