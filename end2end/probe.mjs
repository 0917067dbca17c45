// The form engine in WebAssembly, outside a browser: verdicts to compare with the native ones, or times.
// node probe.mjs FOLDER verdicts|times COUNT
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, command, count] = process.argv.slice(2);
const { initSync, verdict, Desk } = await import(pathToFileURL(join(folder, "probe.js")));
initSync({ module: readFileSync(join(folder, "probe_bg.wasm")) });

if (command === "verdicts") {
  const lines = [];
  for (let seed = 0; seed < Number(count); seed += 1) lines.push(verdict(seed));
  process.stdout.write(`${lines.join("\n")}\n`);
} else {
  const desk = new Desk();
  const whole = median(() => desk.whole());
  const change = median((number) => desk.change(number));
  process.stdout.write(`${whole} ${change} ${desk.counted()}\n`);
}

// Median time in microseconds, each taken over ten runs: the clock is coarse.
function median(work) {
  const times = [];
  for (let run = 0; run < Number(count); run += 1) {
    const start = performance.now();
    for (let again = 0; again < 10; again += 1) work(run * 10 + again);
    times.push(((performance.now() - start) * 1000) / 10);
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
}
