// What is typed is kept, whatever breaks: the network, the page, the session, the browser's storage.
import { expect, test } from "@playwright/test";
import { accessible, actFor, alive, open, row, saved } from "./people.mjs";

const save = (page) => page.locator(".bar .save").first();
const waits = (count) => new RegExp(`^Hors connexion, ${count}\\s(modification|modifications) en attente`);

async function begin(page, structure, step) {
  await actFor(page, structure);
  const dossier = await open(page, "ACI");
  await page.goto(`${dossier}/etapes/${step}`);
  await alive(page);
  return dossier;
}

// The server no longer answers this page; another one is not concerned.
const cut = (page) => page.route("**/api/app/**", (route) => route.abort());
const mend = async (page) => {
  await page.unroute("**/api/app/**");
  await page.evaluate(() => dispatchEvent(new Event("focus")));
};

// How many edits the journal of the browser holds.
const left = (page) =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const asked = indexedDB.open("conventionnement", 1);
        asked.onsuccess = () => {
          const keys = asked.result.transaction("modifications").objectStore("modifications").getAllKeys();
          keys.onsuccess = () => resolve(keys.result.length);
        };
      }),
  );

test("journal : la page est tuée hors connexion, ce qui était tapé revient et part", async ({ page, context }) => {
  const dossier = await begin(page, "estuaire 30", "gouvernance");
  await cut(page);
  await page.getByLabel("Qualité du représentant légal").fill("directrice");
  const name = page.getByLabel("Nom et prénom du représentant légal");
  await name.fill("Nolwenn Kerdrao");
  await name.evaluate((control) => control.addEventListener("input", () => (globalThis.last = performance.now())));
  await name.press("n");
  // The last keystroke is a quarter of a second old when the process of the tab dies with its memory; nothing is
  // said to the page.
  await page.waitForFunction(() => performance.now() - globalThis.last >= 250, null, { polling: 5 });
  await page.goto("chrome://crash").catch(() => {});
  const again = await context.newPage();
  // Even where nothing is typed, and before sending.
  await again.goto(`${dossier}/recapitulatif`);
  await expect(again.getByText("qui ne sont pas encore enregistrés")).toBeVisible();
  await accessible(again);
  await again.goto(dossier);
  await again.getByRole("link", { name: "Les enregistrer" }).click();
  await again.waitForURL("**/etapes/demande");
  await alive(again);
  await expect(again.getByText(/2\smodifications retrouvées dans ce navigateur/)).toBeVisible();
  await saved(again);
  await accessible(again);
  await again.goto(`${dossier}/etapes/gouvernance`);
  await alive(again);
  await expect(again.getByLabel("Qualité du représentant légal")).toHaveValue("directrice");
  await expect(again.getByLabel("Nom et prénom du représentant légal")).toHaveValue("Nolwenn Kerdraon");
  await expect(again.getByText(/retrouvée/)).toHaveCount(0);
});

test("journal : trois étapes et un tableau, une demi-heure hors connexion, puis le retour du réseau", async ({ page, context }) => {
  await page.clock.install();
  const dossier = await begin(page, "collines 31", "gouvernance");
  await context.setOffline(true);
  await page.getByLabel("Qualité du représentant légal").fill("présidente");
  await row(page, "Ajouter un membre", { nom: "Anne Le Bihan", fonction: "trésorière" });
  await page.getByRole("navigation", { name: "Étapes" }).getByRole("link", { name: /Moyens matériels/ }).click();
  await page.locator("label[for=materiel-duerp-oui]").click();
  await page.getByLabel(/^Date de mise à jour du document unique/).fill("15/10/2026");
  await page.getByRole("navigation", { name: "Étapes" }).getByRole("link", { name: /Postes et aide/ }).click();
  await page.getByLabel(/^Postes d’insertion demandés/).fill("12,5");
  await expect(page.locator("#etp-montant")).toContainText("299\u202f012,50");
  await expect(save(page)).toHaveText(/^Hors connexion, 7\smodifications en attente/);
  await accessible(page);
  await page.clock.fastForward("30:00");
  await expect(save(page)).toHaveText(/^Hors connexion, 7\smodifications en attente/);
  await context.setOffline(false);
  await saved(page);
  await page.goto(`${dossier}/etapes/gouvernance`);
  await expect(page.getByLabel("Qualité du représentant légal")).toHaveValue("présidente");
  await expect(page.locator("[name$='.nom'][name^='gouvernance.membres']")).toHaveValue("Anne Le Bihan");
  await page.goto(`${dossier}/etapes/postes`);
  await expect(page.getByLabel(/^Postes d’insertion demandés/)).toHaveValue("12,50");
});

test("journal : deux onglets, l’un fermé hors connexion, l’autre envoie ce qu’il y avait", async ({ page, context }) => {
  const dossier = await begin(page, "plateau 32", "gouvernance");
  await cut(page);
  await page.getByLabel("Qualité du représentant légal").fill("gérante");
  await expect(save(page)).toHaveText(waits(1));
  await page.close();
  const other = await context.newPage();
  await other.goto(`${dossier}/etapes/gouvernance`);
  await expect(other.getByLabel("Qualité du représentant légal")).toHaveValue("gérante");
  // Typed over at once: what was inherited goes first, and the last word is the one on the screen.
  await other.getByLabel("Qualité du représentant légal").fill("directrice");
  await saved(other);
  await expect(other.getByRole("alert")).toHaveCount(0);
  await other.reload();
  await expect(other.getByLabel("Qualité du représentant légal")).toHaveValue("directrice");
});

test("journal : la session a expiré et la page est rechargée", async ({ page, context }) => {
  const dossier = await begin(page, "vignoble 33", "gouvernance");
  await context.clearCookies();
  await page.getByLabel("Qualité du représentant légal").fill("présidente");
  await expect(save(page)).toHaveText(/session a expiré/);
  await accessible(page);
  await actFor(page, "vignoble 33");
  await page.goto(`${dossier}/etapes/gouvernance`);
  await expect(page.getByText(/1\smodification retrouvée/)).toBeVisible();
  await saved(page);
  await page.reload();
  await expect(page.getByLabel("Qualité du représentant légal")).toHaveValue("présidente");
});

test("journal : ce que quelqu’un a laissé ne part pas au nom d’un autre", async ({ page, context }) => {
  await begin(page, "plateau 36", "gouvernance");
  await cut(page);
  await page.getByLabel("Qualité du représentant légal").fill("présidente");
  await expect(save(page)).toHaveText(waits(1));
  expect(await left(page)).toBe(1);
  await page.unroute("**/api/app/**");
  await context.clearCookies();
  await actFor(page, "estuaire 37");
  const theirs = await open(page, "ACI");
  await page.goto(`${theirs}/etapes/gouvernance`);
  await alive(page);
  await expect(page.getByText(/retrouvée/)).toHaveCount(0);
  expect(await left(page)).toBe(1);
});

test("journal : le navigateur ne garde rien, la page le dit et se défend", async ({ page, context }) => {
  await page.addInitScript(() => {
    indexedDB.open = () => {
      throw new DOMException("refusé", "SecurityError");
    };
  });
  await begin(page, "source 38", "gouvernance");
  await expect(page.getByText("Ce navigateur ne garde pas de copie")).toBeVisible();
  await cut(page);
  await page.getByLabel("Qualité du représentant légal").fill("présidente");
  await expect(save(page)).toHaveText(waits(1));
  await accessible(page);
  const asked = page.waitForEvent("dialog");
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
  await mend(page);
  await saved(page);
});
