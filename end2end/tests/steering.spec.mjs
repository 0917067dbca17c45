// The ministry's inventory of the data: read, sorted, filtered, searched, taken away, without a script.
import { expect, test } from "@playwright/test";
import { accessible, enter, listen } from "./people.mjs";

test("l’inventaire des données se lit, se trie, se filtre et s’emporte", async ({ page }) => {
  test.setTimeout(120_000);
  const heard = listen(page);
  await enter(page, /Charlie Moreau/);
  await page.getByRole("link", { name: "Données et sources" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Données et sources" })).toBeVisible();
  const table = page.getByRole("table", { name: /^Inventaire des données/ });
  // Step by step, each is folded.
  await page.locator("summary", { hasText: /^Structure/ }).click();
  await expect(table.getByRole("row", { name: /SIRET de l’établissement/ })).toContainText("structure_siret_actualise");
  // One step is enough to look at: every line is made alike.
  await page.getByLabel("Étape").selectOption("Coordonnées");
  await page.getByRole("button", { name: "Afficher" }).click();
  await expect(page.getByText("12\u00a0données affichées.")).toBeVisible();
  for (const width of [1280, 375, 320]) {
    await page.setViewportSize({ width, height: 900 });
    await accessible(page);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await table.getByRole("link", { name: "Trier par Donnée" }).click();
  await expect(table.getByRole("columnheader", { name: /Donnée/ })).toHaveAttribute("aria-sort", "ascending");
  await accessible(page);
  await page.getByLabel("Étape").selectOption("Toutes les étapes");
  await page.getByLabel("Source", { exact: true }).selectOption("Sans source");
  await page.getByLabel("Mots contenus dans la ligne").fill("trésorerie");
  await page.getByRole("button", { name: "Afficher" }).click();
  await expect(table.getByRole("row", { name: /Trésorerie nette/ })).toContainText("API Entreprise");
  await expect(page.getByLabel("Mots contenus dans la ligne")).toHaveValue("trésorerie");
  // What a département adds is there with its name.
  await page.getByRole("link", { name: "Effacer les filtres" }).click();
  await page.getByLabel("Questions", { exact: true }).selectOption("Questions locales");
  await page.getByRole("button", { name: "Afficher" }).click();
  await expect(page.getByText("3\u00a0données affichées.")).toBeVisible();
  await expect(table.getByRole("row", { name: /Intervenez-vous sur une île/ })).toContainText("Question locale, Finistère\u00a0(29)");
  for (const width of [1280, 375]) {
    await page.setViewportSize({ width, height: 900 });
    await accessible(page);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: /^Classeur \(XLSX\)/ }).click(),
  ]);
  expect(file.suggestedFilename()).toBe("inventaire-donnees-2027.xlsx");
  await page.getByRole("link", { name: "Effacer les filtres" }).click();
  await page.getByRole("link", { name: "Données contestées par les structures" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Données contestées par les structures" })).toBeVisible();
  for (const width of [1280, 375]) {
    await page.setViewportSize({ width, height: 900 });
    await accessible(page);
  }
  expect(heard).toEqual([]);
});

test("l’inventaire est réservé à l’État", async ({ page }) => {
  const heard = listen(page, ["/pilotage/donnees"]);
  await enter(page, /Alix Robert/);
  await expect(page.getByRole("link", { name: "Données et sources" })).toHaveCount(0);
  await page.goto("/pilotage/donnees");
  await expect(page.getByRole("heading", { level: 1, name: "Accès réservé" })).toBeVisible();
  await accessible(page);
  expect(heard).toEqual([]);
});
