// The work of an agent on a queue of dossiers, without a mouse; `seed` made the dossiers, at every stage.
import { expect, test } from "@playwright/test";
import { accessible, actFor, alive, enter, listen } from "./people.mjs";

test.use({ actionTimeout: 15_000, baseURL: process.env.INSTRUCTION_URL ?? "http://127.0.0.1:3000" });

const AGENT = /Sacha Richard/;

// Acts on a control by the keyboard: it takes the focus, then the key.
async function press(control, key = "Enter") {
  await control.focus();
  await expect(control).toBeFocused();
  await control.page().keyboard.press(key);
}

// The rows of the queue whose reason is one.
const because = (page, reason) => page.locator("tr[data-dossier]").filter({ hasText: reason });

test("la file au clavier : aller, prendre, défaire, étiqueter, chercher, garder une vue", async ({ page }) => {
  const heard = listen(page);
  await enter(page, AGENT);
  await page.goto("/instruction?vue=tous");
  const rows = page.locator("tr[data-dossier]");
  expect(await rows.count()).toBeGreaterThan(8);
  await accessible(page);
  // The keys are told, and can be turned off.
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Raccourcis clavier" });
  await expect(keys).toBeVisible();
  await accessible(page);
  await press(keys.getByLabel("Désactiver les raccourcis à une touche"), "Space");
  await page.keyboard.press("Escape");
  await expect(keys).toBeHidden();
  await page.keyboard.press("j");
  await expect(page.locator("tr[data-dossier] [data-ouvrir]:focus")).toHaveCount(0);
  await press(page.getByRole("button", { name: "Raccourcis clavier (?)" }));
  await press(keys.getByLabel("Désactiver les raccourcis à une touche"), "Space");
  await press(keys.getByRole("button", { name: "Fermer" }));
  // Two of those that nobody has are ticked, and taken at once.
  await page.goto("/instruction?q=agent:aucun&vue=tous");
  const free = await rows.count();
  expect(free).toBeGreaterThan(1);
  await page.keyboard.press("j");
  await expect(rows.first().locator("[data-ouvrir]")).toBeFocused();
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await press(page.locator("#lot").getByRole("button", { name: "Prendre", exact: true }));
  const report = page.getByRole("status").filter({ hasText: "Vous prenez en charge" });
  await expect(report).toContainText("2");
  await accessible(page);
  await expect(rows).toHaveCount(free - 2);
  await press(page.getByRole("button", { name: "Annuler" }));
  await expect(page.getByRole("status").filter({ hasText: "Annulé" })).toBeVisible();
  await expect(rows).toHaveCount(free);
  // A label, then a search for it, kept under a name.
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.locator("#lot").getByRole("combobox", { name: "Étiquette" }).fill("à appeler");
  await press(page.locator("#lot").getByRole("button", { name: "Étiqueter" }));
  await expect(page.getByRole("status").filter({ hasText: "à appeler" })).toBeVisible();
  await page.keyboard.press("/");
  const search = page.getByRole("combobox", { name: "Rechercher un dossier" });
  await expect(search).toBeFocused();
  await search.fill('etiquette:"à appeler"');
  await page.keyboard.press("Enter");
  await expect(rows).toHaveCount(1);
  await press(page.locator("summary", { hasText: "Enregistrer cette vue" }));
  await page.getByLabel("Nom de la vue").fill("À appeler");
  await press(page.getByRole("button", { name: "Enregistrer la vue" }));
  await expect(page.getByRole("link", { name: "À appeler", exact: true })).toBeVisible();
  await accessible(page);
  // What nothing answers, and what is not understood, say what to do.
  await page.goto("/instruction?q=introuvable-nulle-part");
  await expect(rows).toHaveCount(0);
  await accessible(page);
  await page.goto("/instruction?q=etat:inconnu");
  await expect(page.getByText(/n’est pas compris/)).toBeVisible();
  await accessible(page);
  expect(heard).toEqual([]);
});

test("l’instruction sans souris : deux corrections, un avis, la décision et la convention", async ({ page, browser }) => {
  test.setTimeout(180_000);
  const heard = listen(page);
  await enter(page, AGENT);
  // An ACI that was just sent, and that nobody has.
  await page.goto(`/instruction?q=${encodeURIComponent("type:ACI agent:aucun etat:transmis")}`);
  const row = because(page, "Nouveau, à lire").first();
  const name = (await row.locator("[data-ouvrir]").textContent()).trim();
  await press(row.locator("[data-ouvrir]"));
  await page.waitForURL("**/instruction/dossiers/**");
  const address = new URL(page.url()).pathname;
  await accessible(page);
  await press(page.getByRole("button", { name: "Prendre ce dossier" }));
  await expect(page.getByText("Vous prenez ce dossier en charge.")).toBeVisible();
  // A finding is set aside with a reason; without one it is refused, and says so.
  const findings = page.locator(".fr-alert", { has: page.getByRole("heading", { name: "Constats" }) });
  await press(findings.locator("summary", { hasText: "Écarter" }).first());
  await press(findings.getByRole("button", { name: /^Écarter ce constat/ }).first());
  await expect(page.getByText("Dites pourquoi vous écartez ce constat.")).toBeVisible();
  await accessible(page);
  await findings.getByLabel(/^Pourquoi/).first().fill("Vu avec la structure au téléphone.");
  await press(findings.getByRole("button", { name: /^Écarter ce constat/ }).first());
  await expect(findings.getByText("Constats écartés (1)")).toBeVisible();
  // Two fields are to be corrected; a request without words is refused.
  const asked = [
    ["Ce qui a changé depuis l’an passé", "Réponse imprécise", "Précisez le public visé."],
    ["Adresse électronique du référent", "Élément manquant", "Indiquez une adresse qui est lue."],
  ];
  for (const [question, reason, text] of asked) {
    const link = page.locator("a.ask", { hasText: `Demander une correction (${question})` });
    await link.evaluate((link) => link.closest("details")?.setAttribute("open", ""));
    await press(link);
    const form = page.locator("form", { has: page.getByRole("button", { name: /^Demander (la|cette) correction/ }) });
    const send = form.getByRole("button", { name: /^Demander (la|cette) correction/ });
    await form.getByLabel(/^Motif/).selectOption({ label: reason });
    await press(send);
    await expect(form.getByRole("textbox").first()).toHaveAttribute("aria-invalid", "true");
    await accessible(page);
    await form.getByRole("textbox").first().fill(text);
    await press(send);
    await expect(page.getByRole("status").first()).toBeVisible();
    await expect(page.locator(".talk__card").filter({ hasText: text })).toBeVisible();
  }
  await accessible(page);

  // The structure corrects the two fields, and these alone.
  const own = await (await browser.newContext({ baseURL: process.env.INSTRUCTION_URL })).newPage();
  const said = listen(own);
  await actFor(own, name);
  await own.getByRole("link", { name: /Continuer|Corriger/ }).first().click();
  await own.waitForURL(/\/dossiers\/[0-9a-f-]{36}/);
  const dossier = new URL(own.url()).pathname.match(/^\/dossiers\/[0-9a-f-]{36}/)[0];
  await own.goto(`${dossier}/corrections`);
  await accessible(own);
  await expect(own.getByText("2 corrections attendent votre réponse")).toBeVisible();
  await own.locator(".talk__card").filter({ hasText: "adresse qui est lue" }).getByRole("link").first().click();
  await alive(own);
  await own.getByLabel("Adresse électronique du référent").fill("accueil@structure.example");
  await expect(own.locator(".save[role=status]")).toHaveText(/^Enregistré à \d\d:\d\d/);
  await own.goto(`${dossier}/corrections`);
  for (const [, , text] of asked) {
    const card = own.locator(".talk__card").filter({ hasText: text });
    await card.getByRole("textbox").fill("C’est fait.");
    await card.getByRole("button", { name: "Répondre" }).click();
    await expect(own.getByText("Votre réponse est enregistrée.")).toBeVisible();
  }
  await own.getByRole("link", { name: "Vérifier et transmettre de nouveau" }).click();
  await own.getByText("J’atteste l’exactitude").click();
  await own.getByRole("button", { name: "Transmettre le dossier" }).click();
  await own.waitForURL("**/recepisse");
  expect(said).toEqual([]);

  // The agent sees what changed, and accepts it.
  await page.goto(address);
  const changed = page.locator("section", { has: page.getByRole("heading", { name: /depuis votre passage/ }) });
  await expect(changed).toContainText("Adresse électronique du référent");
  await accessible(page);
  for (const [, , text] of asked) {
    const card = page.locator(".talk__card").filter({ hasText: text });
    await press(card.getByRole("button", { name: /^Accepter la correction/ }));
    await expect(page.getByText("corrections closes").or(page.getByText("correction close")).first()).toBeVisible();
  }
  await press(page.getByRole("button", { name: "Reconnaître complet et accuser réception" }));
  await expect(page.getByRole("status").first()).toContainText("reconnu complet");
  await press(page.getByText("Enregistrer un avis", { exact: true }));
  await page.getByLabel("Sens de l’avis").focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByLabel("Sens de l’avis")).toHaveValue("favorable");
  await press(page.getByRole("button", { name: "Enregistrer l’avis" }));
  await expect(page.getByRole("status").first()).toContainText("L’avis est enregistré");
  await press(page.getByRole("link", { name: "Décider" }));
  await expect(page.getByText("C’est ce qui est demandé.")).toBeVisible();
  await accessible(page);
  await press(page.getByLabel("Accepter"), "Space");
  await press(page.getByRole("button", { name: "Décider" }));
  await expect(page.getByRole("status").first()).toContainText("La décision est enregistrée");
  await accessible(page);
  // The convention with its annexe, as a page and as a PDF.
  await press(page.getByRole("link", { name: "Convention et annexe financière" }).first());
  await expect(page.getByRole("heading", { level: 1 })).toContainText("insertion par l’activité économique");
  await accessible(page);
  const file = await page.getByRole("link", { name: /^Télécharger/ }).first().evaluate((link) => link.href);
  const paper = await page.request.get(file);
  expect(paper.headers()["content-type"]).toBe("application/pdf");
  expect((await paper.body()).subarray(0, 7).toString()).toBe("%PDF-1.");
  for (const width of [1280, 375, 320]) {
    await page.setViewportSize({ width, height: 900 });
    for (const path of [address, "/instruction", `${address}/decision`]) {
      await page.goto(path);
      await accessible(page);
    }
  }
  expect(heard).toEqual([]);
});

// The first dossier that a search finds; its path.
async function first(page, search) {
  await page.goto(`/instruction?vue=tous&q=${encodeURIComponent(search)}`);
  const href = await page.locator("tr[data-dossier] [data-ouvrir]").first().getAttribute("href");
  return href.split("?")[0];
}

test("chaque état d’un dossier se lit : corrigé, accepté, refusé, repris, retiré, proposé, rendu", async ({ page, browser }) => {
  test.setTimeout(180_000);
  const heard = listen(page);
  await enter(page, AGENT);
  const look = async (path) => {
    for (const address of [path, `${path}/decision`]) {
      await page.goto(address);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await accessible(page);
    }
  };
  for (const state of ["transmis", "corriger", "complet", "accepte"]) await look(await first(page, `etat:${state}`));
  // Refused, then taken up again: a reason is wanted, and both decisions stay.
  const refused = await first(page, "etat:refuse");
  await look(refused);
  const again = page.getByRole("button", { name: "Reprendre le dossier" });
  if (!(await again.isVisible())) await page.locator("summary", { hasText: "Reprendre" }).click();
  await page.getByLabel("Pourquoi il est repris").fill("Comptes reçus depuis.");
  await again.click();
  await expect(page.getByRole("status").first()).toContainText("de nouveau en instruction");
  await accessible(page);
  await look(refused);
  await expect(page.getByText("Comptes reçus depuis.")).toBeVisible();
  // Taken back from a structure that does not send it again: it is told why.
  const correcting = await first(page, "etat:corriger");
  await page.goto(correcting);
  await page.locator("summary", { hasText: "Reprendre sans attendre" }).click();
  await accessible(page);
  const back = page.getByRole("button", { name: "Reprendre le dossier" });
  await back.click();
  await expect(page.getByText("Dites à la structure pourquoi vous reprenez le dossier.")).toBeVisible();
  await accessible(page);
  await page.getByLabel("Pourquoi vous n’attendez plus").fill("Sans nouvelles depuis trois semaines.");
  await back.click();
  await expect(page.getByRole("status").first()).toContainText("Le dossier est repris");
  await accessible(page);
  await look(correcting);
  // Given up by its structure.
  const sent = await first(page, "etat:transmis type:EI");
  await page.goto(sent);
  const name = (await page.getByRole("heading", { level: 1 }).textContent()).split(" · ").pop().trim();
  const own = await (await browser.newContext({ baseURL: process.env.INSTRUCTION_URL })).newPage();
  await actFor(own, name);
  await own.goto(`${sent.replace("/instruction", "")}/suivi`);
  await accessible(own);
  await own.locator("summary", { hasText: /^Retirer/ }).click();
  await accessible(own);
  await own.getByRole("button", { name: /^Retirer/ }).click();
  await expect(own.getByRole("heading", { level: 1 })).toBeVisible();
  await accessible(own);
  await look(sent);
  expect(heard).toEqual([]);

  // Where the region validates: proposed, read by both, and given back.
  const proposing = await (await browser.newContext({ baseURL: process.env.VALIDATING_URL })).newPage();
  await enter(proposing, AGENT);
  const ready = await first(proposing, "attend:decider etat:complet");
  await proposing.goto(`${ready}/decision`);
  await proposing.getByText("Accepter", { exact: true }).click();
  await proposing.getByRole("button", { name: "Proposer à la DREETS" }).click();
  await expect(proposing.getByRole("status").filter({ hasText: "transmise à la DREETS" })).toBeVisible();
  await accessible(proposing);
  const region = await (await browser.newContext({ baseURL: process.env.VALIDATING_URL })).newPage();
  await enter(region, /Lou Bernard/);
  for (const address of [ready, `${ready}/decision`]) {
    await region.goto(address);
    await accessible(region);
  }
  await region.locator("summary", { hasText: "Rendre la proposition" }).click();
  await region.getByLabel("Ce qui est à revoir").fill("Précisez la part du département.");
  await region.getByRole("button", { name: "Rendre la proposition" }).click();
  await expect(region.getByRole("status").filter({ hasText: "rendue" })).toBeVisible();
  await accessible(region);
  await proposing.goto(`${ready}/decision`);
  await expect(proposing.getByText("Précisez la part du département.")).toBeVisible();
  await accessible(proposing);
});
