/** The format of an image file. */
export interface ImageFormat {
  readonly name: string;
  /** False for formats that are recognized only to name them. */
  readonly read: boolean;
}

/** Formats by their first bytes, as Latin-1. */
const FORMATS: readonly (ImageFormat & { readonly first: RegExp })[] = [
  { name: 'PNG', read: true, first: /^\x89PNG\r\n/ },
  { name: 'JPEG', read: true, first: /^\xff\xd8\xff/ },
  { name: 'GIF', read: true, first: /^GIF8/ },
  { name: 'WebP', read: true, first: /^RIFF[^]{4}WEBP/ },
  { name: 'TIFF', read: true, first: /^(II[*+]\0|MM\0[*+])/ },
  { name: 'AVIF', read: true, first: /^[^]{4}ftyp[^]{0,40}avi[fs]/ },
  { name: 'HEIC', read: false, first: /^[^]{4}ftyp(he(ic|ix|im|is|vc|vx)|mif1|msf1)/ },
  { name: 'JPEG XL', read: false, first: /^(\xff\n|\0{3}\fJXL )/ },
  { name: 'JPEG 2000', read: false, first: /^(\xff\x4f\xff\x51|\0{3}\fjP {2})/ },
  { name: 'PPM', read: true, first: /^P[1-6]\s+(#[^\n]*\n\s*)*\d/ },
  { name: 'PAM', read: false, first: /^P7\s/ },
  { name: 'SVG', read: false, first: /^(\xef\xbb\xbf)?\s*<(\?xml[^]*<)?([^]*<)?svg[\s>]/i },
  { name: 'Photoshop', read: false, first: /^8BPS/ },
];

/** Number of bytes that tell the format. */
const FIRST = 1024;

/** The format of an image file, told by its contents; null if it is none of those known. */
export function imageFormat(bytes: Uint8Array): ImageFormat | null {
  const head = Buffer.from(bytes.subarray(0, FIRST)).toString('latin1');
  return FORMATS.find(({ first }) => first.test(head)) ?? null;
}
