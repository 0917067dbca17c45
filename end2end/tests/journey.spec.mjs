// A structure fills its dossier and submits it; the agent of its département opens it.
import { expect, test } from "@playwright/test";
import { accessible, alive, enter, listen, open, pdf, row, saved } from "./people.mjs";

const yes = (page, id, answer) => page.locator(`label[for=${id}-${answer}]`).click();

const TYPED = {
  demande: async () => {},
  perimetre: async (page) => {
    await yes(page, "demande-penitentiaire", "non");
  },
  structure: async (page) => {
    await page.getByLabel("Organisme qui porte le chantier").selectOption({ label: "Association ou autre organisme privé à but non lucratif" });
    await page.getByLabel("Date de création").fill("3/2/06");
    await yes(page, "structure-qualiopi", "non");
  },
  coordonnees: async (page) => {
    await page.getByLabel("Adresse électronique de la structure").fill("contact@jardins.example");
  },
  gouvernance: async (page) => {
    await page.getByLabel("Nom et prénom du représentant légal").fill("Camille Le Gall");
    await page.getByLabel("Qualité du représentant légal").fill("présidente");
    await page.getByLabel("Adresse électronique du représentant légal").fill("presidence@jardins.example");
    await yes(page, "gouvernance-delegation", "non");
    await page.getByLabel("Nom et prénom du référent").fill("Maxime Rousselet");
    await page.getByLabel("Qualité du référent").fill("directrice");
    await page.getByLabel("Adresse électronique du référent").fill("maxime.rousselet@structure.example");
    await row(page, "Ajouter un membre", { nom: "Camille Le Gall", fonction: "présidente" });
  },
  projet: async (page) => {
    await page.getByLabel("Ce qui a changé depuis l’an passé").fill("Un second jardin ouvre à Quimper.");
  },
  activites: async (page) => {
    await row(page, "Ajouter une activité", { libelle: "Maraîchage", secteur: "agriculture" });
    await row(page, "Ajouter un chantier", {
      nom: "Jardins", objet: "Maraîchage biologique", commune: "quimper", permanent: "true", postes: "40", etp: "31",
    });
    // The name typed becomes the commune of the list.
    await expect(page.locator("[name$='.commune']").last()).toHaveValue("Quimper (29232)");
    await expect(page.locator("#activites-chantiers-etp-total")).toHaveText("31,00\u00a0ETP");
    await accessible(page);
  },
  accompagnement: async (page) => {
    await row(page, "Ajouter un partenaire", { nom: "CCAS de Quimper", objet: "accès au logement" });
  },
  formation: async (page) => {
    await page.getByLabel("Plan de formation").fill("Vingt heures de formation par personne.");
  },
  equipe: async (page) => {
    await row(page, "Ajouter un poste", { fonction: "encadrement", etp: "1", contrat: "cdi" });
    await row(page, "Ajouter un poste", { fonction: "accompagnement", etp: "0,8", contrat: "cdi" });
    await expect(page.locator("#rh-accompagnement_etp")).toHaveText("0,80\u00a0ETP");
  },
  contrats: async (page) => {
    // What ASP counted month by month has ticked it.
    await expect(page.getByRole("checkbox", { name: "CDD d’insertion (CDDI)" })).toBeChecked();
    await page.getByLabel(/^Temps de travail hebdomadaire/).fill("26");
  },
  materiel: async (page) => {
    await yes(page, "materiel-duerp", "oui");
    await page.getByLabel(/^Date de mise à jour du document unique/).fill("15/10/2026");
    await yes(page, "materiel-assurances", "oui");
    await yes(page, "materiel-epi", "oui");
  },
  finance: async (page) => {
    await page.getByLabel("Sur quoi portent les montants").selectOption("structure");
    await page.locator("#finance-charges").fill("9 000 000");
    await page.getByLabel("Résultat net").fill("-4 120");
    await page.getByLabel("Fonds propres").fill("25000");
    await page.getByLabel("Trésorerie nette à la clôture").fill("12500,50");
  },
  aides: async () => {},
  postes: async (page) => {
    await page.getByLabel(/^Postes d’insertion demandés/).fill("31,00");
    // The amount follows each key: 31 ETP × 23 921 €.
    await expect(page.locator("#etp-montant")).toHaveText("741\u202f551,00\u00a0€");
    await page.locator(".computed:has(#etp-montant) summary").first().click();
    await expect(page.locator(".computed:has(#etp-montant) .formula")).toContainText("31,00");
    await page.locator("#demande-territoires-d29-etp").fill("19,50");
  },
  emplois: async () => {},
  budget: async (page) => {
    // The aid was worked out: it is not typed again.
    await expect(page.locator("#finance-budget_aide")).toHaveText("741\u202f551,00\u00a0€");
    for (const [line, amount] of [["charges[achats]", "100000"], ["charges[personnel_insertion]", "700000"], ["produits[ventes]", "58449"]]) {
      await page.locator(`[name="finance.budget_${line}.montant"]`).fill(amount);
    }
    await expect(page.locator("#finance-budget_solde")).toHaveText("0,00\u00a0€");
  },
  objectifs: async (page) => {
    await page.locator("#objectifs-durable").fill("30");
    await page.locator("#objectifs-transition").fill("20");
    await page.locator("#objectifs-positives").fill("10");
    await expect(page.locator("#objectifs-dynamiques")).toHaveText("60,00\u00a0%");
    for (const axe of ["accueil", "accompagnement", "formation", "territoire"]) {
      await row(page, "Ajouter une action", { axe, action: "Un livret", indicateur: "livrets", cible: "100 %" });
    }
  },
  // The questions of the département, after the national ones.
  "departement-29": async (page) => {
    await yes(page, "local-d29-iles", "oui");
    await page.getByLabel("Jours d’intervention prévus sur les îles").fill("24");
    await accessible(page);
  },
  pieces: async (page) => {
    const accounts = page.getByLabel("Comptes annuels du dernier exercice clos");
    await accounts.setInputFiles(pdf("comptes 2026.pdf"));
    const given = page.getByRole("link", { name: /^comptes 2026\.pdf/ });
    await expect(given).toBeVisible();
    await accessible(page);
    await page.getByRole("button", { name: "Retirer comptes 2026.pdf" }).click();
    await expect(given).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Annuler le retrait de comptes 2026.pdf" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(given).toBeVisible();
  },
};

// From its page, an agent finds a dossier complete, writes the commission's opinion down, counts and grants it; what
// A dossier at a glance beside the list: the focus stays on its line, Escape closes, a narrow screen has none.
async function glanced(agent) {
  const list = await agent.context().newPage();
  await list.setViewportSize({ width: 1280, height: 900 });
  await list.goto("/instruction?vue=tous");
  const pane = list.locator("#apercu");
  const line = list.locator("tr[data-dossier]").first();
  const glance = line.locator("[data-apercu]");
  await glance.click();
  await expect(pane.getByRole("link", { name: "Ouvrir le dossier" })).toBeVisible();
  await expect(list.locator("[data-apercu-dit]")).toHaveText(/^Aperçu/);
  await expect(glance).toBeFocused();
  await accessible(list);
  await list.keyboard.press("Escape");
  await expect(pane).toBeHidden();
  await list.keyboard.press("o");
  await expect(pane.getByRole("link", { name: "Ouvrir le dossier" })).toBeVisible();
  await list.setViewportSize({ width: 1200, height: 900 });
  await expect(pane).toBeHidden();
  await expect(glance).toBeHidden();
  await accessible(list);
  await list.close();
}

// is refused says why, and keeps what was typed.
async function granted(agent) {
  await agent.getByRole("button", { name: "Reconnaître complet et accuser réception" }).focus();
  await agent.keyboard.press("Enter");
  await expect(agent.getByRole("status")).toContainText("reconnu complet");
  await agent.getByText("Enregistrer un avis", { exact: true }).focus();
  await agent.keyboard.press("Enter");
  const opinion = agent.locator("form", { has: agent.getByLabel("Sens de l’avis") });
  await opinion.getByLabel("Sens de l’avis").selectOption({ label: "Favorable" });
  await opinion.getByLabel("Rendu le").fill("hier");
  await accessible(agent);
  await opinion.getByRole("button", { name: "Enregistrer l’avis" }).press("Enter");
  await expect(agent.getByRole("alert")).toBeVisible();
  await expect(opinion.getByLabel("Rendu le")).toHaveValue("hier");
  await opinion.getByLabel("Rendu le").fill("");
  await opinion.getByRole("button", { name: "Enregistrer l’avis" }).press("Enter");
  await expect(agent.getByRole("status")).toContainText("L’avis est enregistré");
  await expect(agent.getByText("Favorable", { exact: true }).first()).toBeVisible();
  await agent.getByRole("link", { name: "Décider" }).press("Enter");
  await expect(agent.getByText("C’est ce qui est demandé.")).toBeVisible();
  await accessible(agent);
  const posts = agent.getByLabel("Postes accordés (ETP)").first();
  await posts.fill("vingt");
  await expect(agent.getByText("Le montant ne peut pas être calculé")).toBeVisible();
  await accessible(agent);
  await posts.fill("20");
  await expect(agent.locator("#simulation")).toContainText("un motif est nécessaire");
  await agent.getByLabel("Accepter").press("Space");
  await agent.getByRole("button", { name: "Décider" }).press("Enter");
  await expect(agent.getByRole("alert")).toContainText("Des champs sont à corriger");
  for (const said of ["choisissez un motif.", "dites pourquoi."]) {
    await expect(agent.getByText(said).first()).toBeVisible();
  }
  await expect(posts).toHaveValue("20");
  await accessible(agent);
  await agent.getByLabel(/^Motif/).selectOption("enveloppe");
  await agent.getByLabel(/^Explication/).fill("Une partie est reportée en avril.");
  await agent.getByRole("button", { name: "Décider" }).press("Enter");
  await expect(agent.getByRole("status")).toContainText("La décision est enregistrée");
  await accessible(agent);
  await agent.getByRole("link", { name: "Convention et annexe financière" }).press("Enter");
  await expect(agent.getByRole("heading", { level: 1 })).toContainText("insertion par l’activité économique");
  await expect(agent.getByRole("table", { name: "Postes et montants, Finistère" })).toContainText("20,00");
  for (const width of [1280, 375]) {
    await agent.setViewportSize({ width, height: 900 });
    await accessible(agent);
  }
}

test("une structure transmet son dossier, l’agent le lit", async ({ page, browser }) => {
  test.setTimeout(240_000);
  const heard = listen(page);
  await enter(page, /Alix Robert/);
  const dossier = await open(page, "ACI");
  await expect(page.getByText("Brouillon, non transmis")).toBeVisible();
  await page.getByRole("link", { name: "Votre demande" }).click();
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
  // What a source has wrong is told to the service with the dossier.
  await page.goto(`${dossier}/donnees?champ=structure.telephone`);
  await page.locator("summary", { hasText: "Contester" }).click();
  await page.getByLabel(/^Ce qui est faux/).fill("Ligne coupée en 2024.");
  await page.getByRole("button", { name: "Contester la donnée" }).click();
  await expect(page.getByText("Contestée", { exact: true })).toBeVisible();
  await page.goto(dossier);
  await page.getByRole("link", { name: "Vérifier le dossier", exact: true }).click();
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
  const reference = await page.getByText(/^IAE-2027-29-ACI-/).textContent();
  await accessible(page);
  await page.goto("/dossiers");
  await expect(page.getByText(/^Transmis le/)).toBeVisible();
  expect(heard).toEqual([]);

  const agent = await (await browser.newContext()).newPage();
  const said = listen(agent);
  await enter(agent, /Sacha Richard/);
  const line = agent.getByRole("row").filter({ hasText: reference });
  await accessible(agent);
  await line.getByRole("link").click();
  await expect(agent.getByRole("heading", { level: 1 })).toContainText("Les Jardins de l’Odet");
  // A little more than last year does not stand out: its section is folded, and one link away.
  await agent.getByRole("link", { name: "Postes et aide", exact: true }).click();
  const etp = agent.getByRole("row").filter({ hasText: "Postes d’insertion demandés" });
  await expect(etp).toContainText("31,00");
  await expect(etp).toContainText("30,92");
  await expect(agent.getByRole("heading", { name: "Données contestées par la structure (1)" })).toBeVisible();
  await agent.getByRole("link", { name: "Téléphone de la structure", exact: true }).click();
  const phone = agent.getByRole("row").filter({ hasText: "Téléphone de la structure" });
  await expect(phone).toBeInViewport();
  await expect(phone).toContainText("Contestée");
  await expect(phone).toContainText("Ligne coupée en 2024.");
  await accessible(agent);
  for (const width of [375, 320]) {
    await agent.setViewportSize({ width, height: 900 });
    await agent.reload();
      await accessible(agent);
    await agent.goto("/instruction");
      await accessible(agent);
    await agent.goBack();
  }
  expect(said).toEqual([]);
  await agent.setViewportSize({ width: 1280, height: 900 });
  await glanced(agent);
  await granted(agent);
  await page.goto(`${dossier}/suivi`);
  await expect(page.getByRole("heading", { name: /^Accepté le/ })).toBeVisible();
  await expect(page.getByText("Enveloppe régionale. Une partie est reportée en avril.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Convention et annexe financière" })).toBeVisible();
  await accessible(page);
  await page.setViewportSize({ width: 375, height: 900 });
  await accessible(page);
  const other = await (await browser.newContext()).newPage();
  await other.goto("/connexion");
  await other.getByLabel("Département").fill("14");
  await other.getByRole("button", { name: "Agir comme agent de ce département" }).click();
  await expect(other.getByText(reference)).toHaveCount(0);
});
