// A structure fills its dossier and submits it; the agent of its département opens it.
import { expect, test } from "@playwright/test";
import { accessible, alive, enter, listen, open, saved } from "./people.mjs";

const TYPED = {
  structure: async (page) => {
    await page.getByLabel("Organisme qui porte le chantier").selectOption({ label: "Association" });
    await page.getByLabel("Date de création").fill("3/2/06");
    await page.getByLabel("Adresse électronique de la structure").fill("contact@jardins.example");
  },
  gouvernance: async (page) => {
    await page.getByLabel("Nom et prénom du représentant légal").fill("Camille Le Gall");
    await page.getByLabel("Qualité du représentant légal").fill("présidente");
    await page.getByLabel("Adresse électronique du représentant légal").fill("presidence@jardins.example");
  },
  demande: async (page) => {
    await page.locator("label[for=demande-penitentiaire-non]").click();
  },
  moyens: async () => {},
  postes: async (page) => {
    await page.getByLabel(/^Postes d’insertion demandés/).fill("31,00");
    // The amount follows each key: 31 ETP × 23 921 €.
    await expect(page.locator("#etp-montant")).toHaveText("741\u202f551,00\u00a0€");
    await page.getByText("Voir le calcul").last().click();
    await expect(page.locator(".computed:has(#etp-montant) .formula")).toContainText("31,00");
  },
  engagements: async (page) => {
    await page.locator("#objectifs-durable").fill("30");
    await page.locator("#objectifs-transition").fill("20");
    await page.locator("#objectifs-positives").fill("10");
    await expect(page.locator("#objectifs-dynamiques")).toHaveText("60,00\u00a0%");
    for (const name of ["accueil", "accompagnement", "formation", "territoire"]) {
      await page.locator(`#objectifs-action_${name}`).fill("Un livret, un entretien par mois, vingt heures par an.");
    }
  },
};

test("une structure transmet son dossier, l’agent le lit", async ({ page, browser }) => {
  test.setTimeout(180_000);
  const heard = listen(page);
  await enter(page, /Alix Robert/);
  const dossier = await open(page, "ACI");
  await expect(page.getByText("Brouillon, non transmis")).toBeVisible();
  await page.getByRole("link", { name: "Structure", exact: false }).first().click();
  await page.waitForURL("**/etapes/structure");
  for (const [step, fill] of Object.entries(TYPED)) {
    await page.waitForURL(`**/etapes/${step}`);
    await alive(page);
    await fill(page);
    await saved(page);
    await page.getByRole("button", { name: "Confirmer l’étape" }).click();
  }
  await page.waitForURL("**/recapitulatif");
  await page.goto(`${dossier}/etapes/gouvernance`);
  await expect(page.getByLabel("Qualité du représentant légal")).toHaveValue("présidente");
  await page.goto(dossier);
  await page.getByRole("link", { name: "Vérifier le dossier" }).click();
  await expect(page.getByText("Tout est rempli.")).toBeVisible();
  await accessible(page);
  await page.getByRole("button", { name: "Transmettre le dossier" }).click();
  await expect(page.getByRole("alert")).toBeFocused();
  await accessible(page);
  await page.getByRole("link", { name: "Cochez la case" }).click();
  await page.getByText("J’atteste l’exactitude").click();
  const stale = await page.context().newPage();
  await stale.goto(`${dossier}/etapes/gouvernance`);
  await alive(stale);
  await page.getByRole("button", { name: "Transmettre le dossier" }).click();
  await page.waitForURL("**/recepisse");
  // A page left open on the draft learns it at its next change.
  await stale.getByLabel("Qualité du représentant légal").fill("trésorière");
  await expect(stale.getByText(/^Transmis le/)).toBeVisible();
  await expect(stale.getByText("Brouillon, non transmis")).toHaveCount(0);
  await alive(page);
  const reference = await page.getByText(/^IAE-2027-29-ACI-/).textContent();
  await accessible(page);
  await page.goto("/dossiers");
  await expect(page.getByText(/^Transmis le/)).toBeVisible();
  expect(heard).toEqual([]);

  const agent = await (await browser.newContext()).newPage();
  const said = listen(agent);
  await enter(agent, /Sacha Richard/);
  await alive(agent);
  const row = agent.getByRole("row").filter({ hasText: reference });
  await accessible(agent);
  await row.getByRole("link").click();
  await expect(agent.getByRole("heading", { level: 1 })).toContainText("Les Jardins de l’Odet");
  const etp = agent.getByRole("row").filter({ hasText: "Postes d’insertion demandés" });
  await expect(etp).toContainText("31,00");
  await expect(etp).toContainText("30,92");
  await alive(agent);
  await accessible(agent);
  for (const width of [375, 320]) {
    await agent.setViewportSize({ width, height: 900 });
    await agent.reload();
    await alive(agent);
    await accessible(agent);
    await agent.goto("/instruction");
    await alive(agent);
    await accessible(agent);
    await agent.goBack();
  }
  expect(said).toEqual([]);
  const other = await (await browser.newContext()).newPage();
  await other.goto("/connexion");
  await other.getByLabel("Département").fill("14");
  await other.getByRole("button", { name: "Agir comme agent de ce département" }).click();
  await expect(other.getByText(reference)).toHaveCount(0);
});
