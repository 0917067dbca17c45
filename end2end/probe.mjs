// The form engine in WebAssembly, outside a browser: verdicts to compare with the native ones, or times.
// node probe.mjs FOLDER digests|verdict|times COUNT
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const RUN = 500;
const [folder, command, text] = process.argv.slice(2);
const count = Number(text);
const { initSync, digest_of, verdict_of, Desk } = await import(pathToFileURL(join(folder, "probe.js")));
initSync({ module: readFileSync(join(folder, "probe_bg.wasm")) });

if (command === "digests") {
  for (let first = 0; first < count; first += RUN) process.stdout.write(`${digest_of(first, RUN)}\n`);
} else if (command === "verdict") {
  process.stdout.write(verdict_of(count));
} else {
  for (const desk of [Desk.small(), Desk.big()]) {
    const whole = median(() => desk.whole());
    const change = median((number) => desk.change(number));
    process.stdout.write(`${whole} ${change} ${desk.counted()}\n`);
  }
}

// Median time in microseconds, each taken over ten runs: the clock is coarse.
function median(work) {
  const times = [];
  for (let run = 0; run < count; run += 1) {
    const start = performance.now();
    for (let again = 0; again < 10; again += 1) work(run * 10 + again);
    times.push(((performance.now() - start) * 1000) / 10);
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
}
