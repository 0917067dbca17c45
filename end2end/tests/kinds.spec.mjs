// A first demand, independent workers, an expired guarantee, two départements: each is filled and sent.
import { expect, test } from "@playwright/test";
import { accessible, actFor, enter, listen, open, row } from "./people.mjs";
import { answerAll, send, team } from "./answering.mjs";

// Opens a dossier and goes to its first step.
async function begin(page, structure, kind) {
  await actFor(page, structure);
  const dossier = await open(page, kind);
  await page.getByRole("link", { name: "Votre demande" }).click();
  return dossier;
}

test("AI : première demande", async ({ page }) => {
  test.setTimeout(240_000);
  const heard = listen(page);
  const dossier = await begin(page, "littoral 18", "AI");
  const activites = async () => {
    const days = page.getByLabel("Jours d’ouverture par semaine");
    await days.fill("2");
    await days.blur();
    await expect(days).toHaveAttribute("aria-invalid", "true");
    await accessible(page);
    await days.fill("4");
    await expect(days).not.toHaveAttribute("aria-invalid", "true");
  };
  const postes = async () => {
    await page.getByLabel(/^Postes d’insertion demandés/).fill("10");
    await expect(page.locator("#etp-montant")).toContainText("€");
  };
  await answerAll(page, { "demande-nature": "premiere", "finance-exercice_clos": "non", "accompagnement-convention_ft": "oui" }, { activites, postes });
  expect(await send(page, dossier)).toContain("-AI-");
  expect(heard).toEqual([]);
});

test("EITI : des travailleurs indépendants", async ({ page }) => {
  test.setTimeout(240_000);
  const heard = listen(page);
  const dossier = await begin(page, "val 21", "EITI");
  const equipe = async () => {
    await expect(page.getByLabel(/Salariés en insertion/)).toHaveCount(0);
    await team(page);
  };
  const postes = async () => {
    await page.getByLabel(/^Travailleurs indépendants demandés/).fill("12");
    await expect(page.locator("#etp-montant_ti")).toContainText("€");
  };
  await answerAll(page, {}, { equipe, postes });
  expect(await send(page, dossier)).toContain("-EITI-");
  expect(heard).toEqual([]);
});

test("ETTI : la garantie financière a expiré", async ({ page, browser }) => {
  test.setTimeout(240_000);
  const dossier = await begin(page, "interim armor", "ETTI");
  const expired = { "activites-garantie_fin": "30/06/2026", "activites-garantie_fin expliqué": "Renouvellement de la garantie" };
  const activites = async () => {
    await expect(page.getByLabel("Renouvellement de la garantie")).toHaveCount(0);
    await page.getByLabel("Fin de la garantie financière").fill("30/06/2026");
    await page.getByLabel("Fin de la garantie financière").blur();
    await expect(page.getByLabel("Renouvellement de la garantie")).toBeVisible();
    await accessible(page);
  };
  await answerAll(page, expired, { activites });
  const reference = await send(page, dossier);
  // The service reads what is wrong and what the structure says of it.
  const agent = await (await browser.newContext()).newPage();
  await enter(agent, /Sacha Richard/);
  await agent.getByRole("row").filter({ hasText: reference }).getByRole("link").click();
  await expect(agent.getByText("La garantie financière a pris fin le 30/06/2026").first()).toBeVisible();
  await expect(agent.getByText("Le renouvellement est signé le mois prochain.").first()).toBeVisible();
  await accessible(agent);
});

test("EI : un second département", async ({ page }) => {
  test.setTimeout(240_000);
  const heard = listen(page);
  const dossier = await begin(page, "deux rives 19", "EI");
  const demande = () => page.getByLabel("Nature de la demande").selectOption({ label: "Renouvellement de la convention" });
  const postes = async () => {
    await page.getByLabel(/^Postes d’insertion demandés/).fill("20");
    // With one département nothing is split; the second opens the split and asks why.
    const split = page.locator("[name^='demande.territoires['][name$='.etp']");
    await expect(split).toHaveCount(0);
    await row(page, "Ajouter un département", { departement: "56", sites: "Lorient", etp: "7" });
    await expect(page.getByLabel("Intervention hors du département")).toBeVisible();
    await split.first().fill("12,5");
    await accessible(page);
    await expect(page.locator("#etp-total_territoires")).toHaveText("19,50");
    await split.last().fill("7,5");
    await expect(page.locator("#etp-total_territoires")).toHaveText("20,00");
  };
  await answerAll(page, {}, { demande, postes });
  expect(await send(page, dossier)).toContain("-EI-");
  expect(heard).toEqual([]);
});

test("ACI : un renouvellement cofinancé", async ({ page }) => {
  test.setTimeout(240_000);
  const heard = listen(page);
  const dossier = await begin(page, "sillons", "ACI");
  const demande = () => page.getByLabel("Nature de la demande").selectOption({ label: "Renouvellement de la convention" });
  const structure = () => page.getByLabel("Forme juridique").selectOption({ label: "Association déclarée" });
  const activites = () =>
    row(page, "Ajouter un chantier", { nom: "Jardins", objet: "Maraîchage", commune: "Quimper (29232)", permanent: "true", postes: "20", etp: "12" });
  const postes = async () => {
    const wanted = page.getByLabel(/^Postes d’insertion demandés/);
    await wanted.fill("12,00");
    await expect(page.locator("#etp-montant")).toHaveText("287\u202f052,00\u00a0€");
  };
  const emplois = async () => {
    await page.locator("label[for=finance-cofinancement-oui]").click();
    await page.getByLabel("Montant du cofinancement").fill("300 000");
    await page.getByLabel("Montant du cofinancement").blur();
    // More than the aid itself: an explanation is asked for, and no longer once it is right.
    await expect(page.getByLabel("Pourquoi ce cofinancement dépasse l’aide")).toBeVisible();
    await accessible(page);
    await page.getByLabel("Montant du cofinancement").fill("80 000");
    await expect(page.getByLabel("Pourquoi ce cofinancement dépasse l’aide")).toBeHidden();
    await page.getByLabel("Conseil départemental cofinanceur").fill("Finistère");
  };
  const own = { "structure-type_porteur": "association", "finance-exercice_clos": "oui", "finance-perimetre": "personne_morale", "finance-charges": "9 000 000" };
  await answerAll(page, own, { demande, structure, activites, postes, emplois });
  expect(await send(page, dossier)).toContain("-ACI-");
  expect(heard).toEqual([]);
});
