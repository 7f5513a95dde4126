import { float } from '../../base/fields.js';
import { shuffle } from '../../random/randperm.js';
import { nextUniform } from '../../random/distributions.js';
import { adviceOn, noEffect, setting } from '../step.js';
import { adjustBrightness, adjustContrast, adjustSaturation } from './color.js';
import { defineAugmentation } from './define.js';
import { adjustHue } from './hue.js';

/** Above this, colors change more than they do with the light in photos. */
const STRONG_HUE = 0.1;

/** The strength of a random change; 0 for none. */
const strength = (label: string, max: number, help: string) =>
  float({ default: 0, min: 0, max, label, help });

const factorHelp = (what: string) => `${what} by a factor from 1 − this (at least 0) to 1 + this.`;

/**
 * Changes brightness, contrast, saturation and hue, in random order. Three draws for the order and one for
 * each enabled change.
 * https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.ColorJitter.html
 */
export const colorJitter = defineAugmentation({
  type: 'ColorJitter',
  summary: 'Changes brightness, contrast, saturation and hue a little, like a change of lighting.',
  params: {
    brightness: strength('Brightness', 10, factorHelp('Multiplies all colors')),
    contrast: strength('Contrast', 10, factorHelp('Scales the distance from the mean gray value')),
    saturation: strength('Saturation', 10, factorHelp('Scales the distance of colors from gray')),
    hue: strength('Hue', 0.5, 'Rotates hues by up to this fraction of the color wheel, in either direction.'),
  },
  suggested: { brightness: 0.2, contrast: 0.2, saturation: 0.2, hue: 0.02 },
  advice: (strengths, step, { builtIn }) => {
    const { hue } = strengths;
    if (Object.values(strengths).every((strength) => strength === 0))
      return noEffect(step, Object.keys(strengths));
    if (hue <= STRONG_HUE && (hue === 0 || builtIn)) return null;
    const weight = hue > STRONG_HUE ? 'warning' : 'note';
    return adviceOn(step, weight, 'advice/changed-colors', {}, [setting(step, 'hue', 0)]);
  },
  prepare: ({ brightness, contrast, saturation, hue }, { side }) => {
    const order = new Uint8Array(4);
    const changes = [
      { adjust: adjustBrightness, range: brightness, middle: 1 },
      { adjust: adjustContrast, range: contrast, middle: 1 },
      { adjust: adjustSaturation, range: saturation, middle: 1 },
      { adjust: adjustHue, range: hue, middle: 0 },
    ] as const;
    const factors = new Float32Array(changes.length);
    return (gen, from, to) => {
      for (let i = 0; i < order.length; i++) order[i] = i;
      shuffle(gen, order);
      changes.forEach(({ range, middle }, i) => {
        if (range === 0) return;
        const least = middle === 1 ? Math.max(0, 1 - range) : -range;
        factors[i] = nextUniform(gen, least, middle + range);
      });
      to.set(from);
      for (const i of order) {
        const { adjust, range } = changes[i]!;
        if (range > 0) adjust(to, side * side, factors[i]!);
      }
    };
  },
});
