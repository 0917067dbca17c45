// Every page, at two widths: taken over without a word in the console, accessible, inside the screen.
import { expect, test } from "@playwright/test";
import { accessible, actFor, alive, enter, listen, open } from "./people.mjs";

const READ = ["/", "/connexion", "/accessibilite", "/donnees-personnelles", "/mentions-legales", "/nulle-part"];

for (const width of [1280, 375, 320]) {
  test(`pages à lire, ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    const heard = listen(page, ["/nulle-part"]);
    for (const path of READ) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
      await accessible(page);
    }
    expect(heard).toEqual([]);
  });
}

const WORKED = [
  [1280, "bocage", "ACI", "Calvados"],
  [375, "bocage", "EI", "Calvados"],
  [1280, "cornouaille", "AI"],
  [375, "finistere", "EITI"],
  [375, "bigouden", "ETTI"],
];

for (const [width, structure, kind, place] of WORKED) {
  test(`pages de travail, ${kind}, ${width} px`, async ({ page }) => {
    test.setTimeout(240_000);
    await page.setViewportSize({ width, height: 900 });
    const heard = listen(page);
    await actFor(page, structure, place);
    const dossier = await open(page, kind);
    // A link to a point of a step leads to the same page: each is toured once.
    const links = await page.locator(".tasks a").evaluateAll((links) => links.map((link) => new URL(link.href).pathname));
    const steps = [...new Set(links)];
    expect(steps.length).toBeGreaterThanOrEqual(17);
    const paths = ["/dossiers", dossier, ...steps, `${dossier}/recapitulatif`, `${dossier}/echanges`];
    for (const path of paths) {
      await page.goto(path);
      // One look at a step beside last year's is a page to read: it has no program.
      if (/\/etapes\/[^/]+$/.test(path)) await alive(page);
      await accessible(page);
    }
    expect(heard).toEqual([]);
  });
}

test("ce sur quoi le service s’appuie", async ({ page }) => {
  const heard = listen(page);
  await enter(page, /Maxime Girard/);
  for (const width of [1280, 375, 320]) {
    await page.setViewportSize({ width, height: 900 });
    await accessible(page);
  }
  expect(heard).toEqual([]);
});

test("la file d’un service", async ({ page }) => {
  const heard = listen(page);
  await enter(page, /Lou Bernard/);
  await accessible(page);
  expect(heard).toEqual([]);
});
