// People of the demonstration, and what every page must respect.
import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "@playwright/test";

// Logs in with one of the demonstration's accounts.
export async function enter(page, person) {
  await page.goto("/connexion");
  await page.getByRole("button", { name: person }).click();
  await page.waitForURL((url) => url.pathname !== "/connexion");
}

// Acts for another structure of the demonstration; `place` tells which, where several have the name.
export async function actFor(page, structure, place) {
  await page.goto("/connexion");
  await page.getByLabel("Structure").fill(structure);
  await page.getByRole("button", { name: "Agir pour cette structure" }).click();
  if (place) await page.getByRole("button", { name: place }).click();
  await page.waitForURL("**/dossiers");
}

// Opens a dossier of a kind; answers its path.
export async function open(page, kind) {
  const button = page.getByRole("button", { name: `Ouvrir le dossier ${kind} 2027` });
  // Kinds that the structure does not hold are folded.
  const others = page.getByText("Première demande pour un autre type de structure");
  if (!(await button.isVisible()) && (await others.count())) await others.click();
  // Opened by an earlier run on the same server.
  if (await button.count()) await button.click();
  else await page.getByRole("link", { name: "Continuer le dossier" }).first().click();
  await page.waitForURL(/\/dossiers\/[0-9a-f-]{36}$/);
  return new URL(page.url()).pathname;
}

// Gathers what the console says and what the page throws; `expected` are paths that do not exist.
export function listen(page, expected = []) {
  const heard = [];
  page.on("console", (message) => {
    const absent = expected.some((path) => message.location().url.endsWith(path));
    const blocked = message.text() === "Service Worker registration blocked by Playwright";
    if (!absent && !blocked) heard.push(`${message.type()}: ${message.text()} ${message.location().url}`);
  });
  page.on("pageerror", (error) => heard.push(`erreur : ${error}`));
  return heard;
}

// No violation of WCAG A and AA that a program can find, and nothing wider than the screen.
export async function accessible(page) {
  const found = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
  expect(found.violations.map((one) => `${one.id} : ${one.nodes.map((node) => node.target).join(", ")}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
}

// Waits until the browser's program has taken the page over.
export async function alive(page) {
  await expect(page.locator("html")).toHaveAttribute("data-ready", "");
}

export const saved = (page) => expect(page.locator(".save[role=status]")).toHaveText(/^Enregistré à \d\d:\d\d$/);

// Adds a row to a table and fills its cells: texts are typed, keys of choices are chosen.
export async function row(page, add, cells) {
  await page.getByRole("button", { name: add }).click();
  const first = page.locator(":focus");
  await expect(first).toHaveAttribute("name", /\[r/);
  const name = (await first.getAttribute("name")).replace(/\.[^.]+$/, "");
  for (const [column, text] of Object.entries(cells)) {
    const cell = page.locator(`[name="${name}.${column}"]`);
    if (await cell.evaluate((control) => control.tagName === "SELECT")) await cell.selectOption(text);
    else await cell.fill(text);
  }
}

// A PDF without a page that holds a text, made heavier by so many bytes.
const written = (text, more = 0) => {
  const head = `%PDF-1.7\n%${text}\n`;
  const object = `1 0 obj<</Type/Catalog>>endobj\n${" ".repeat(more)}\n`;
  const places = [Buffer.byteLength(head), Buffer.byteLength(head + object)];
  const row = `${String(places[0]).padStart(10, "0")} 00000 n \n`;
  return `${head}${object}xref\n0 2\n0000000000 65535 f \n${row}trailer<</Size 2/Root 1 0 R>>\nstartxref\n${places[1]}\n%%EOF\n`;
};

// A document.
export const pdf = (name, text = name, more = 0) => ({
  name,
  mimeType: "application/pdf",
  buffer: Buffer.from(written(text, more)),
});
