// What is typed is kept, whatever breaks: the network, the page, the session, the browser's storage.
import { expect, test } from "@playwright/test";
import { accessible, actFor, alive, enter, open, row, saved } from "./people.mjs";

const save = (page) => page.locator(".bar .save").first();
const waits = (count) => new RegExp(`^Hors connexion, ${count}\\s(modification|modifications) en attente`);

async function begin(page, structure, step, kind = "ACI") {
  await actFor(page, structure);
  const dossier = await open(page, kind);
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
  await expect(again.getByText(/2\smodifications reprises de ce navigateur/)).toBeVisible();
  await saved(again);
  await accessible(again);
  await again.goto(`${dossier}/etapes/gouvernance`);
  await alive(again);
  await expect(again.getByLabel("Qualité du représentant légal")).toHaveValue("directrice");
  await expect(again.getByLabel("Nom et prénom du représentant légal")).toHaveValue("Nolwenn Kerdraon");
  await expect(again.getByText(/reprises? de ce navigateur/)).toHaveCount(0);
});

test("journal : trois étapes et un tableau, une demi-heure hors connexion, puis le retour du réseau", async ({ page, context }) => {
  await page.clock.install();
  const dossier = await begin(page, "collines 31", "gouvernance");
  await context.setOffline(true);
  await page.getByLabel("Qualité du représentant légal").fill("présidente");
  await row(page, "Ajouter un membre", { nom: "Anne Le Bihan", fonction: "trésorière" });
  await page.getByRole("navigation", { name: "Étapes" }).getByRole("link", { name: /Moyens matériels/ }).click();
  await page.locator("label[for=materiel-duerp-oui]").click();
  const updated = page.getByLabel(/^Date de mise à jour du document unique/);
  await updated.fill("demain");
  await updated.blur();
  await expect(updated).toHaveAttribute("aria-invalid", "true");
  await updated.fill("15/10/2026");
  await expect(updated).not.toHaveAttribute("aria-invalid", "true");
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
  await expect(page.locator("[name$='.fonction'][name^='gouvernance.membres']")).toHaveValue("trésorière");
  await page.goto(`${dossier}/etapes/materiel`);
  await expect(page.locator("#materiel-duerp-oui")).toBeChecked();
  await expect(page.getByLabel(/^Date de mise à jour du document unique/)).toHaveValue("15/10/2026");
  await page.goto(`${dossier}/etapes/postes`);
  await expect(page.getByLabel(/^Postes d’insertion demandés/)).toHaveValue("12,50");
});

test("journal : sans réponse, la page essaie encore, de moins en moins souvent, sans que rien ne l’y pousse", async ({ page }) => {
  await page.clock.install();
  await begin(page, "plateau 36", "gouvernance", "AI");
  let tries = 0;
  await page.route("**/api/app/dossiers/enregistrer", (route) => {
    tries++;
    return route.abort();
  });
  await page.getByLabel("Qualité du représentant légal").fill("gérante");
  await expect.poll(() => tries).toBeGreaterThan(0);
  // A minute is more than the longest wait; each of them brings a try, and few.
  for (let minute = 1; minute <= 4; minute++) {
    const before = tries;
    await page.clock.fastForward("01:00");
    await expect.poll(() => tries).toBeGreaterThan(before);
  }
  expect(tries).toBeLessThan(30);
  await page.unroute("**/api/app/dossiers/enregistrer");
  await page.clock.fastForward("01:00");
  await saved(page);
});

test("journal : une étape confirmée hors connexion l’est au retour, même d’une page fermée", async ({ page, context }) => {
  const dossier = await begin(page, "collines 31", "aides", "EI");
  await cut(page);
  await page.getByRole("button", { name: "Confirmer l’étape" }).click();
  await expect(page).not.toHaveURL(/etapes\/aides/);
  await expect(save(page)).toHaveText(waits(1));
  expect(await left(page)).toBe(1);
  await page.close();
  const again = await context.newPage();
  // It is said wherever one comes back to, and goes from the next step that is opened.
  await again.goto("/dossiers");
  await expect(again.getByText("gardés dans ce navigateur, ne sont pas encore enregistrés").filter({ visible: true })).toHaveCount(1);
  await accessible(again);
  await again.goto(`${dossier}/etapes/gouvernance`);
  await alive(again);
  await saved(again);
  const menu = again.getByRole("navigation", { name: "Étapes" });
  await expect(menu.getByRole("link", { name: /Autres aides/ })).toContainText("Complet");
  await expect.poll(() => left(again)).toBe(0);
  await again.reload();
  await expect(menu.getByRole("link", { name: /Autres aides/ })).toContainText("Complet");
});

test("journal : une étape confirmée hors connexion ne l’est pas sur ce qu’un collègue y a écrit depuis", async ({ page, context, browser }) => {
  const dossier = await begin(page, "estuaire 30", "aides", "EI");
  await cut(page);
  await page.getByRole("button", { name: "Confirmer l’étape" }).click();
  await expect(save(page)).toHaveText(waits(1));
  await expect.poll(() => left(page)).toBe(1);
  // A page that is closed tells what it has to tell, and nothing stands in for the network any more; a dead one does not.
  await page.goto("chrome://crash").catch(() => {});
  const colleague = await (await browser.newContext()).newPage();
  await actFor(colleague, "estuaire 30");
  await colleague.goto(`${dossier}/etapes/aides`);
  await alive(colleague);
  await colleague.locator("[name='finance.aides_n1[commune].montant']").fill("12");
  await saved(colleague);
  const again = await context.newPage();
  await again.goto(`${dossier}/etapes/gouvernance`);
  await alive(again);
  await expect(again.getByRole("alert").filter({ hasText: "L’étape «\u00a0Autres aides\u00a0» n’est pas confirmée." })).toBeVisible();
  await accessible(again);
  const menu = again.getByRole("navigation", { name: "Étapes" });
  await expect(menu.getByRole("link", { name: /Autres aides/ })).toContainText("À confirmer");
  expect(await left(again)).toBe(0);
});

test("journal : deux onglets, l’un fermé hors connexion, l’autre envoie ce qu’il y avait", async ({ page, context }) => {
  const dossier = await begin(page, "plateau 32", "gouvernance");
  await cut(page);
  await page.getByLabel("Qualité du représentant légal").fill("gérante");
  await expect(save(page)).toHaveText(waits(1));
  await page.close();
  const other = await context.newPage();
  let answer;
  const typed = new Promise((done) => (answer = done));
  await other.route("**/api/app/dossiers/enregistrer", (route) => typed.then(() => route.continue()));
  await other.goto(`${dossier}/etapes/gouvernance`);
  await expect(other.getByLabel("Qualité du représentant légal")).toHaveValue("gérante");
  // Typed over at once: what was inherited goes first, and the last word is the one on the screen.
  await other.getByLabel("Qualité du représentant légal").fill("directrice");
  answer();
  await saved(other);
  await expect(other.getByRole("alert")).toHaveCount(0);
  await other.reload();
  await expect(other.getByLabel("Qualité du représentant légal")).toHaveValue("directrice");
});

test("journal : la session a expiré et la page est rechargée", async ({ page, context }) => {
  const dossier = await begin(page, "vignoble 33", "gouvernance");
  await context.clearCookies();
  await page.getByLabel("Qualité du représentant légal").fill("présidente");
  await expect(save(page)).toHaveText(/votre session n’est plus ouverte/);
  await accessible(page);
  await actFor(page, "vignoble 33");
  await page.goto(`${dossier}/etapes/gouvernance`);
  await expect(page.getByText(/1\smodification reprise de ce navigateur/)).toBeVisible();
  await saved(page);
  await page.reload();
  await expect(page.getByLabel("Qualité du représentant légal")).toHaveValue("présidente");
});

test("journal : un texte trop long n’est pas enregistré, mais revient", async ({ page, context }) => {
  const dossier = await begin(page, "plateau 36", "gouvernance", "EI");
  const role = (one) => one.getByLabel("Qualité du représentant légal");
  await role(page).fill("x".repeat(20_001));
  await expect(save(page)).toHaveText(/^Non enregistré\s: 1\stexte trop long$/);
  await accessible(page);
  await expect.poll(() => left(page)).toBe(1);
  await page.close();
  const again = await context.newPage();
  await again.goto(`${dossier}/etapes/gouvernance`);
  await expect(role(again)).toHaveValue("x".repeat(20_001));
  await expect(save(again)).toHaveText(/^Non enregistré\s: 1\stexte trop long$/);
  await role(again).fill("présidente");
  await saved(again);
  await expect.poll(() => left(again)).toBe(0);
});

test("journal : ce que quelqu’un a laissé ne part pas au nom d’un autre", async ({ page, context }) => {
  await enter(page, /Alix Robert/);
  const dossier = await open(page, "EI");
  await page.goto(`${dossier}/etapes/gouvernance`);
  await alive(page);
  await cut(page);
  await page.getByLabel("Qualité du représentant légal").fill("trésorière adjointe");
  await expect(save(page)).toHaveText(waits(1));
  expect(await left(page)).toBe(1);
  await page.unroute("**/api/app/**");
  await context.clearCookies();
  // A colleague on the same dossier, in the same browser.
  await enter(page, /Dominique Petit/);
  await page.goto(`${dossier}/etapes/gouvernance`);
  await alive(page);
  await expect(page.getByLabel("Qualité du représentant légal")).not.toHaveValue("trésorière adjointe");
  await expect(page.getByText(/reprises? de ce navigateur/)).toHaveCount(0);
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

test("hors connexion : une page qui ne peut venir le dit, ce qui était écrit à un collègue est gardé", async ({ browser }) => {
  const context = await browser.newContext({ serviceWorkers: "allow" });
  const page = await context.newPage();
  await actFor(page, "deux rives 34");
  const dossier = await open(page, "ACI");
  await page.evaluate(() => new Promise((done) => {
    if (navigator.serviceWorker.controller) done();
    else navigator.serviceWorker.addEventListener("controllerchange", () => done(), { once: true });
  }));
  await page.getByRole("link", { name: /^Échanges entre collègues/ }).click();
  await page.getByLabel("Étape", { exact: true }).selectOption({ label: "Moyens matériels" });
  await page.getByLabel("Votre message").fill("Qui a le chiffre du matériel ?");
  await context.setOffline(true);
  await page.getByRole("button", { name: "Envoyer" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Hors connexion" })).toBeVisible();
  await expect(page.getByText("n’est peut-être pas parti")).toBeVisible();
  await accessible(page);
  await context.setOffline(false);
  await page.getByRole("button", { name: "Réessayer" }).click();
  await expect(page.getByLabel("Votre message")).toHaveValue("Qui a le chiffre du matériel ?");
  await page.getByLabel("Étape", { exact: true }).selectOption({ label: "Moyens matériels" });
  await page.getByRole("button", { name: "Envoyer" }).click();
  await expect(page.locator(".talk__text")).toHaveText("Qui a le chiffre du matériel ?");
  await expect(page.getByLabel("Votre message")).toHaveValue("");
  // The page that was wanted comes by itself when the line is back.
  await context.setOffline(true);
  await page.getByRole("link", { name: "Revenir aux étapes" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Hors connexion" })).toBeVisible();
  await expect(page.getByText("n’est peut-être pas parti")).toBeHidden();
  await context.setOffline(false);
  await expect(page.getByRole("heading", { level: 1, name: /^Dossier ACI/ })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe(dossier);
  await context.close();
});
