// What can go wrong while one types: nothing is lost, the state is said, and each state is accessible.
import { expect, test } from "@playwright/test";
import { accessible, actFor, alive, open, saved } from "./people.mjs";

const save = (page) => page.locator(".bar .save").first();

// One structure a test: tests run side by side.
async function step(page, structure, kind) {
  await actFor(page, structure);
  const dossier = await open(page, kind);
  await page.goto(`${dossier}/etapes/gouvernance`);
  await alive(page);
  return dossier;
}

// Hears nothing of what others write until it sends: the one who comes too late.
const late = (page) => page.route("**/direct?**", (route) => route.abort());

test("erreur : dite en quittant le champ, ôtée dès qu’elle est corrigée", async ({ page }) => {
  await step(page, "lagon", "ACI");
  const mail = page.getByLabel("Adresse électronique du représentant légal");
  await mail.fill("sans arobase");
  await expect(mail).not.toHaveAttribute("aria-invalid", "true");
  await mail.blur();
  await expect(mail).toHaveAttribute("aria-invalid", "true");
  await accessible(page);
  // The Enter key ends a field; it does not confirm the step.
  await mail.fill("presidence@jardins.example");
  await expect(mail).not.toHaveAttribute("aria-invalid", "true");
  const people = page.getByLabel("Nombre de bénévoles");
  await people.fill("beaucoup");
  await expect(people).not.toHaveAttribute("aria-invalid", "true");
  await people.press("Enter");
  await expect(people).toHaveAttribute("aria-invalid", "true");
  await people.fill("3");
  await people.press("Enter");
  await saved(page);
  await expect(page).toHaveURL(/gouvernance$/);
  await page.getByRole("button", { name: "Confirmer l’étape" }).click();
  await expect(page.getByRole("alert")).toContainText("à régler");
  await expect(page.locator("#erreurs")).toBeFocused();
  await expect(page).toHaveTitle(/^Erreur\s: Gouvernance et contacts - /);
  await accessible(page);
});

test("coupure : tout reste, et part au retour du réseau", async ({ page, context }) => {
  const dossier = await step(page, "vignoble 11", "ACI");
  await context.setOffline(true);
  await page.getByLabel("Qualité du représentant légal").fill("directrice");
  await expect(save(page)).toHaveText(/^Hors connexion, 1\smodification en attente/);
  await accessible(page);
  await context.setOffline(false);
  await saved(page);
  await page.goto(`${dossier}/etapes/gouvernance`);
  await expect(page.getByLabel("Qualité du représentant légal")).toHaveValue("directrice");
});

test("réponse lente : l’enregistrement se dit", async ({ page }) => {
  await step(page, "grands pres", "ACI");
  let go;
  const wait = new Promise((resolve) => (go = resolve));
  await page.route("**/api/app/dossiers/enregistrer", async (route) => {
    await wait;
    await route.continue();
  });
  await page.getByLabel("Qualité du représentant légal").fill("directeur");
  await expect(save(page)).toHaveText("Enregistrement…");
  await accessible(page);
  go();
  await saved(page);
});

test("session finie : on se reconnecte ailleurs, rien n’est perdu", async ({ page, context }) => {
  await step(page, "trois clochers 14", "ACI");
  await context.clearCookies();
  await page.getByLabel("Qualité du représentant légal").fill("gérante");
  await expect(save(page)).toHaveText(/votre session n’est plus ouverte/);
  await expect(page.getByRole("alert").filter({ hasText: "votre session n’est plus ouverte" })).toBeVisible();
  await accessible(page);
  const other = await context.newPage();
  await actFor(other, "trois clochers 14");
  await page.bringToFront();
  await page.evaluate(() => dispatchEvent(new Event("focus")));
  await saved(page);
  await expect(page.getByLabel("Qualité du représentant légal")).toHaveValue("gérante");
});

test("session finie à chaque étape : rien n’est perdu", async ({ page, context }) => {
  test.setTimeout(240_000);
  const structure = "source 23";
  await actFor(page, structure);
  const dossier = await open(page, "ACI");
  const links = await page.locator(".tasks a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  const steps = links.filter((link) => /\/etapes\/[^/]+$/.test(link));
  const other = await context.newPage();
  const written = [];
  for (const step of steps) {
    await page.goto(step);
    await alive(page);
    const field = page.locator("form :is(input.fr-input[type=text]:not([list]), textarea):visible").first();
    const choice = page.locator("form .fr-radio-group input:not(:checked)").first();
    const typed = (await field.count()) > 0;
    if (!typed && !(await choice.count())) continue;
    const chosen = typed ? null : await choice.getAttribute("id");
    await context.clearCookies();
    if (typed) {
      await field.fill("12");
      await field.blur();
    } else await page.locator(`label[for="${chosen}"]`).click();
    await expect(save(page)).toHaveText(/votre session n’est plus ouverte/);
    await actFor(other, structure);
    await page.bringToFront();
    await page.evaluate(() => dispatchEvent(new Event("focus")));
    await saved(page);
    await page.reload();
    if (typed) await expect(field).toHaveValue(/^12/);
    else await expect(page.locator(`[id="${chosen}"]`)).toBeChecked();
    written.push(step);
  }
  // Documents have their own.
  expect(written).toEqual(steps.filter((step) => !step.endsWith("/pieces")));
});

test("une nouvelle version du service pendant la saisie : rien n’est perdu", async ({ page }) => {
  await step(page, "littoral 15", "ACI");
  // What the service of the next version answers: it has taken the edit, this page cannot read how.
  await page.route("**/api/app/dossiers/enregistrer", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace(/^"[^.]+\./, '"suivante.') });
  });
  const role = page.getByLabel("Qualité du représentant légal");
  await role.fill("gérante");
  await expect(page.getByText(/Une nouvelle version du service est en ligne/).first()).toBeVisible();
  await accessible(page);
  // Written on, it is taken still.
  const taken = page.waitForResponse("**/api/app/dossiers/enregistrer");
  await page.getByLabel("Nombre de bénévoles").fill("12");
  await taken;
  // What the page that comes sends is answered by the version it is of: that may be before its load is heard of here.
  await page.unrouteAll({ behavior: "wait" });
  // Once nobody types, the page of the next version comes by itself.
  const next = page.waitForEvent("load");
  await page.getByLabel("Nombre de bénévoles").blur();
  await next;
  await alive(page);
  await expect(role).toHaveValue("gérante");
  await expect(page.getByLabel("Nombre de bénévoles")).toHaveValue("12");
  await saved(page);
});

test("le programme de la page n’arrive pas : elle le dit, retient qui part, et reprend d’elle-même", async ({ page }) => {
  await actFor(page, "plateau 36");
  const dossier = await open(page, "ACI");
  await page.route("**/app_bg.wasm", (route) => route.abort());
  await page.goto(`${dossier}/etapes/gouvernance`);
  await expect(page.getByRole("alert").filter({ hasText: "n’enregistre pas encore" })).toBeVisible();
  await expect(save(page)).toBeHidden();
  await accessible(page);
  await page.getByLabel("Qualité du représentant légal").fill("présidente");
  const held = page.waitForEvent("dialog");
  const leaving = page.goto(`${dossier}/recapitulatif`).catch(() => {});
  await (await held).dismiss();
  await leaving;
  await page.unroute("**/app_bg.wasm");
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await alive(page);
  await saved(page);
  await expect(page.getByText("n’enregistre pas encore")).toHaveCount(0);
  await page.reload();
  await expect(page.getByLabel("Qualité du représentant légal")).toHaveValue("présidente");
});

test("hors connexion, la frappe ne fait pas clignoter l’état", async ({ page }) => {
  await step(page, "vignoble 33", "EI");
  let asked = 0;
  await page.route("**/api/app/**", (route) => {
    asked += 1;
    return route.abort();
  });
  const role = page.getByLabel("Qualité du représentant légal");
  await role.fill("a");
  await expect(save(page)).toHaveText(/^Hors connexion, 1\smodification/);
  const before = asked;
  await page.evaluate(() => {
    globalThis.said = new Set();
    const line = document.querySelector(".bar .save");
    new MutationObserver(() => said.add(line.textContent)).observe(line, { subtree: true, childList: true, characterData: true });
  });
  await role.pressSequentially("bcdefghijklmnopqrst", { delay: 60 });
  await page.getByLabel("Nombre de bénévoles").fill("12");
  // What was on its way, what was typed over it, and the other field.
  await expect(save(page)).toHaveText(/^Hors connexion, 3\smodifications/);
  expect(await page.evaluate(() => [...said].filter((text) => !text.startsWith("Hors connexion")))).toEqual([]);
  expect(asked - before).toBeLessThanOrEqual(4);
});

test("une version suivante ne connaît plus la page : ce qui est tapé attend dans le navigateur, la page revient et l’envoie", async ({ page }) => {
  await step(page, "littoral 15", "EI");
  let former = true;
  await page.route("**/api/app/dossiers/enregistrer", (route) =>
    former ? route.fulfill({ status: 409, json: "Outdated" }) : route.continue(),
  );
  const role = page.getByLabel("Qualité du représentant légal");
  await role.fill("gérante");
  await expect(page.getByText(/Une nouvelle version du service est en ligne/).first()).toBeVisible();
  await accessible(page);
  // Nothing comes in the place of what is being typed.
  await role.fill("gérante et fondatrice");
  const next = page.waitForEvent("domcontentloaded").then(() => (former = false));
  await role.blur();
  await next;
  await alive(page);
  await saved(page);
  await expect(role).toHaveValue("gérante et fondatrice");
  await page.reload();
  await expect(role).toHaveValue("gérante et fondatrice");
});

test("un collègue qui regarde apprend aussi qu’une nouvelle version est en ligne", async ({ page }) => {
  await page.route("**/direct?*", (route) =>
    route.fulfill({ contentType: "text/event-stream", body: "event: presents\ndata: suivante.AA\n\n" }),
  );
  await step(page, "littoral 15", "EI");
  await page.unroute("**/direct?*");
  await page.waitForEvent("load");
});

test("deux personnes, un champ : les deux valeurs, et une personne choisit", async ({ page, context }) => {
  const dossier = await step(page, "deux rives 16", "ACI");
  const other = await context.newPage();
  await late(other);
  await other.goto(`${dossier}/etapes/gouvernance`);
  await alive(other);
  await page.getByLabel("Qualité du représentant légal").fill("présidente");
  await saved(page);
  await other.getByLabel("Qualité du représentant légal").fill("président");
  await expect(save(other)).toHaveText(/^Conflit/);
  await expect(other.getByRole("alert")).toContainText("« présidente »");
  await accessible(other);
  // Typed on, it is asked still: nothing is written over before one of the two is chosen.
  const asked = other.waitForResponse("**/api/app/dossiers/enregistrer");
  await other.getByLabel("Qualité du représentant légal").fill("président du bureau");
  await asked;
  await expect(save(other)).toHaveText(/^Conflit/);
  await other.getByLabel("Qualité du représentant légal").fill("président");
  await expect(other.getByRole("alert")).toContainText("« président ».");
  await other.getByRole("button", { name: "Garder la mienne" }).click();
  await saved(other);
  await page.reload();
  await expect(page.getByLabel("Qualité du représentant légal")).toHaveValue("président");
});

test("un collègue écrit là où j’ai le curseur : je le vois en quittant le champ", async ({ page, context }) => {
  const dossier = await step(page, "vignoble 24", "ACI");
  const role = (one) => one.getByLabel("Qualité du représentant légal");
  await role(page).focus();
  const other = await context.newPage();
  await other.goto(`${dossier}/etapes/gouvernance`);
  await alive(other);
  await role(other).fill("gérante");
  await other.getByLabel("Nombre de bénévoles").fill("3");
  await saved(other);
  // What was written elsewhere has come; where I am, nothing moves until I leave.
  await expect(page.getByLabel("Nombre de bénévoles")).toHaveValue("3");
  await expect(role(page)).toHaveValue("");
  await page.getByLabel("Nom et prénom du représentant légal").focus();
  await expect(role(page)).toHaveValue("gérante");
});

test("la réponse d’un collègue ôte la question où j’écris : elle reste jusqu’à ce que je la quitte", async ({ page, context }) => {
  await actFor(page, "vignoble 24");
  const dossier = await open(page, "EI");
  await page.goto(`${dossier}/etapes/materiel`);
  await alive(page);
  const said = (one, text) => one.locator("#materiel-duerp").getByText(text, { exact: true });
  await said(page, "Oui").click();
  const date = page.getByLabel(/^Date de mise à jour du document unique/);
  await date.click();
  await page.keyboard.type("15/10/20");
  await saved(page);
  const other = await context.newPage();
  await other.goto(`${dossier}/etapes/materiel`);
  await alive(other);
  await said(other, "Non").click();
  await saved(other);
  await expect(page.getByText("cette question n’est plus posée").first()).toBeVisible();
  await expect(date).toBeFocused();
  await accessible(page);
  await page.keyboard.type("26");
  await saved(page);
  await page.getByRole("button", { name: "Continuer" }).focus();
  await expect(date).toBeHidden();
  await said(page, "Oui").click();
  await expect(date).toHaveValue("15/10/2026");
});

test("ce qui est tapé avant l’arrivée du programme est gardé, même si l’on quitte aussitôt la page", async ({ page }) => {
  const dossier = await step(page, "vignoble 26", "EI");
  const held = [];
  await page.route("**/app_bg.wasm", (route) => held.push(route));
  await page.reload();
  await page.getByLabel("Qualité du représentant légal").fill("trésorière");
  await page.goto(`${dossier}/etapes/projet`);
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await expect(async () => {
    await page.goto(`${dossier}/etapes/gouvernance`);
    await expect(page.getByLabel("Qualité du représentant légal")).toHaveValue("trésorière", { timeout: 500 });
  }).toPass();
});

test("un clic n’est pas perdu quand une erreur apparaît au-dessus", async ({ page }) => {
  await step(page, "vignoble 26", "ACI");
  await page.getByLabel("Nombre de bénévoles").fill("beaucoup");
  await page.getByRole("button", { name: "Confirmer l’étape" }).hover();
  await page.mouse.down();
  await page.evaluate(() => new Promise(requestAnimationFrame));
  await page.mouse.up();
  await expect(page.getByRole("alert")).toContainText("Nombre de bénévoles");
  await expect(page.getByLabel("Nombre de bénévoles")).toHaveAttribute("aria-invalid", "true");
});

test("un clic n’est pas perdu quand ce que disent les sources arrive au-dessus", async ({ page }) => {
  await actFor(page, "val 27");
  const dossier = await open(page, "ACI");
  const held = [];
  await page.route("**/donnees/origines?**", (route) => held.push(route));
  const arrives = async () => {
    await expect.poll(() => held.length).toBeGreaterThan(0);
    await held.shift().continue();
  };
  const waiting = page.locator("#a-decider");
  const confirm = page.getByRole("button", { name: "Confirmer l’étape" });
  const went = () => expect(page.locator("#erreurs")).toBeFocused();
  // It arrives while one aims.
  await page.goto(`${dossier}/etapes/gouvernance`);
  await alive(page);
  await confirm.hover();
  await arrives();
  await expect(waiting).toBeVisible();
  await page.mouse.down();
  await page.mouse.up();
  await went();
  // It arrives while the button is down.
  held.length = 0;
  await page.reload();
  await alive(page);
  await confirm.hover();
  await page.mouse.down();
  const told = page.waitForResponse("**/donnees/origines?**");
  await arrives();
  await (await told).finished();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await expect(waiting).toBeHidden();
  await page.mouse.up();
  await went();
  await expect(waiting).toBeVisible();
});

test("les nombres se relisent comme ils s’écrivent", async ({ page }) => {
  await step(page, "collines 28", "ACI");
  const field = page.getByLabel("Nombre de bénévoles");
  await field.fill("1200");
  await field.blur();
  await expect(field).toHaveValue("1\u202f200");
  await saved(page);
  await page.reload();
  await expect(field).toHaveValue("1\u202f200");
});

test("ce qui est tapé pendant le chargement du programme est gardé", async ({ page }) => {
  await actFor(page, "marais 29");
  const dossier = await open(page, "ACI");
  let go;
  const wait = new Promise((resolve) => (go = resolve));
  await page.route("**/app_bg.wasm", async (route) => {
    await wait;
    await route.continue();
  });
  await page.goto(`${dossier}/etapes/structure`, { waitUntil: "commit" });
  const mail = page.getByLabel("Label ou certification obtenus d’un tiers");
  await mail.fill("contact@marais.example");
  await page.getByLabel("Organisme qui porte le chantier").selectOption({ label: "Commune" });
  await page.locator("label[for=structure-organisme_formation-oui]").click();
  await expect(page.locator("html")).not.toHaveAttribute("data-ready");
  go();
  await alive(page);
  await expect(mail).toHaveValue("contact@marais.example");
  await saved(page);
  await page.unroute("**/app_bg.wasm");
  await page.reload();
  await expect(mail).toHaveValue("contact@marais.example");
  await expect(page.getByLabel("Organisme qui porte le chantier")).toHaveValue("commune");
  await expect(page.locator("#structure-organisme_formation-oui")).toBeChecked();
});

test("l’enregistrement ne déplace pas le curseur", async ({ page }) => {
  const dossier = await step(page, "deux rives 34", "ACI");
  await page.goto(`${dossier}/etapes/structure`);
  await alive(page);
  const name = page.getByLabel("Raison sociale");
  await name.click();
  await page.keyboard.press("Home");
  await page.keyboard.type("12");
  await expect(save(page)).toHaveText("Enregistrement…");
  await saved(page);
  await page.keyboard.type("34");
  await expect(name).toHaveValue(/^1234\S/);
});

test("une correction se défait et retrouve sa source", async ({ page }) => {
  await actFor(page, "collines 35");
  const dossier = await open(page, "ACI");
  await page.goto(`${dossier}/etapes/coordonnees`);
  await alive(page);
  const commune = page.locator("#structure-adresse-commune");
  const said = page.locator(".fr-input-group").filter({ has: commune }).locator(".origin");
  await expect(said).toContainText("ASP, livraison du 16/11/2026");
  const before = await commune.inputValue();
  await commune.fill("douarnenez");
  await expect(page.locator("#structure-adresse-commune-liste option").first()).toHaveAttribute("value", "Douarnenez (29046)");
  await commune.blur();
  await expect(commune).toHaveValue("Douarnenez (29046)");
  await saved(page);
  await expect(said).toContainText(`ASP\u00a0: ${before}`);
  await commune.focus();
  await accessible(page);
  await page.getByRole("button", { name: "Revenir à cette valeur" }).click();
  await saved(page);
  await expect(commune).toHaveValue(before);
  await expect(commune).toBeFocused();
  await expect(said).toContainText("ASP, livraison du 16/11/2026");
  // Emptied: the Enter key ends the field, and does not press its button; the step asks for the answer.
  await commune.fill("");
  await commune.press("Enter");
  await saved(page);
  await expect(commune).toHaveValue("");
  await page.getByRole("button", { name: "Confirmer l’étape" }).click();
  await expect(page.locator("#erreurs")).toBeFocused();
  await expect(page.getByRole("link", { name: /^Commune/ })).toBeVisible();
  await expect(commune).toHaveValue("");
});

test("un tableau : au clavier, par collage, et retour en arrière", async ({ page }) => {
  await actFor(page, "maquis");
  const dossier = await open(page, "ACI");
  await page.goto(`${dossier}/etapes/activites`);
  await alive(page);
  const table = page.locator("#activites-chantiers");
  const rows = table.locator(".grid__table tbody tr");
  const total = page.locator("#activites-chantiers-etp-total");
  const cell = (row, key) => rows.nth(row).locator(`[name$=".${key}"]`);
  await table.getByRole("button", { name: "Ajouter un chantier" }).click();
  await expect(cell(0, "nom")).toBeFocused();
  await page.keyboard.type("Bois");
  await page.keyboard.press("ArrowRight");
  await expect(cell(0, "objet")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(rows).toHaveCount(2);
  await expect(cell(1, "nom")).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(cell(0, "nom")).toBeFocused();
  // Lines of a spreadsheet under their titles: seen before they are taken, the wrong cells told, by themselves or by a rule.
  await page.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "ETP\tNom\tPostes\n2,5\tMenuiserie\t4\n3\tRivières\tdix\n9\tBois\t4");
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
  await expect(table.getByRole("status")).toContainText(/3\slignes à coller, 2\scases à corriger/);
  await expect(table.getByRole("region", { name: "Aperçu" })).toContainText("une personne ne compte pas plus d’un ETP");
  // The step is not left over a question that waits.
  await page.getByRole("button", { name: "Confirmer l’étape" }).last().click();
  await expect(page.getByRole("alert").filter({ hasText: "Un tableau attend votre réponse" })).toBeFocused();
  await accessible(page);
  await page.getByRole("alert").getByRole("link", { name: "Chantiers" }).click();
  await expect(table.getByRole("button", { name: "Coller", exact: true })).toBeFocused();
  await table.getByRole("button", { name: "Coller", exact: true }).click();
  await expect(page.getByText("Un tableau attend votre réponse")).toHaveCount(0);
  await expect(total).toHaveText("14,50\u00a0ETP");
  await expect(cell(0, "nom")).toHaveValue("Menuiserie");
  await expect(cell(1, "postes")).toHaveAttribute("aria-invalid", "true");
  await accessible(page);
  // What was corrected since stays when the paste is undone, and its row with it.
  await cell(1, "postes").fill("3");
  await table.getByRole("button", { name: "Annuler" }).click();
  await expect(cell(0, "nom")).toHaveValue("Bois");
  await expect(cell(0, "nom")).toBeFocused();
  await expect(total).toHaveText("0,00\u00a0ETP");
  await expect(cell(1, "postes")).toHaveValue("3");
  await cell(1, "postes").fill("");
  // An arrow leaves a choice as it is.
  await cell(0, "permanent").focus();
  await page.keyboard.press("ArrowDown");
  await expect(cell(1, "permanent")).toBeFocused();
  await expect(cell(0, "permanent")).toHaveValue("");
  await page.keyboard.press("ArrowUp");
  // A row that says something is asked about before it goes, and comes back.
  await cell(0, "nom").focus();
  await page.keyboard.press("Control+Delete");
  await table.getByRole("button", { name: "Supprimer", exact: true }).click();
  await expect(rows).toHaveCount(1);
  await table.getByRole("button", { name: "Annuler" }).click();
  await expect(rows).toHaveCount(2);
  await saved(page);
  await page.setViewportSize({ width: 375, height: 800 });
  await accessible(page);
  await page.reload();
  await expect(cell(0, "nom")).toHaveValue("Bois");
});

test("un tableau : deux personnes dans une case", async ({ page, context }) => {
  await actFor(page, "deux rives 20");
  const dossier = await open(page, "ACI");
  await page.goto(`${dossier}/etapes/activites`);
  await alive(page);
  await page.getByRole("button", { name: "Ajouter un chantier" }).click();
  await page.keyboard.type("Bois");
  await saved(page);
  const other = await context.newPage();
  await late(other);
  await other.goto(`${dossier}/etapes/activites`);
  await alive(other);
  const cell = (one) => one.locator("#activites-chantiers [name$='.nom']");
  await cell(page).fill("Menuiserie");
  await saved(page);
  await cell(other).fill("Rivières");
  await expect(save(other)).toHaveText(/^Conflit/);
  await expect(other.locator("#activites-chantiers")).toContainText("« Menuiserie »");
  await accessible(other);
  // Typed on, it is asked still; left and written in again, it is chosen.
  await cell(other).blur();
  await cell(other).fill("Rivières et talus");
  await saved(other);
  await expect(other.locator("#activites-chantiers")).not.toContainText("Conflit");
  // Both values are said, and a button keeps one of them.
  await cell(page).blur();
  await expect(cell(page)).toHaveValue("Rivières et talus");
  await cell(page).fill("Scierie");
  await saved(page);
  await cell(other).fill("Verger");
  await expect(other.locator("#activites-chantiers")).toContainText(/«\sScierie\s» à .+\s; la vôtre est «\sVerger\s»/);
  await accessible(other);
  await other.getByRole("button", { name: "Garder l’autre" }).click();
  await expect(cell(other)).toHaveValue("Scierie");
  await saved(other);
  await expect(other.locator("#activites-chantiers")).not.toContainText("Conflit");
});

test("un tableau : une ligne supprimée pendant qu’on y écrit reste, et l’on choisit", async ({ page, context }) => {
  await actFor(page, "deux rives 19");
  const dossier = await open(page, "ACI");
  await page.goto(`${dossier}/etapes/activites`);
  await alive(page);
  const rows = (one) => one.locator("#activites-chantiers .grid__table tbody tr");
  const cell = (one, row, key = "nom") => rows(one).nth(row).locator(`[name$='.${key}']`);
  for (const name of ["Bois", "Rivières"]) {
    await page.getByRole("button", { name: "Ajouter un chantier" }).click();
    await page.keyboard.type(name);
  }
  await saved(page);
  const other = await context.newPage();
  await other.goto(`${dossier}/etapes/activites`);
  await alive(other);
  // The caret stays where it is while a row comes.
  await cell(other, 0).focus();
  await other.keyboard.press("Home");
  await page.getByRole("button", { name: "Ajouter un chantier" }).click();
  await expect(rows(other)).toHaveCount(3);
  await expect(cell(other, 0)).toBeFocused();
  await other.keyboard.type("Le ");
  await expect(cell(other, 0)).toHaveValue("Le Bois");
  await saved(other);
  // A row goes while the other is in it.
  await cell(other, 1).focus();
  await other.keyboard.press("End");
  await cell(page, 1).focus();
  await page.keyboard.press("Control+Delete");
  await page.locator("#activites-chantiers").getByRole("button", { name: "Supprimer", exact: true }).click();
  await expect(rows(page)).toHaveCount(2);
  await expect(rows(other).nth(1)).toContainText("Ligne supprimée");
  await expect(cell(other, 1)).toBeFocused();
  await other.keyboard.type(" et talus");
  await expect(save(other)).toHaveText(/^Conflit/);
  await accessible(other);
  // Nothing is lost by a reload: the row comes back with its question.
  await other.reload();
  await alive(other);
  await expect(save(other)).toHaveText(/^Conflit/);
  const torn = rows(other).filter({ hasText: "Ligne supprimée" });
  await expect(torn).toHaveCount(1);
  await torn.getByRole("button", { name: "Garder", exact: true }).click();
  await saved(other);
  await expect(rows(other)).toHaveCount(3);
  await expect(rows(page)).toHaveCount(3);
  await expect(cell(page, 2)).toHaveValue("Rivières et talus");
  // Given up, it goes.
  await cell(other, 2).focus();
  await cell(page, 2).focus();
  await page.keyboard.press("Control+Delete");
  await page.locator("#activites-chantiers").getByRole("button", { name: "Supprimer", exact: true }).click();
  await torn.getByRole("button", { name: "Supprimer", exact: true }).click();
  await expect(rows(other)).toHaveCount(2);
  await saved(other);
});

test("sans programme : la page se lit, se remplit et s’enregistre", async ({ browser }) => {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await actFor(page, "plateau 17");
  await open(page, "ACI");
  await page.goto(`${page.url()}/etapes/gouvernance`);
  await page.getByLabel("Qualité du représentant légal").fill("présidente");
  await page.getByRole("button", { name: "Continuer" }).click();
  await page.waitForURL("**/etapes/projet");
  await page.goBack();
  await page.reload();
  await expect(page.getByLabel("Qualité du représentant légal")).toHaveValue("présidente");
});

test("au clavier : du lien d’évitement au champ en erreur", async ({ page }) => {
  await step(page, "littoral 18", "ACI");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Contenu" })).toBeFocused();
  // Another dossier of the structure may have told it.
  await page.getByLabel("Qualité du représentant légal").fill("");
  await page.getByLabel("Nom et prénom du représentant légal").focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("Camille Le Gall");
  await page.getByRole("button", { name: "Confirmer l’étape" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.locator("#erreurs")).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Qualité du représentant légal")).toBeFocused();
});
