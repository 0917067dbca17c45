// What other services say of a structure: it comes in the background, is shown, taken over, contested.
import { expect, test } from "@playwright/test";
import { answerAll, send } from "./answering.mjs";
import { accessible, actFor, alive, open, saved } from "./people.mjs";

// Another demonstration, whose stand-in speaks for the services: journeys are read on what ASP alone says.
test.use({ baseURL: process.env.SOURCES_URL });

test("sources : ce qu’elles disent arrive, diffère, se reprend et se conteste", async ({ page }) => {
  test.setTimeout(180_000);
  await actFor(page, "trois clochers 14");
  const dossier = await open(page, "ACI");
  const state = page.locator("#sources");
  await expect(state).toContainText(/ASP\u00a0: \d+\u00a0données, dont \d+\u00a0reprises, livraison du/);
  await expect(state).toContainText("Interrogation en cours");
  await accessible(page);
  // Each arrives when it comes; nobody has to ask.
  await expect(state).toContainText(/Annuaire des entreprises\u00a0: \d+\u00a0données/, { timeout: 60_000 });
  await expect(state).not.toContainText("Interrogation en cours", { timeout: 120_000 });
  await page.getByRole("link", { name: /données? à décider/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "D’où viennent vos données" })).toBeVisible();
  await accessible(page);
  const phone = () => page.locator("section.sources__datum", { hasText: "Téléphone de la structure" });
  await expect(phone()).toContainText("Votre dossier\u00a0: 02 98 50 00 14".replaceAll(" ", " "));
  const asp = () => page.locator("li.sources__said", { hasText: "selon l’ASP" }).first();
  await phone().getByRole("link").click();
  await asp().locator("summary").click();
  // A reason is asked, and what was written stays.
  await asp().getByRole("button", { name: "Contester la donnée" }).click();
  await expect(page.getByText("Dites ce qui est faux")).toBeVisible();
  await expect(page).toHaveTitle(/^Erreur/);
  await accessible(page);
  // One may leave it and come back.
  await page.getByRole("link", { name: "Revenir à la question" }).click();
  await page.goBack();
  await expect(page.getByText("Dites ce qui est faux")).toBeVisible();
  await asp().getByLabel(/^Ce qui est faux/).fill("Ligne coupée en 2024.");
  await asp().getByRole("button", { name: "Contester la donnée" }).click();
  await expect(page.getByText("Contestée", { exact: true })).toBeVisible();
  await expect(page.getByText("Ligne coupée en 2024.")).toBeVisible();
  await accessible(page);
  await page.setViewportSize({ width: 375, height: 800 });
  await accessible(page);
  await asp().getByRole("button", { name: /^Ne plus contester/ }).click();
  await expect(page.getByText("Contestée", { exact: true })).toHaveCount(0);
  await accessible(page);
  await asp().getByRole("button", { name: /^Reprendre/ }).click();
  await page.goto(`${dossier}/etapes/coordonnees`);
  await alive(page);
  await expect(page.getByLabel("Téléphone de la structure")).toHaveValue("02 76 77 37 24");
  await accessible(page);
});

test("sources : l’ASP et les emplois se contredisent, la structure choisit, l’agent lit les deux", async ({ page }) => {
  test.setTimeout(300_000);
  await actFor(page, "deux rives 20");
  const dossier = await open(page, "ACI");
  const state = page.locator("#sources");
  await expect(state).toContainText(/Les emplois de l’inclusion\u00a0: \d+\u00a0données/, { timeout: 60_000 });
  await expect(state).not.toContainText("Interrogation en cours", { timeout: 120_000 });
  await page.goto(`${dossier}/donnees`);
  const phone = () => page.locator("section.sources__datum", { hasText: "Téléphone de la structure" });
  const said = (source) => phone().locator("li.sources__said", { hasText: `selon ${source}` }).first();
  const [asp, emplois] = [said("l’ASP"), said("les emplois de l’inclusion")];
  const of = async (source) => (await source.innerText()).match(/\d\d(\s\d\d){4}/)[0].replace(/\s/g, " ");
  const [theirs, other] = [await of(asp), await of(emplois)];
  expect(theirs).not.toBe(other);
  await expect(phone()).toContainText(`Votre dossier\u00a0: ${other.replaceAll(" ", "\u00a0")}`);
  for (const width of [1280, 375]) {
    await page.setViewportSize({ width, height: 900 });
    await accessible(page);
  }
  // Chosen: the dossier says it, and what the other says is still read beside, here and among what differs.
  await asp.getByRole("button", { name: /^Reprendre/ }).click();
  // Who chose from the list goes on with the list.
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("D’où viennent vos données");
  for (const address of [`${dossier}/donnees?champ=structure.telephone`, `${dossier}/donnees`]) {
    await page.goto(address);
    const chosen = page.locator("main");
    await expect(chosen).toContainText(`Votre dossier\u00a0: ${theirs.replaceAll(" ", "\u00a0")}`);
    for (const [source, value] of [["l’ASP", theirs], ["les emplois de l’inclusion", other]]) {
      await expect(chosen).toContainText(`${value.replaceAll(" ", "\u00a0")}, selon ${source}`);
    }
    for (const width of [1280, 375]) {
      await page.setViewportSize({ width, height: 900 });
      await accessible(page);
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(`${dossier}/etapes/coordonnees`);
  await alive(page);
  const field = page.getByLabel("Téléphone de la structure");
  await expect(field).toHaveValue(theirs);
  await field.focus();
  await expect(page.getByText(other.replaceAll(" ", "\u00a0")).first()).toBeVisible();
  await accessible(page);
  // Asking the sources again writes nothing over the choice.
  await page.goto(`${dossier}/donnees`);
  await page.getByRole("button", { name: "Interroger de nouveau les sources" }).click();
  await expect(state).not.toContainText("Interrogation en cours", { timeout: 120_000 });
  await expect(phone()).toContainText(`Votre dossier\u00a0: ${theirs.replaceAll(" ", "\u00a0")}`);
  // Sent, it is read with what the other source says.
  await page.goto(`${dossier}/etapes/demande`);
  // What is sold stays a small part of what is spent.
  const finance = () => page.locator("#finance-charges").fill("9 000 000");
  // As many posts as its one site.
  const postes = () => page.getByLabel(/^Postes d’insertion demandés/).fill("1");
  await answerAll(page, { "demande-comptes_separes": "oui" }, { finance, postes });
  const reference = await send(page, dossier);
  await page.goto("/connexion");
  await page.getByLabel("Département").fill(reference.match(/^IAE-2027-(\w+)-/)[1]);
  await page.getByRole("button", { name: "Agir comme agent de ce département" }).click();
  await page.getByRole("row", { name: reference }).getByRole("link").first().click();
  const line = page.getByRole("row", { name: /Téléphone de la structure/ });
  await expect(line).toContainText(theirs.replaceAll(" ", "\u00a0"));
  await expect(line).toContainText(other.replaceAll(" ", "\u00a0"));
  await expect(line).toContainText("les emplois de l’inclusion");
  for (const width of [1280, 375]) {
    await page.setViewportSize({ width, height: 900 });
    await accessible(page);
  }
});

test("sources : une première demande, dont rien n’est à l’ASP, se remplit de ce que disent les autres", async ({ page }) => {
  test.setTimeout(180_000);
  await actFor(page, "deux rives 19");
  const dossier = await open(page, "AI");
  const state = page.locator("#sources");
  await expect(state).toContainText(/Annuaire des entreprises\u00a0: \d+\u00a0données/, { timeout: 60_000 });
  await expect(state).not.toContainText("Interrogation en cours", { timeout: 120_000 });
  await accessible(page);
  await page.goto(`${dossier}/etapes/structure`);
  await alive(page);
  await expect(page.locator(".origin__source--prefilled", { hasText: "Annuaire des entreprises" }).first()).toBeVisible();
  await accessible(page);
});

test("sources : l’une est en panne, le dossier se remplit ; revenue, elle est demandée de nouveau", async ({ page, request }) => {
  test.setTimeout(300_000);
  const mood = async (mood) => {
    const told = await request.put(`${process.env.STAND_IN_URL}/humeurs/recherche_entreprises/${mood}`);
    expect(told.status()).toBe(204);
  };
  await mood("panne");
  try {
    await actFor(page, "grands pres 12");
    const dossier = await open(page, "ACI");
    const state = page.locator("#sources");
    await expect(state).toContainText(/Annuaire des entreprises\u00a0: Cette source ne répond pas\. Nouvel essai à \d\d:\d\d/, { timeout: 60_000 });
    await accessible(page);
    // What it does not say keeps nobody waiting.
    await page.goto(`${dossier}/etapes/gouvernance`);
    await alive(page);
    await page.getByLabel("Qualité du représentant légal").fill("présidente");
    await saved(page);
    await mood("bien");
    await page.goto(`${dossier}/donnees`);
    await page.getByRole("button", { name: "Interroger de nouveau les sources" }).click();
    // It is left alone for a minute, then asked; the page says so by itself.
    await expect(state).toContainText(/Annuaire des entreprises\u00a0: \d+\u00a0données/, { timeout: 180_000 });
    await accessible(page);
    await page.goto(`${dossier}/etapes/gouvernance`);
    await alive(page);
    await expect(page.getByLabel("Qualité du représentant légal")).toHaveValue("présidente");
  } finally {
    await mood("bien");
  }
});

test("sources : la question en main montre ce que chacune en dit, les cases d’un tableau disent d’où elles viennent", async ({ page }) => {
  await actFor(page, "littoral 18");
  const dossier = await open(page, "ACI");
  await page.goto(`${dossier}/etapes/structure`);
  await alive(page);
  await page.getByLabel("Raison sociale").focus();
  const panel = page.getByRole("complementary", { name: "Aide sur le champ en cours" });
  await expect(panel).toContainText("Ce que disent les sources");
  await expect(panel).toContainText("structure_denomination");
  await accessible(page);
  // Of the question in hand, and of no other: the panel stays while one goes from field to field.
  for (const [key, column, other] of [
    ["structure.siret", "structure_siret_actualise", "structure_denomination"],
    ["structure.denomination", "structure_denomination", "structure_siret_actualise"],
  ]) {
    await page.locator(`[name="${key}"]`).focus();
    await expect(panel).toContainText(column);
    await expect(panel.locator(".said")).toHaveCount(1);
    const ways = panel.locator(`a[href*="/donnees?champ="]`);
    for (const way of await ways.all()) await expect(way).toHaveAttribute("href", `${dossier}/donnees?champ=${key}`);
    await expect(panel).not.toContainText(other);
  }
  await page.goto(`${dossier}/etapes/aides`);
  await alive(page);
  const cell = page.locator("td", { has: page.locator('[name="finance.aides_n1[commune].montant"]') });
  // Where all of a table comes from one source, it is said once under it.
  const badge = cell.getByText(/^ASP, année 20\d\d, livraison du/).or(page.getByText(/cases reprises\u00a0: ASP, année 20\d\d, livraison du/));
  await expect(badge).toBeVisible();
  await accessible(page);
  const control = cell.getByRole("textbox");
  const given = await control.inputValue();
  await control.fill("1");
  await expect(badge).toHaveCount(0);
  await control.fill(given);
  await expect(badge).toBeVisible();
  await page.setViewportSize({ width: 375, height: 800 });
  await accessible(page);
  await page.getByRole("link", { name: "Comparer les sources de ce tableau" }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Aides reçues pendant le dernier exercice clos");
});
