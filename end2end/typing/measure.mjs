// Key press to painted feedback, in our form and in SurveyJS showing the same one; prints milliseconds as JSON.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import { actFor, alive, open } from "../tests/people.mjs";

const [address, model, executablePath] = process.argv.slice(2);
const PAUSE = 80;
const VALUES = [345, 267, 891, 534, 712, 456];
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-gpu-vsync", "--disable-frame-rate-limit"];

const ours = {
  input: (place) => `[name="b0.n${place}"]`,
  feedback: (place) => `#b0-c${Math.floor(place / 2)}`,
  async open(page) {
    await actFor(page, "bocage");
    const dossier = await open(page, "ACI");
    await page.goto(`${dossier}/etapes/etape0`);
    await alive(page);
    await page.locator("label[for=b0-oui-oui]").click();
  },
};

const surveyjs = {
  input: (place) => `[data-name="b0_n${place}"] input`,
  feedback: (place) => `[data-name="b0_c${Math.floor(place / 2)}"] .sd-question__content`,
  async open(page) {
    const asset = (path) => fileURLToPath(new URL(`node_modules/${path}`, import.meta.url));
    await page.setContent("<!doctype html><html lang=fr><title>SurveyJS</title><div id=form></div>");
    await page.addStyleTag({ path: asset("survey-core/survey-core.min.css") });
    await page.addScriptTag({ path: asset("survey-core/survey.core.min.js") });
    await page.addScriptTag({ path: asset("survey-js-ui/survey-js-ui.min.js") });
    await page.evaluate((json) => {
      const survey = new Survey.Model(json);
      survey.setValue("b0_oui", true);
      survey.render(document.getElementById("form"));
    }, JSON.parse(readFileSync(model, "utf8")));
  },
};

// What a page with nothing but the sum takes: neither can do better here.
const bare = {
  input: (place) => `#n${place}`,
  feedback: (place) => `#c${Math.floor(place / 2)}`,
  async open(page) {
    const inputs = [0, 1, 2, 3, 4, 5, 6, 7].map((place) => `<input id=n${place}>`).join("");
    await page.setContent(`<!doctype html>${inputs}${[0, 1, 2, 3].map((place) => `<output id=c${place}></output>`).join("")}`);
    await page.evaluate(() => addEventListener("input", ({ target }) => {
      document.getElementById(`c${Math.floor(target.id.slice(1) / 2)}`).textContent = target.id + target.value;
    }));
  },
};

// Notes, for each key, when the feedback that it changes has been painted.
function watch() {
  const state = { feedback: null, last: null, pressed: null, times: [], painted: null };
  addEventListener("keydown", (event) => { state.pressed = event.timeStamp; }, true);
  const shown = () => document.querySelector(state.feedback)?.textContent ?? null;
  new MutationObserver(() => {
    if (state.pressed === null || shown() === state.last) return;
    const from = state.pressed;
    [state.pressed, state.last] = [null, shown()];
    requestAnimationFrame(() => {
      // The frame asked for has been painted when the next message comes.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => { state.times.push(performance.now() - from); state.painted?.(); };
      port2.postMessage(0);
    });
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
  window.watchFeedback = (feedback) => { state.feedback = feedback; state.last = shown(); };
  window.painted = (count) => new Promise((done) => {
    state.painted = () => state.times.length >= count && done();
    state.painted();
  });
  window.measured = () => state.times;
}

async function measure(browser, form, slow) {
  const page = await (await browser.newContext({ baseURL: address, viewport: { width: 1280, height: 900 } })).newPage();
  await form.open(page);
  for (let place = 0; place < 8; place += 1) await page.locator(form.input(place)).fill("111");
  await page.evaluate(watch);
  await (await page.context().newCDPSession(page)).send("Emulation.setCPUThrottlingRate", { rate: slow });
  let count = 0;
  for (const value of VALUES) {
    for (let place = 0; place < 8; place += 1) {
      await page.locator(form.input(place)).selectText();
      await page.evaluate((feedback) => watchFeedback(feedback), form.feedback(place));
      for (const digit of String(value)) {
        await page.waitForTimeout(PAUSE);
        await page.keyboard.press(digit);
        await page.evaluate((count) => painted(count), count += 1);
      }
    }
  }
  const times = (await page.evaluate(() => measured())).sort((one, other) => one - other);
  const at = (share) => times[Math.floor((times.length - 1) * share)];
  await page.context().close();
  return { keys: times.length, p50: at(0.5), p95: at(0.95) };
}

const browser = await chromium.launch({ executablePath, args: FLAGS });
const figures = {};
for (const slow of [1, 4]) {
  figures[slow] = {
    bare: await measure(browser, bare, slow),
    ours: await measure(browser, ours, slow),
    surveyjs: await measure(browser, surveyjs, slow),
  };
}
await browser.close();
console.log(JSON.stringify(figures));
