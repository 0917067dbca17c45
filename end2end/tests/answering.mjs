// Answers what a dossier asks, as its pages ask it: the list of what holds a step back leads to each question.
import { expect } from "@playwright/test";
import { accessible, alive, pdf, row } from "./people.mjs";

// By the end of the question's identifier, the first that fits; what is not here is a text.
const COMMON = [
  [/-(courriel|mail)$/, "contact@exemple.fr"],
  [/telephone$/, "02 98 12 34 56"],
  [/naf$/, "88.99B"],
  [/siret$/, "262 904 113 00061"],
  [/code_postal$/, "29000"],
  [/communes?$/, "Quimper (29232)"],
  [/(date_creation|depuis)$/, "3/2/2006"],
  [/document_unique$/, "15/10/2026"],
  [/cloture$/, "31/12/2025"],
  [/^(demande|annexe)-debut$/, "01/01/2027"],
  [/^(demande|annexe)-fin$/, "31/12/2027"],
  [/(_fin|-fin|echeance)$/, "31/12/2027"],
  [/objectifs-durable$/, "30"],
  [/objectifs-transition$/, "20"],
  [/objectifs-positives$/, "15"],
  [/permanence$/, "4"],
  [/hebdo$/, "26"],
  [/duree_collective$/, "35"],
  [/^materiel-(duerp|assurances|epi)$/, "oui"],
  [/surface$/, "120"],
  [/(ratio|etp|postes|demandes|insertion|ti|montant|produits|charges|ventes|masse|resultat|fonds_propres|tresorerie_nette|sorties|benevoles|heures|personnes|demande|obtenu|recettes)$/, "1"],
];

// A budget is a table whose lines are there already; what is spent is the aid that was worked out, and the sales.
async function budget(page) {
  const aid = await page.locator("#finance-budget_aide").innerText();
  await page.locator('[name="finance.budget_charges[achats].montant"]').fill(aid);
  for (const line of ["charges[gestion]", "produits[ventes]"]) await page.locator(`[name="finance.budget_${line}.montant"]`).fill("250 000");
}

// Each axis of the insertion project has its action.
async function objectifs(page) {
  for (const axe of ["accueil", "accompagnement", "formation", "territoire"]) {
    await row(page, "Ajouter une action", { axe, action: "Un livret", indicateur: "livrets", cible: "100 %" });
  }
}

// A team supervises and supports.
export async function team(page) {
  for (const fonction of ["encadrement", "accompagnement"]) {
    await row(page, "Ajouter un poste", { fonction, etp: "1", contrat: "cdi" });
  }
}

// Confirms every step of the dossier from the one shown on, answering what is asked; `own` comes first.
//
// `own` maps identifiers to answers, « … expliqué » to the label of the explanation; `before` are acts on a step, before it is confirmed for the first time.
export async function answerAll(page, own, before = {}) {
  for (let steps = 0; steps < 25; steps += 1) {
    const step = page.url().match(/\/etapes\/([^?#]+)/)?.[1];
    if (!step) return;
    await alive(page);
    await (before[step] ?? { budget, equipe: team, objectifs }[step])?.(page);
    await confirm(page, step, own);
  }
}

// Attests and sends; answers the reference.
export async function send(page, dossier) {
  await page.goto(`${dossier}/recapitulatif`);
  await expect(page.getByText("Tout est rempli.")).toBeVisible();
  await accessible(page);
  await page.getByText("J’atteste l’exactitude").click();
  await page.getByRole("button", { name: "Transmettre le dossier" }).click();
  await page.waitForURL("**/recepisse");
  return page.getByText(/^IAE-2027-/).textContent();
}

async function confirm(page, step, own) {
  for (let round = 0; round < 12; round += 1) {
    await page.getByRole("button", { name: "Confirmer l’étape" }).click();
    const moved = page.waitForURL((url) => !url.pathname.endsWith(`/etapes/${step}`)).then(() => null);
    const held = page.locator("#erreurs .fr-alert").waitFor().then(() => true);
    if ((await Promise.race([moved, held])) === null) return;
    const links = page.locator("#erreurs a");
    const asked = await links.evaluateAll((links) => links.map((link) => [link.getAttribute("href").slice(1), link.textContent]));
    for (const [id, text] of asked) await answer(page, id, text, own);
    await expect(page.locator(".save[role=status]")).toHaveText(/^Enregistré/);
    await page.reload();
    await alive(page);
  }
  throw new Error(`${step} : ${await page.locator("#erreurs").innerText()}`);
}

async function answer(page, id, text, own) {
  const control = page.locator(`[id="${id}"]`);
  const kind = await control.evaluate((element) => element.querySelector("input[type=radio], input[type=checkbox]")?.type ?? element.type ?? element.tagName);
  const wanted = own[id.replace(/-r[0-9a-z]{6,}-/, "-")] ?? COMMON.find(([end]) => end.test(id))?.[1] ?? (kind === "textarea" ? "Une réponse assez longue pour être lue. ".repeat(6).trim() : "Une réponse");
  const yes = /^(oui|non)$/.test(wanted) ? wanted : "non";
  if (kind === "radio") await control.locator(`label[for=${id}-${yes}]`).click();
  else if (kind === "checkbox") await control.locator("label").first().click();
  else if (kind === "file") {
    await control.setInputFiles(pdf(`${id}.pdf`));
    await expect(page.getByRole("link", { name: new RegExp(`^${id}\\.pdf`) })).toBeVisible();
  } else if (kind === "select-one") await control.selectOption(own[id] ?? { index: 1 });
  else if (kind === "text" || kind === "tel" || kind === "textarea") {
    // Said already: an explanation is awaited.
    const explained = (await control.inputValue()) === wanted && own[`${id} expliqué`];
    if (explained) return page.getByLabel(explained).fill("Le renouvellement est signé le mois prochain.");
    if ((await control.inputValue()) === wanted) throw new Error(`${id} : ${text}, avec « ${wanted} »`);
    await control.fill(wanted);
    await control.blur();
  } else await control.getByRole("button", { name: /^Ajouter/ }).click();
}
