// The window while a graph of 300 layers is panned, zoomed and dragged.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch, quit, root } from './app.mjs';
import { openMouse } from './mouse.mjs';
import { report } from './report.mjs';
import { traced } from './trace.mjs';

/** Where the 300 layers stand: one below the other, or side by side so that all are in view at once. */
const LAYOUTS = {
  'in a chain': () => ({}),
  'all in view': (layers) => ({
    positions: Object.fromEntries(
      [...layers.map(({ id }) => id), 'output'].map((id, i) => [
        id,
        { x: (i % 10) * 300, y: 110 + Math.floor(i / 10) * 100 },
      ]),
    ),
  }),
};
/** Steps of the zoom from the whole of a long chain to some forty of its layers. */
const NEARER = 13;
/** And from there, or from all nodes side by side, to their text in nearly twice its size. */
const CLOSE = 12;
/**
 * Milliseconds after which all is done: a key moves the view for 140, it is at rest after 150 more, then 302 nodes
 * change for the new zoom, 40 in each frame.
 */
const SETTLED = 500;
/** Movements of the mouse in each measurement. */
const MOVES = 240;

/** Pans, zooms and drags on both layouts, from afar and close up. */
export async function measureCanvas(folder) {
  for (const [name, layoutOf] of Object.entries(LAYOUTS)) {
    const { app, page } = await launch(folder, [longProject(folder, layoutOf)]);
    await page.locator('.react-flow__node:visible').first().waitFor();
    const box = await page.locator('.react-flow').boundingBox();
    const mouse = await openMouse(page);
    await press(page, 'Control+0', 1);
    if (name === 'in a chain') await press(page, 'Control+=', NEARER);
    console.log(`300 nodes ${name}: ${await nodesIn(page, box)} of them are in view`);
    // Where to press is looked up first: looking is work for the page.
    const measure = async (what, work, placeOf) => {
      const place = await placeOf(page, box);
      const movement = async () => {
        await work(mouse, place);
        // What follows the movement counts as well.
        await page.waitForTimeout(SETTLED);
      };
      report(`300 nodes ${name}, ${what}`, await traced(app, folder, movement));
    };
    await measure('panning', pan, emptyPlace);
    await measure('zooming', zoom, () => middleOf(box));
    await measure('dragging one', drag, middleNode);
    await press(page, 'Control+=', CLOSE);
    await measure('panning close up', pan, emptyPlace);
    await measure('dragging close up', drag, middleNode);
    await quit(app);
  }
}

/** Presses a key that moves the view, and waits each time until it has come to rest. */
async function press(page, key, times) {
  for (let i = 0; i < times; i++) {
    await page.keyboard.press(key);
    await page.waitForTimeout(SETTLED);
  }
}

async function pan(mouse, from) {
  // To the right and down: to the left, the mouse would pass over the palette and show what its layers do.
  await mouse.move(from.x, from.y);
  await mouse.down();
  for (let i = 0; i < MOVES; i++)
    await mouse.move(from.x + (1 - Math.cos(i / 40)) * 100, from.y + (1 - Math.cos(i / 15)) * 50);
  await mouse.up();
}

async function zoom(mouse, middle) {
  await mouse.move(middle.x, middle.y);
  for (let i = 0; i < MOVES / 2; i++) await mouse.wheel(0, i % 60 < 30 ? -40 : 40);
}

async function drag(mouse, at) {
  await mouse.move(at.x, at.y);
  await mouse.down();
  for (let i = 0; i < MOVES; i++)
    await mouse.move(at.x + Math.sin(i / 40) * 150, at.y + Math.sin(i / 15) * 60);
  await mouse.up();
}

const middleOf = ({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 });

/** The middle of the node that is nearest to the middle of the canvas. */
async function middleNode(page, box) {
  const node = await page.evaluate((target) => {
    const boxes = [...document.querySelectorAll('.react-flow__node.draggable')].map((node) => {
      const { x, y, width, height } = node.getBoundingClientRect();
      return { x, y, width, height };
    });
    const away = (box) => Math.hypot(box.x + box.width / 2 - target.x, box.y + box.height / 2 - target.y);
    return boxes.sort((a, b) => away(a) - away(b))[0];
  }, middleOf(box));
  return middleOf(node);
}

/** A place of the canvas where no node is. */
function emptyPlace(page, box) {
  return page.evaluate(({ x, y, width, height }) => {
    for (let i = 0; i < 10_000; i++) {
      const place = { x: x + ((i * 37) % (width / 2)), y: y + ((i * 61) % (height / 2)) };
      if (document.elementFromPoint(place.x, place.y).matches('.react-flow__pane')) return place;
    }
    throw new Error('nodes are everywhere');
  }, box);
}

/** How many nodes can be seen, at least in part. */
function nodesIn(page, box) {
  return page.evaluate(
    ({ x, y, width, height }) =>
      [...document.querySelectorAll('.react-flow__node')].filter((node) => {
        const { left, right, top, bottom } = node.getBoundingClientRect();
        return left < x + width && right > x && top < y + height && bottom > y;
      }).length,
    box,
  );
}

/** The example with 300 layers that fit. */
function longProject(folder, layoutOf) {
  const layers = Array.from({ length: 300 }, (_, i) => ({
    id: `l${i + 1}`,
    name: `layer_${i + 1}`,
    type: { 0: 'Flatten', 299: 'LogSoftmax' }[i] ?? ['Linear', 'Tanh', 'Dropout'][i % 3],
    params: i > 0 && i < 299 && i % 3 === 0 ? { out_features: i === 297 ? 2 : 64 } : {},
  }));
  const file = join(folder, 'long.loom');
  const example = JSON.parse(
    readFileSync(join(root, 'assets', 'examples', 'birds-vs-airplanes.loom'), 'utf8'),
  );
  const project = { ...example, model: { layers }, layout: layoutOf(layers) };
  writeFileSync(file, JSON.stringify(project));
  return file;
}
