// Measures the main thread's work between two frames, from Chromium's trace.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const CATEGORIES = ['toplevel', 'cc', '__metadata'];

/** Runs `work` while Chromium records a trace; returns frame statistics of the page's main thread. */
export async function traced(app, folder, work) {
  await app.evaluate(
    ({ contentTracing }, included_categories) => contentTracing.startRecording({ included_categories }),
    CATEGORIES,
  );
  await work();
  const path = join(folder, 'trace.json');
  await app.evaluate(({ contentTracing }, file) => contentTracing.stopRecording(file), path);
  return analyze(JSON.parse(readFileSync(path, 'utf8')).traceEvents);
}

/** The main thread's work per frame, in milliseconds, and the tasks longer than 50 ms. */
function analyze(events) {
  const main = events.find(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  const own = events.filter(({ pid, tid }) => pid === main.pid && tid === main.tid);
  const tasks = own
    .filter(({ name, ph }) => name === 'ThreadControllerImpl::RunTask' && ph === 'X')
    .map(({ ts, dur, tdur }) => ({ from: ts / 1000, wall: dur / 1000, work: (tdur ?? dur) / 1000 }))
    .sort((a, b) => a.from - b.from);
  const frames = own
    .filter(({ name }) => name === 'ProxyMain::BeginMainFrame')
    .map(({ ts }) => ts / 1000)
    .sort((a, b) => a - b);
  const work = frames.slice(1).map((end, i) => {
    const inside = tasks.filter(({ from }) => from >= frames[i] && from < end);
    return inside.reduce((sum, task) => sum + task.work, 0);
  });
  const seconds = frames.length > 1 ? (frames.at(-1) - frames[0]) / 1000 : 0;
  return {
    frames: work.length,
    framesPerSecond: seconds === 0 ? 0 : work.length / seconds,
    p50: quantile(work, 0.5),
    p95: quantile(work, 0.95),
    longTasks: tasks.filter(({ wall }) => wall > 50),
  };
}

/** The quantile of some values, for a share from 0 to 1. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? 0;
}

/** Prints the result of `traced`: frame rate and main-thread work. */
export function report(name, { frames, framesPerSecond, p50, p95, longTasks }) {
  const long = longTasks.map(({ wall, work }) => `${wall.toFixed(0)} ms (computing ${work.toFixed(0)})`);
  console.log(
    `${name.padEnd(40)} ${String(frames).padStart(5)} frames  ${framesPerSecond.toFixed(0).padStart(3)} a second  ` +
      `work a frame: median ${p50.toFixed(1)} ms, 95th percentile ${p95.toFixed(1)} ms  tasks over 50 ms: ${long.join(', ') || 'none'}`,
  );
}
