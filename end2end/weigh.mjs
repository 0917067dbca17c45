// Weighs the first load of each route, as Chromium receives it: `{ route: { wasm, all } }`, in bytes on the wire.
import { chromium } from "@playwright/test";
import config from "./playwright.config.mjs";

const base = process.env.BASE_URL;
const browser = await chromium.launch(config.use.launchOptions);

// A page of its own, nothing in its cache, with the cookies of someone.
const fresh = async (storageState) => (await browser.newContext({ baseURL: base, storageState })).newPage();

const weigh = async (path, storageState) => {
  const page = await fresh(storageState);
  const session = await page.context().newCDPSession(page);
  const kinds = new Map();
  const weight = { wasm: 0, all: 0 };
  await session.send("Network.enable");
  session.on("Network.responseReceived", ({ requestId, response }) => kinds.set(requestId, response.mimeType));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    weight.all += encodedDataLength;
    if (kinds.get(requestId) === "application/wasm") weight.wasm += encodedDataLength;
  });
  await page.goto(path, { waitUntil: "networkidle" });
  await page.context().close();
  return weight;
};

const enter = async (person) => {
  const page = await fresh();
  await page.goto("/connexion");
  await page.getByRole("button", { name: person }).click();
  await page.waitForURL((url) => url.pathname !== "/connexion");
  return page;
};

const structure = await enter(/Alix Robert/);
await structure.getByRole("button", { name: /^Ouvrir le dossier ACI/ }).click();
await structure.waitForURL(/\/dossiers\/[0-9a-f-]{36}$/);
const dossier = new URL(structure.url()).pathname;
const alix = await structure.context().storageState();
const sacha = await (await enter(/Sacha Richard/)).context().storageState();

const routes = [
  ["/", "/"],
  ["/connexion", "/connexion"],
  ["/dossiers", "/dossiers", alix],
  ["/dossiers/{id}", dossier, alix],
  ["/dossiers/{id}/etapes/{cle}", `${dossier}/etapes/structure`, alix],
  ["/dossiers/{id}/recapitulatif", `${dossier}/recapitulatif`, alix],
  ["/instruction", "/instruction", sacha],
];
const weights = {};
for (const [route, path, person] of routes) weights[route] = await weigh(path, person);
await browser.close();
console.log(JSON.stringify(weights));
