// Measures panning, zooming and dragging in graphs of 100 and 300 nodes.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch, quit, root } from './app.mjs';
import { report, traced } from './trace.mjs';

/**
 * Number of nodes, including input and output, and the maximum main-thread work per frame at the 95th percentile, in
 * milliseconds. No task may take over 50 ms.
 */
const TARGETS = [
  { nodes: 100, p95: 8 },
  { nodes: 300, p95: 16 },
];
/** Layouts of the nodes: in a chain, or in a grid in which all are in view at once. */
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
/** Zoom steps from a whole long chain to some forty of its layers. */
const NEARER = 13;
/** Further zoom steps, also from the grid, to text at nearly twice its size. */
const CLOSE = 12;
/** Time for the view to settle, in milliseconds; a key press animates it for 140. */
const SETTLED = 500;
/** Number of mouse movements per measurement. */
const MOVES = 240;

/** Pans, zooms and drags both graphs in both layouts, zoomed out and close up, and compares with the targets. */
export async function measureCanvas(folder) {
  for (const target of TARGETS)
    for (const [name, layoutOf] of Object.entries(LAYOUTS))
      await measureLayout(folder, target, name, layoutOf);
}

async function measureLayout(folder, target, name, layoutOf) {
  const { app, page } = await launch(folder, [longProject(folder, target.nodes - 2, layoutOf)]);
  await page.locator('.react-flow__node:visible').first().waitFor();
  const box = await page.locator('.react-flow').boundingBox();
  const mouse = await openMouse(page);
  const title = `${target.nodes} nodes ${name}`;
  await press(page, 'Control+0', 1);
  if (name === 'in a chain') await press(page, 'Control+=', NEARER);
  console.log(`${title}: ${await nodesIn(page, box)} of them are in view`);
  // Find the place to press first, because the search is work for the page.
  const measure = async (what, work, placeOf) => {
    const place = await placeOf(page, box);
    const movement = async () => {
      await work(mouse, place);
      // Include the work after the movement.
      await page.waitForTimeout(SETTLED);
    };
    const result = await traced(app, folder, movement);
    report(`${title}, ${what}`, result);
    if (result.p95 > target.p95) miss(`95th percentile over ${target.p95} ms`);
    // Long tasks with less work were preempted by another program.
    if (result.longTasks.some(({ work }) => work > 50)) miss('tasks over 50 ms');
  };
  await measure('panning', pan, emptyPlace);
  await measure('zooming', zoom, () => middleOf(box));
  await measure('dragging one', drag, middleNode);
  await press(page, 'Control+=', CLOSE);
  await measure('panning close up', pan, emptyPlace);
  await measure('dragging close up', drag, middleNode);
  await quit(app);
}

/** Reports a missed target and sets the exit status. */
function miss(what) {
  console.log(`  TARGET MISSED: ${what}`);
  process.exitCode = 1;
}

/** Presses a key that moves the view several times, and waits each time until it settles. */
async function press(page, key, times) {
  for (let i = 0; i < times; i++) {
    await page.keyboard.press(key);
    await page.waitForTimeout(SETTLED);
  }
}

async function pan(mouse, from) {
  // Pan right and down; to the left, the mouse would hover over the palette and open tooltips.
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

/** The center of the node closest to the canvas's center. */
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

/** A point of the canvas without a node. */
function emptyPlace(page, box) {
  return page.evaluate(({ x, y, width, height }) => {
    for (let i = 0; i < 10_000; i++) {
      const place = { x: x + ((i * 37) % (width / 2)), y: y + ((i * 61) % (height / 2)) };
      if (document.elementFromPoint(place.x, place.y).matches('.react-flow__pane')) return place;
    }
    throw new Error('nodes are everywhere');
  }, box);
}

/** The number of nodes that are at least partly visible. */
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

/** Writes the example with `count` layers of matching shapes. */
function longProject(folder, count, layoutOf) {
  // The last linear layer has one output for each of the two classes.
  const lastLinear = count - 2 - ((count - 2) % 3);
  const layers = Array.from({ length: count }, (_, i) => ({
    id: `l${i + 1}`,
    name: `layer_${i + 1}`,
    type: { 0: 'Flatten', [count - 1]: 'LogSoftmax' }[i] ?? ['Linear', 'Tanh', 'Dropout'][i % 3],
    params: i > 0 && i < count - 1 && i % 3 === 0 ? { out_features: i === lastLinear ? 2 : 64 } : {},
  }));
  const file = join(folder, 'long.loom');
  const example = JSON.parse(
    readFileSync(join(root, 'assets', 'examples', 'birds-vs-airplanes.loom'), 'utf8'),
  );
  const project = { ...example, model: { layers }, layout: layoutOf(layers) };
  writeFileSync(file, JSON.stringify(project));
  return file;
}

/**
 * Opens a mouse that sends input through the Chrome DevTools Protocol. Playwright's own mouse runs code in the page at
 * every movement while a button is down, which would count as the page's work.
 */
async function openMouse(page) {
  const session = await page.context().newCDPSession(page);
  let at = { x: 0, y: 0 };
  let pressed = false;
  const send = (type, more = {}) =>
    session.send('Input.dispatchMouseEvent', {
      type,
      ...at,
      button: pressed ? 'left' : 'none',
      buttons: pressed ? 1 : 0,
      ...more,
    });
  return {
    move: (x, y) => {
      at = { x, y };
      return send('mouseMoved');
    },
    down: () => {
      pressed = true;
      return send('mousePressed', { clickCount: 1 });
    },
    up: async () => {
      await send('mouseReleased', { clickCount: 1, buttons: 0 });
      pressed = false;
    },
    wheel: (deltaX, deltaY) => send('mouseWheel', { deltaX, deltaY }),
  };
}
