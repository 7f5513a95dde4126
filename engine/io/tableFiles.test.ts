import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { tarOf, zipOf } from '../testing/imports.js';
import { refusal } from '../testing/problems.js';
import { dataKind, readTableFile } from './tableFiles.js';

const folder = mkdtempSync(join(tmpdir(), 'loom-table-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, contents: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, contents);
  return path;
}

const CSV = 'a,b\n1,2\n3,4\n';
const bytes = (text: string) => Buffer.from(text, 'latin1');

it.each([
  ['plain.csv', bytes(CSV), 'plain.csv'],
  ['packed.csv.gz', gzipSync(CSV), 'packed.csv'],
  [
    'archive.zip',
    zipOf([
      { path: 'data/inner.tsv', bytes: bytes(CSV) },
      { path: 'README.md', bytes: bytes('x') },
    ]),
    'inner.tsv',
  ],
  ['no extension', bytes(CSV), 'no extension'],
  ['wrong.bin', bytes(CSV), 'wrong.bin'],
])('reads the table in %s', async (name, contents, inner) => {
  const path = write(name, contents);
  expect(await dataKind(path)).toBe('table');
  const read = await readTableFile(path);
  expect([read.name, Buffer.from(read.bytes).toString()]).toEqual([inner, CSV]);
});

describe('tables of other kinds', () => {
  it.each([
    ['xlsx', zipOf([{ path: 'xl/workbook.xml', bytes: bytes('<x/>') }])],
    [
      'ods',
      zipOf([
        { path: 'mimetype', bytes: bytes('x') },
        { path: 'content.xml', bytes: bytes('<x/>') },
      ]),
    ],
    ['numpy', zipOf([{ path: 'x.npy', bytes: bytes('\x93NUMPY') }])],
    ['numpy', bytes('\x93NUMPY\x01\0')],
    ['xls', bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0')],
    ['parquet', bytes('PAR1\x15\x04')],
    ['sqlite', bytes('SQLite format 3\0\x10')],
    ['hdf5', bytes('\x89HDF\r\n\x1a\n')],
    ['arrow', bytes('ARROW1\0\0')],
    ['arff', bytes('% a comment\n\n@RELATION iris\n@attribute a real\n@data\n1\n')],
    ['json', bytes('[\n  {"a": 1, "b": 2}\n]')],
    ['html', bytes('<!DOCTYPE html><table><tr><td>1</td></tr></table>')],
    ['r', gzipSync(bytes('RDX3\nX\n\0\0\0\x03'))],
    ['matlab', bytes('MATLAB 5.0 MAT-file, Platform: GLNXA64')],
    ['sql', bytes('-- Dump\nCREATE TABLE t (a int);\nINSERT INTO t VALUES (1, 2);\n')],
  ])('are named by their contents, under any name: %s', async (kind, contents) => {
    for (const name of [`some.${kind}`, 'some.csv', 'some']) {
      const path = write(name, contents);
      expect(await dataKind(path)).toBe('table');
      const { problem, message } = await refusal(() => readTableFile(path));
      expect(problem).toMatchObject({ code: 'bad-data/file-kind', facts: { kind } });
      expect(message).toMatch(/^some.*: This is .* CSV/);
    }
  });

  it.each([
    ['project', bytes('{\n  "format": "layerloom",\n  "version": 1\n}')],
    ['onnx', bytes('\x08\x08\x12\x07pytorch\x1a')],
    ['torch', zipOf(['m/data.pkl', 'm/version'].map((path) => ({ path, bytes: bytes('2') })))],
    ['keras', zipOf(['config.json', 'model.weights.h5'].map((path) => ({ path, bytes: bytes('{}') })))],
    ['safetensors', bytes('\x40\0\0\0\0\0\0\0{"w":{}}')],
    ['notebook', bytes('{\n "cells": [\n  {}]}')],
    ['python', bytes('# Trains.\nimport torch\n\nx = [1, 2]\nprint(x, 1)\n')],
    ['document', bytes('%PDF-1.4\n%\xe2\xe3')],
    [
      'document',
      zipOf(['word/document.xml', 'word/media/1.png'].map((path) => ({ path, bytes: bytes('x') }))),
    ],
    ['program', bytes('MZ\x90\0\x03')],
    ['lfs', bytes('version https://git-lfs.github.com/spec/v1\noid sha256:0\n')],
  ])('models, programs and documents are named, with what to do: %s', async (kind, contents) => {
    const path = write('some', contents);
    expect(await dataKind(path)).toBe('table');
    const { problem, message } = await refusal(() => readTableFile(path));
    expect(problem).toMatchObject({ code: 'bad-data/file-kind', facts: { kind } });
    expect(message).toMatch(/^some: This is an? .*\. .+\.$/);
  });

  it.each(['PAR1,PAR2', 'FEA1,FEA2', 'MZ,intensity', 'import value,export value'])(
    'may begin as other files do: %s',
    async (names) => {
      const path = write('names.csv', bytes(`${names}\n1,2\n`));
      expect((await readTableFile(path)).bytes).toHaveLength(names.length + 5);
    },
  );

  it('are read from an archive with a text about them', async () => {
    const files = { 'README.txt': 'Rows of numbers.\n', 'LICENSE.txt': 'Free.\n', 'data.csv': CSV };
    const path = write(
      'described.zip',
      zipOf(Object.entries(files).map(([inner, text]) => ({ path: inner, bytes: bytes(text) }))),
    );
    expect((await readTableFile(path)).name).toBe('data.csv');
  });

  it('are named when an archive has several', async () => {
    const path = write(
      'two.zip',
      zipOf(['a.csv', 'b.csv'].map((inner) => ({ path: inner, bytes: bytes(CSV) }))),
    );
    expect(await dataKind(path)).toBe('table');
    expect((await refusal(() => readTableFile(path))).message).toBe(
      'two.zip: This archive contains 2 tables: a.csv, b.csv. Unpack it, and import one of them.',
    );
  });
});

it('does not unpack more than a table may hold', async () => {
  const zeros = Buffer.alloc(33 * 2 ** 20, '1,');
  const bomb = await refusal(() => readTableFile(write('bomb.csv.gz', gzipSync(zeros))));
  expect(bomb.problem.code).toBe('bad-data/table-unpacked');
  const inside = await refusal(() =>
    readTableFile(write('bomb.zip', zipOf([{ path: 'a.csv', bytes: zeros }]))),
  );
  expect(inside.problem.code).toBe('io/too-large');
  const cut = await refusal(() => readTableFile(write('cut.csv.gz', gzipSync(CSV).subarray(0, 20))));
  expect(cut.problem.code).toBe('bad-data/entry-damaged');
});

it.each([
  ['a folder', () => folder],
  [
    'an archive of images',
    () =>
      write(
        'i.zip',
        zipOf([
          { path: 'a/1.png', bytes: bytes('x') },
          { path: 'l.csv', bytes: bytes(CSV) },
        ]),
      ),
  ],
  ['a packed archive', () => write('i.tar.gz', gzipSync(tarOf([{ path: 'a/1.png', bytes: bytes('x') }])))],
  ['an image', () => write('i.png', bytes('\x89PNG\r\n\x1a\n\0'))],
  ['a portable pixmap', () => write('i.ppm', bytes('P3\n1 1\n255\n1 2 3\n'))],
  ['a drawing', () => write('i.svg', bytes('<svg/>'))],
  ['a file that is gone', () => join(folder, 'gone')],
])('%s is no table', async (_, path) => {
  expect(await dataKind(path())).toBe('images');
});
