import { basename } from 'node:path';
import { failure } from '../base/problem.js';
import { originProject } from '../exchange/onnx/metadata.js';
import { readOnnx } from '../io/onnxFiles.js';
import { explain as explainJob, type Explained } from '../jobs/explain.js';
import { serializeProject } from '../project/parse.js';
import { decodingOf, formOfSource, isImages } from '../project/samples.js';
import type { Project } from '../project/schema.js';
import { type Command, printResult, runHere, textOption, wholeOption } from './command.js';
import { readPixels, withData } from './inputs.js';
import { grid, table } from './printer.js';

/** Contributions that are shown; the others are added up. */
const SHOWN = 20;

/** `layerloom explain`. */
export const explain: Command = {
  name: 'explain',
  usage: 'explain FILE.onnx IMAGE|--row N --layer NAME --unit K[,Y,X] [--data PATH] [--json]',
  summary: "The inputs times weights that make one unit's number, for an image or a row of the data.",
  run: async (positionals, options, terminal) => {
    const [file, image] = positionals;
    const row = wholeOption(options, 'row', { min: 0 }, null);
    const given = positionals.length + Number(row !== null);
    if (file === undefined || given !== 2) {
      throw failure('bad-argument/count', { expected: 'file and an image or --row', found: given });
    }
    const [layer, unit] = ['layer', 'unit'].map((option) => {
      const value = textOption(options, option);
      if (value === undefined) throw failure('bad-argument/missing-option', { option });
      return value;
    }) as [string, string];
    const data = textOption(options, 'data');
    const project = originProject((await readOnnx(file)).metadata, basename(file));
    const explained = await runHere(terminal, explainJob, {
      file,
      project: data === undefined ? null : serializeProject(await withData(project, data, terminal)),
      sample: image === undefined ? row! : Uint8Array.from(await pixelsFor(project, image, file)),
      layer,
      unit: positionOf(unit),
    });
    printResult(terminal, options, explained, () => explanationText(explained));
    return 0;
  },
};

function positionOf(unit: string): number[] {
  if (/^\d{1,9}(,\d{1,9})*$/.test(unit)) return unit.split(',').map(Number);
  throw failure(
    'bad-argument/range',
    { found: unit, min: 0, max: null },
    { where: { kind: 'option', name: 'unit' } },
  );
}

/** An image in the size and with the channels that the model takes. */
function pixelsFor({ data }: Project, image: string, file: string): Promise<Uint8Array> {
  if (!isImages(data)) {
    throw failure('bad-onnx/not-image-classifier', {}, { where: { kind: 'file', path: file } });
  }
  return readPixels(image, formOfSource(data.source), decodingOf(data.source));
}

const figure = (value: number) => Number(value.toPrecision(7)).toString();

function explanationText({ layer, type, unit, output, sum, constant, contributions }: Explained): string {
  const others = contributions.slice(SHOWN);
  const rest = others.reduce((total, { product }) => total + product, 0);
  return [
    `${layer} (${type}), unit ${unit.join(', ')}`,
    grid([
      ['input', 'value', 'weight', 'value × weight'],
      ...contributions
        .slice(0, SHOWN)
        .map(({ index, input, weight, product }) => [
          index.join(', '),
          ...[input, weight, product].map(figure),
        ]),
      ...(others.length > 0 ? [[`${others.length} others`, '', '', figure(rest)]] : []),
      [constant.kind === 'bias' ? 'bias' : 'rest (curved)', '', '', figure(constant.value)],
    ]),
    table([
      ['sum', figure(sum)],
      ['onnxruntime', figure(output)],
    ]),
  ].join('\n\n');
}
