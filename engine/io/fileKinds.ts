import type { FileKind } from '../base/facts.js';
import type { Entry } from './import/container.js';

/**
 * Kinds of files that are no text tables and no images, by how they begin, one code unit a byte. `PAR1`, `FEA1` and `MZ`
 * may also be names of columns.
 */
const BEGINNINGS: readonly (readonly [kind: FileKind, begins: RegExp | readonly string[]])[] = [
  ['project', /^(\xef\xbb\xbf)?\s*\{[^]{0,200}?"format"\s*:\s*"layerloom"/],
  ['tensorflow', ['\b\x01\x12']],
  // The version of the format, then a text, a number, the graph or the operators' version.
  ['onnx', /^[\b]\p{Cc}[\p{Cc}"(2:B]/u],
  ['notebook', /^\s*\{\s*"(cells"\s*:\s*\[|nbformat)/],
  ['json', /^(\xef\xbb\xbf)?\s*(\{\s*"|\[\s*[{[])/],
  ['html', /^(\xef\xbb\xbf)?\s*<(!doctype html|html|table)\b/i],
  ['xls', ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1']],
  ['parquet', /^PAR1[^\s -~]/],
  ['sqlite', ['SQLite format 3\0']],
  ['numpy', ['\x93NUMPY']],
  ['hdf5', ['\x89HDF\r\n\x1a\n']],
  ['arrow', /^(ARROW1\0|FEA1[^\s -~])/],
  ['orc', /^(ORC|Obj)\p{Cc}/u],
  ['arff', /^(\s*%.*\n|\s*\n)*\s*@relation\s/i],
  ['matlab', /^MATLAB \d/],
  ['r', /^(RD[AX][23]\n|X\n\0{3})/],
  ['statistics', /^(<stata_dta>|\$FL[23]@|\0{12}\xc2\xea\x81\x60)/],
  ['sql', /^(\s|--.*\n|\/\*[^]*?\*\/)*(create\s+(table|database|schema)|drop\s+table|insert\s+into)\s/i],
  // The number that old PyTorch files begin with, as Python 2 and 3 write it.
  ['torch', ['\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.']],
  ['pickle', ['\x80\x02', '\x80\x03', '\x80\x04', '\x80\x05']],
  ['safetensors', /^[^]{5}\0{3}\{\s*"/],
  ['tensorflow', /^[^]{4}TFL3/],
  ['gguf', /^GGUF[^\s -~]/],
  [
    'python',
    /^(\s*#.*\n|\s*\n|"""[^]*?""")*(import [\w.]+( as \w+)?|from [\w.]+ import [\w*, ()]+)\s*(\n|$)/,
  ],
  ['program', /^(#!|MZ[^]\0|\x7fELF|[\xcf\xce]\xfa\xed\xfe|\xca\xfe\xba\xbe)/],
  ['document', /^(%PDF-|\{\\rtf)/],
  ['lfs', ['version https://git-lfs']],
];

/** Kinds of zip archives that hold neither tables nor data sets, by the names in them. */
const ARCHIVES: readonly (readonly [kind: FileKind, names: readonly RegExp[]])[] = [
  ['xlsx', [/^xl\/workbook\.(xml|bin)$/]],
  ['ods', [/^mimetype$/, /^content\.xml$/]],
  [
    'document',
    [/^(word\/document\.xml|ppt\/presentation\.xml|Index\/Document\.iwa|META-INF\/container\.xml)$/],
  ],
  ['torch', [/(^|\/)data\.pkl$/, /(^|\/)version$/]],
  ['keras', [/^config\.json$/, /^model\.weights\.h5$/]],
  ['tensorflow', [/(^|\/)model\.json$/, /(^|\/)(weights|group1-shard\w*)\.bin$/]],
  ['program', [/^(AndroidManifest\.xml|META-INF\/MANIFEST\.MF)$/]],
];

/** The kind of a file that is neither a text table nor an image, by its first bytes; undefined for others. */
export function fileKind(head: Uint8Array): FileKind | undefined {
  const start = Buffer.from(head.subarray(0, 4096)).toString('latin1');
  return BEGINNINGS.find(([, begins]) =>
    begins instanceof RegExp ? begins.test(start) : begins.some((one) => start.startsWith(one)),
  )?.[0];
}

/** The kind of a zip archive that is neither a packed table nor a data set, by its entries; undefined for others. */
export function archiveKind(entries: readonly Entry[]): FileKind | undefined {
  if (entries.length > 0 && entries.every(({ path }) => path.endsWith('.npy'))) return 'numpy';
  return ARCHIVES.find(([, names]) =>
    names.every((name) => entries.some(({ path }) => name.test(path))),
  )?.[0];
}
