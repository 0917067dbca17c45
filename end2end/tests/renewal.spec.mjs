// A dossier beside the one of the year before: each step is read once and confirmed in one click, what is missing stands out.
import { expect, test } from "@playwright/test";
import { accessible, actFor, alive, open, saved } from "./people.mjs";

// All the sources speak here, as they do for a real structure.
test.use({ baseURL: process.env.SOURCES_URL });

// What a renewal without change may ask to type.
const MOST_TYPED = 20;

test("renouvellement : chaque étape se relit et se confirme d’un clic, et peu reste à saisir", async ({ page }) => {
  test.setTimeout(240_000);
  await actFor(page, "bocage", "Calvados");
  const dossier = await open(page, "ACI");
  const state = page.locator("#sources");
  await expect(state).toContainText(/Dossiers précédents de la structure\u00a0: \d+\u00a0données, dont \d+\u00a0reprises, transmis le 01\/12\/2025/);
  await expect(state).toContainText(/Annuaire des entreprises\u00a0: \d+\u00a0données/, { timeout: 60_000 });
  await expect(state).not.toContainText("Interrogation en cours", { timeout: 120_000 });
  await page.goto(dossier);
  await accessible(page);
  const looks = page.locator("a.tasks__look");
  const steps = await looks.evaluateAll((links) => links.map((link) => new URL(link.href).pathname));
  expect(steps.length).toBeGreaterThan(12);

  // Changed under one's eyes: it is read again first.
  const gouvernance = `${dossier}/etapes/gouvernance`;
  await page.goto(`${gouvernance}/reconduire`);
  await expect(page.getByRole("heading", { name: /^Identique à l’an dernier \(\d+\)$/ })).toBeVisible();
  await expect(page.getByText("Repris de votre dossier ACI 2026 du 01/12/2025").first()).toBeVisible();
  const elsewhere = await page.context().newPage();
  await elsewhere.goto(gouvernance);
  await alive(elsewhere);
  await elsewhere.getByLabel("Qualité du représentant légal").fill("co-présidente");
  await saved(elsewhere);
  await page.getByRole("button", { name: "Confirmer cette étape" }).click();
  await expect(page.getByRole("alert")).toContainText("Une réponse de cette étape a changé");
  await expect(page.getByRole("heading", { name: "Ce qui a changé (1)" })).toBeVisible();
  await expect(page.locator("dd", { hasText: "co-présidente" })).toContainText("présidente");
  for (const width of [1280, 375]) {
    await page.setViewportSize({ width, height: 900 });
    await accessible(page);
  }
  await elsewhere.getByLabel("Qualité du représentant légal").fill("présidente");
  await saved(elsewhere);
  await elsewhere.close();

  let confirmed = 0;
  let left = 0;
  for (const step of steps) {
    for (const width of [375, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(step);
      await accessible(page);
    }
    const missing = page.getByRole("heading", { name: /^Ce qui manque \(\d+\)$/ });
    const confirm = page.getByRole("button", { name: "Confirmer cette étape" });
    if (await missing.count()) {
      // What is missing holds the click back, with the way to give it.
      left += Number((await missing.innerText()).match(/\d+/)[0]);
      await expect(confirm).toHaveCount(0);
      await expect(page.getByRole("link", { name: "Compléter l’étape" })).toBeVisible();
    } else if (await confirm.count()) {
      await confirm.click();
      await page.waitForURL((url) => url.pathname !== step);
      confirmed += 1;
    }
  }
  expect(confirmed).toBeGreaterThan(10);
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThanOrEqual(MOST_TYPED);

  // Confirmed once, it says so and asks for nothing more.
  await page.goto(`${gouvernance}/reconduire`);
  await expect(page.getByText("est confirmée telle qu’elle est")).toBeVisible();
  await expect(page.getByRole("button", { name: "Confirmer cette étape" })).toHaveCount(0);
  await accessible(page);
  await page.goto(dossier);
  await expect(page.locator("a.tasks__look")).toHaveCount(steps.length - confirmed);
  await accessible(page);
});
