/** Prints the result of `traced`: frame rate and main-thread work. */
export function report(name, { frames, framesPerSecond, p50, p95, longTasks }) {
  const long = longTasks.map(({ wall, work }) => `${wall.toFixed(0)} ms (computing ${work.toFixed(0)})`);
  console.log(
    `${name.padEnd(40)} ${String(frames).padStart(5)} frames  ${framesPerSecond.toFixed(0).padStart(3)} a second  ` +
      `work a frame: median ${p50.toFixed(1)} ms, 95th percentile ${p95.toFixed(1)} ms  tasks over 50 ms: ${long.join(', ') || 'none'}`,
  );
}
