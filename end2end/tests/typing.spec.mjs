// Correct answers typed key by key: at no moment is a mistake shown.
import { expect, test } from "@playwright/test";
import { actFor, alive, open, saved } from "./people.mjs";

// Pause between two keys, in milliseconds: someone who types fast.
const PAUSE = 30;

const TYPED = {
  structure: [
    ["structure.siret", "262 904 113 00061"],
    ["structure.denomination", "Les Jardins de l’Odet"],
    ["structure.naf", "88.99B"],
    ["structure.idcc", "1518"],
    ["structure.date_creation", "3/2/06"],
  ],
  coordonnees: [
    ["structure.adresse.code_postal", "29 000"],
    ["structure.adresse.commune", "Quimper"],
    ["structure.telephone", "+33 2 98 12 34 56"],
    ["structure.courriel", "contact@jardins.example"],
    ["structure.site_web", "www.jardins.example"],
  ],
  gouvernance: [
    ["gouvernance.representant.nom", "Camille Le Gall"],
    ["gouvernance.representant.courriel", "camille.legall@jardins.example"],
    ["gouvernance.benevoles", "12"],
  ],
  projet: [["projet.evolutions", "Un second jardin ouvre à Quimper, avec quatre postes de plus."]],
  accompagnement: [["accompagnement.pmsmp", "14"], ["accompagnement.pmsmp_prevues", "20"]],
  equipe: [
    ["rh.effectif_total", "45"],
    ["rh.effectif_total_etp", "38,50"],
    ["rh.insertion", "36"],
    ["rh.insertion_etp", "31,25"],
  ],
  formation: [["formation.heures_n1", "1 240"]],
  aides: [["finance.aides_n1[commune].montant", "12 500,50"], ["finance.aides_n1[region].precision", "Contrat de filière"]],
  budget: [["finance.budget_charges[achats].montant", "123 456,78"], ["finance.budget_charges[impots].montant", "1 200"], ["finance.budget_produits[ventes].montant", "98 765,43 €"]],
  contrats: [["rh.duree_contrats", "6"], ["rh.duree_parcours", "18"], ["rh.temps_hebdo", "26 h"]],
  finance: [
    ["finance.cloture", "31/12/2025"],
    ["finance.produits", "1 234 567,89 €"],
    ["finance.ventes", "345 678,90"],
    ["finance.charges", "1200000"],
    ["finance.masse", "900 000"],
    ["finance.masse_insertion", "650 000,5"],
    ["finance.resultat", "-4 120"],
    ["finance.fonds_propres", "25 000"],
    ["finance.tresorerie_nette", "12 500,50"],
  ],
  "postes#avant": [["annexe.fin", "30/06/2027"]],
  postes: [
    // Past its end, which is the next to be written.
    ["annexe.debut", "01/08/2027"],
    ["annexe.fin", "31/12/2027"],
    ["annexe.debut", "01/01/2027"],
    ["etp.demandes", "23,50"],
  ],
  emplois: [["etp.embauches", "18"], ["etp.cdi_inclusion", "2,5"]],
  objectifs: [
    ["objectifs.sorties", "24"],
    ["objectifs.durable", "30 %"],
    ["objectifs.transition", "20,5"],
    ["objectifs.positives", "15"],
    ["objectifs.publics[femmes].part", "48,75"],
  ],
};

// Notes every message of mistake that appears, and on which field; answers what was noted.
//
// What stands there before anything is typed is no matter: last year's objectives may want an explanation.
async function watch(page) {
  await page.evaluate(() => {
    window.shown = new Set();
    const place = (message) => message.closest("[id$=-messages]")?.id;
    const messages = () => [...document.querySelectorAll(".fr-message--error")].filter((message) => message.textContent.trim());
    const before = new Set(messages().map(place));
    const look = () => {
      for (const message of messages().filter((message) => !before.has(place(message)))) {
        window.shown.add(`${document.activeElement.name} : ${message.textContent}`);
      }
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["hidden"] });
  });
  return () => page.evaluate(() => [...window.shown]);
}

test("frappe : aucune faute n’est dite pendant qu’on écrit juste", async ({ page }) => {
  test.setTimeout(240_000);
  await actFor(page, "environnement des trois cloche");
  const dossier = await open(page, "ACI");
  for (const [step, entries] of Object.entries(TYPED)) {
    await page.goto(`${dossier}/etapes/${step.split("#")[0]}`);
    await alive(page);
    const shown = await watch(page);
    for (const [name, text] of entries) {
      const field = page.locator(`[name="${name}"]`);
      await field.selectText({ timeout: 5000 });
      await page.keyboard.press("Delete");
      await field.pressSequentially(text, { delay: PAUSE });
      await page.keyboard.press("Tab");
    }
    await saved(page);
    expect(await shown(), step).toEqual([]);
  }
  // The same eye sees a mistake when there is one.
  await page.goto(`${dossier}/etapes/structure`);
  await alive(page);
  const shown = await watch(page);
  await page.getByLabel("SIRET de l’établissement").fill("262 904 113 00062");
  await page.keyboard.press("Tab");
  await expect.poll(shown).not.toEqual([]);
});
