// Supporting documents: what is refused is said beside the question, and nothing that was given is lost.
import { expect, test } from "@playwright/test";
import { accessible, actFor, alive, listen, open, pdf } from "./people.mjs";

const CHUNK = 256 * 1024;
const heavy = (name, chunks) => pdf(name, name, chunks * CHUNK);
const step = async (page, structure) => {
  await actFor(page, structure);
  const dossier = await open(page, "ACI");
  await page.goto(`${dossier}/etapes/pieces`);
  await alive(page);
  return dossier;
};

test("pièces : refusée par son contenu, trop lourde, retirée, remise", async ({ page }) => {
  const dossier = await step(page, "vignoble 24");
  const bank = page.getByLabel("Relevé d’identité bancaire");
  await expect(page.getByText("Attendue", { exact: true })).toBeVisible();
  // One is no document whatever its name; the right one beside it is kept.
  const wrong = { name: "faux.pdf", mimeType: "application/pdf", buffer: Buffer.from("MZ") };
  await bank.setInputFiles([wrong, pdf("rib.pdf")]);
  await expect(page.getByText("«\u00a0faux.pdf\u00a0» n’est pas d’un format accepté").first()).toBeVisible();
  await expect(page.getByRole("link", { name: /^rib\.pdf/ })).toBeVisible();
  await expect(page.getByText("Déposée", { exact: true })).toBeVisible();
  await bank.setInputFiles({ name: "lourd.pdf", mimeType: "application/pdf", buffer: Buffer.alloc(10_485_761, "%PDF-1.7\n") });
  await expect(page.getByText("«\u00a0lourd.pdf\u00a0» pèse plus de 10\u00a0Mo.").first()).toBeVisible();
  await accessible(page);
  for (const name of ["faux.pdf", "lourd.pdf"]) await page.getByRole("button", { name: `Fermer l’envoi de ${name}` }).click();
  await expect(page.locator(".envoi")).toHaveCount(0);
  await page.getByRole("button", { name: "Retirer rib.pdf" }).click();
  await expect(page.getByText("«\u00a0rib.pdf\u00a0» est retiré.").first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Annuler le retrait de rib.pdf" })).toBeFocused();
  await expect(page.getByRole("link", { name: /^rib\.pdf/ })).toHaveCount(0);
  await accessible(page);
  await page.getByRole("button", { name: "Annuler le retrait de rib.pdf" }).click();
  await expect(page.getByRole("link", { name: /^rib\.pdf/ })).toBeVisible();
  await page.setViewportSize({ width: 375, height: 800 });
  await accessible(page);
  // Another page of the same dossier shows the same; the document is the one that was given.
  const link = page.getByRole("link", { name: /^rib\.pdf/ });
  // Put back, it is looked at by the antivirus again: it opens from elsewhere once that is done.
  await expect(async () => {
    await page.goto(`${dossier}/recapitulatif`);
    await expect(link).toBeVisible({ timeout: 500 });
  }).toPass();
  const read = await page.request.get(await link.getAttribute("href"));
  expect([read.status(), await read.text()]).toEqual([200, pdf("rib.pdf").buffer.toString()]);
});

test("pièces : en pause, coupée, reprise où elle en était, annulée", async ({ page, context }) => {
  await step(page, "littoral 25");
  const others = page.getByLabel("Autres documents utiles");
  // The third chunk waits until the test lets it go: the document is half way.
  let letGo;
  const sent = [];
  await page.route("**/envois/**", async (route) => {
    const chunk = new URL(route.request().url()).pathname.split("/").at(-1);
    if (route.request().method() === "PUT") {
      sent.push(Number(chunk));
      if (chunk === "2" && !letGo) await new Promise((free) => (letGo = free));
    }
    await route.continue().catch(() => {});
  });
  await others.setInputFiles([heavy("plan.pdf", 4), pdf("suite.pdf")]);
  await expect(page.getByText(/^512,0\u00a0ko sur 1,0\u00a0Mo$/)).toBeVisible();
  await expect(page.getByText("En attente de son tour")).toBeVisible();
  await expect(page.getByRole("progressbar", { name: "Envoi de plan.pdf" })).toBeVisible();
  await accessible(page);
  await page.getByRole("button", { name: "Mettre en pause l’envoi de plan.pdf" }).click();
  letGo();
  await expect(page.getByText(/^En pause/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Reprendre l’envoi de plan.pdf" })).toBeFocused();
  // What waited for it goes on.
  await expect(page.getByRole("link", { name: /^suite\.pdf/ })).toBeVisible();
  await accessible(page);
  await context.setOffline(true);
  await page.getByRole("button", { name: "Reprendre l’envoi de plan.pdf" }).click();
  await expect(page.getByText(/^Connexion interrompue/)).toBeVisible();
  await accessible(page);
  sent.length = 0;
  await context.setOffline(false);
  await expect(page.getByRole("link", { name: /^plan\.pdf/ })).toBeVisible();
  expect(sent, "nothing that had arrived is sent again").toEqual([2, 3, 4]);
  await expect(page.getByRole("progressbar")).toHaveCount(0);
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page.route("**/pieces/pieces.autres?**", (route) => route.abort());
  const forgotten = page.waitForResponse((answer) => answer.request().method() === "DELETE");
  await others.setInputFiles(heavy("erreur.pdf", 3));
  await expect(page.getByText(/^Connexion interrompue/)).toBeVisible();
  await page.getByRole("button", { name: "Annuler l’envoi de erreur.pdf" }).click();
  expect((await forgotten).status()).toBe(204);
  await expect(page.getByText("L’envoi de «\u00a0erreur.pdf\u00a0» est annulé.")).toHaveCount(1);
  await expect(page.getByRole("progressbar")).toHaveCount(0);
  await expect(others).toBeFocused();
});

test("pièces : glissées dans la page, envoyées pendant que l’on change d’étape", async ({ page }) => {
  const heard = listen(page);
  await step(page, "val 27");
  const place = page.locator(".fr-upload-group", { hasText: "Autres documents utiles" });
  const dropped = await page.evaluateHandle((text) => {
    const files = new DataTransfer();
    files.items.add(new File([text], "glissé.pdf", { type: "application/pdf" }));
    return files;
  }, pdf("glissé.pdf").buffer.toString());
  await place.dispatchEvent("dragover", { dataTransfer: dropped });
  await expect(place).toHaveClass(/envoi--survol/);
  await place.dispatchEvent("drop", { dataTransfer: dropped });
  await expect(place).not.toHaveClass(/envoi--survol/);
  await expect(page.getByRole("link", { name: /^glissé\.pdf/ })).toBeVisible({ timeout: 20_000 });
  // A document goes on while its step is away, and is there when one comes back.
  let letGo;
  const held = new Promise((free) => (letGo = free));
  await page.route("**/envois/**/1?**", async (route) => {
    await held;
    await route.continue();
  });
  await page.getByLabel("Autres documents utiles").setInputFiles(heavy("long.pdf", 2));
  await expect(page.getByText(/^256,0\u00a0ko sur/)).toBeVisible();
  const menu = page.getByRole("navigation", { name: /étapes/i });
  await menu.getByRole("link", { name: /Moyens matériels/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Moyens matériels" })).toBeVisible();
  await menu.getByRole("link", { name: /Pièces justificatives/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Pièces justificatives" })).toBeVisible();
  letGo();
  await expect(page.getByRole("link", { name: /^long\.pdf/ })).toBeVisible();
  await expect(page.getByRole("progressbar")).toHaveCount(0);
  expect(heard).toEqual([]);
});

test("pièces : choisie hors connexion avant que rien ne soit prêt, partie d’elle-même au retour", async ({ page, context }) => {
  await actFor(page, "estuaire 39");
  const dossier = await open(page, "ACI");
  await page.goto(`${dossier}/etapes/projet`);
  await alive(page);
  await context.setOffline(true);
  const menu = page.getByRole("navigation", { name: /étapes/i });
  await menu.getByRole("link", { name: /Pièces justificatives/ }).click();
  await page.getByLabel("Relevé d’identité bancaire").setInputFiles(pdf("rib.pdf"));
  await expect(page.getByText("l’envoi commencera de lui-même quand la connexion reviendra").last()).toBeVisible();
  await accessible(page);
  // Left for another step, it is still said, and held: closing the page would lose it.
  await menu.getByRole("link", { name: /Gouvernance/ }).click();
  await expect(page.getByText("1\u00a0document attend la connexion\u00a0: gardez cette page ouverte.")).toBeVisible();
  await accessible(page);
  const asked = page.waitForEvent("dialog");
  await page.close({ runBeforeUnload: true });
  await (await asked).dismiss();
  await menu.getByRole("link", { name: "Vérifier et transmettre" }).click();
  await expect(page.getByText("attend le retour de la connexion")).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText("1\u00a0document attend la connexion")).toHaveCount(0, { timeout: 15_000 });
  await menu.getByRole("link", { name: /Pièces justificatives/ }).click();
  await expect(page.getByRole("link", { name: /^rib\.pdf/ })).toBeVisible({ timeout: 15_000 });
  await expect(page.getByText("l’envoi commencera de lui-même")).toHaveCount(0);
  await expect(page.getByText("attend le retour de la connexion")).toHaveCount(0);
});

test("pièces : retirée alors que rien n’est prêt pour le faire, l’étape n’est pas confirmée", async ({ page }) => {
  await actFor(page, "estuaire 39");
  const dossier = await open(page, "AI");
  await page.goto(`${dossier}/etapes/pieces`);
  await alive(page);
  await page.getByLabel("Relevé d’identité bancaire").setInputFiles(pdf("compte.pdf"));
  await expect(page.getByRole("link", { name: /^compte\.pdf/ })).toBeVisible({ timeout: 15_000 });
  // The program that carries documents does not come.
  await page.route("**/depot.js*", (route) => route.abort());
  await page.reload();
  await alive(page);
  await page.getByRole("button", { name: "Retirer compte.pdf" }).click();
  await expect(page.getByText("retirez ce document quand la connexion sera revenue").last()).toBeVisible();
  await accessible(page);
  expect(new URL(page.url()).pathname).toBe(`${dossier}/etapes/pieces`);
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page.getByRole("button", { name: "Retirer compte.pdf" }).click();
  await expect(page.getByRole("button", { name: "Annuler le retrait de compte.pdf" })).toBeVisible();
  await expect(page.getByText("retirez ce document quand la connexion sera revenue")).toHaveCount(0);
});

// How many documents stand on the shelf of the browser.
const shelved = (page) =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const asked = indexedDB.open("conventionnement-documents", 1);
        asked.onsuccess = () => {
          const keys = asked.result.transaction("documents").objectStore("documents").getAllKeys();
          keys.onsuccess = () => resolve(keys.result.length);
        };
      }),
  );

test("pièces : la page est tuée pendant l’envoi, le document part de l’étape que l’on ouvre ensuite", async ({ page, context }) => {
  const dossier = await step(page, "deux rives 16");
  await page.route("**/envois/**/1?**", () => {});
  await page.getByLabel("Autres documents utiles").setInputFiles(heavy("bilan.pdf", 2));
  await expect(page.getByText(/^256,0\u00a0ko sur/)).toBeVisible();
  await expect(page.getByText("1\u00a0document en cours d’envoi")).toBeVisible();
  await expect.poll(() => shelved(page)).toBe(1);
  await page.goto("chrome://crash").catch(() => {});
  const again = await context.newPage();
  // Told before sending; another step sends it, from where it was.
  await again.goto(`${dossier}/recapitulatif`);
  await expect(again.getByText("Ce navigateur garde des modifications ou des documents")).toBeVisible();
  const sent = [];
  again.on("request", (request) => {
    if (request.method() === "PUT") sent.push(new URL(request.url()).pathname.split("/").at(-1));
  });
  await again.goto(`${dossier}/etapes/gouvernance`);
  await expect.poll(() => shelved(again)).toBe(0);
  expect(sent, "nothing that had arrived is sent again").toEqual(["1", "2"]);
  await again.goto(`${dossier}/etapes/pieces`);
  await expect(again.getByRole("link", { name: /^bilan\.pdf/ })).toBeVisible();
  await again.goto(`${dossier}/recapitulatif`);
  await expect(again.getByText("Ce navigateur garde")).toBeHidden();
  // Given up, nothing is left of it.
  await again.goto(`${dossier}/etapes/pieces`);
  await again.route("**/envois/**/1?**", () => {});
  await again.getByLabel("Autres documents utiles").setInputFiles(heavy("erreur.pdf", 2));
  await expect.poll(() => shelved(again)).toBe(1);
  await again.getByRole("button", { name: "Annuler l’envoi de erreur.pdf" }).click();
  await expect.poll(() => shelved(again)).toBe(0);
});

test("pièces : retirée sans connexion, le retrait attend et part de lui-même, même d’une page fermée", async ({ page, context }) => {
  const dossier = await step(page, "val 27");
  await page.getByLabel("Relevé d’identité bancaire").setInputFiles([pdf("rib.pdf"), pdf("autre.pdf")]);
  const rib = page.getByRole("link", { name: /^rib\.pdf/ });
  await expect(rib).toBeVisible();
  await expect(page.getByRole("link", { name: /^autre\.pdf/ })).toBeVisible();
  const waits = page.locator(".envoi__dit", { hasText: "«\u00a0rib.pdf\u00a0» sera retiré. Retrait en attente de la connexion." });
  await context.setOffline(true);
  await page.getByRole("button", { name: "Retirer rib.pdf" }).click();
  await expect(waits).toBeVisible();
  await accessible(page);
  // Left where it is after all.
  await page.getByRole("button", { name: "Annuler le retrait de rib.pdf" }).click();
  await expect(waits).toHaveCount(0);
  await page.getByRole("button", { name: "Retirer rib.pdf" }).click();
  await page.setViewportSize({ width: 375, height: 800 });
  await expect(waits).toBeVisible();
  await accessible(page);
  await context.setOffline(false);
  await expect(rib).toHaveCount(0);
  await expect(waits).toHaveCount(0);
  await expect(page.getByText("«\u00a0rib.pdf\u00a0» est retiré.").first()).toBeVisible();
  // The page is closed while the service does not answer: another step takes it back.
  await page.route("**/pieces/pieces.rib/*?**", (route) => route.abort());
  await page.getByRole("button", { name: "Retirer autre.pdf" }).click();
  await expect(page.getByText("«\u00a0autre.pdf\u00a0» sera retiré. Retrait en attente de la connexion.").first()).toBeVisible();
  await page.close();
  const again = await context.newPage();
  await again.goto(`${dossier}/recapitulatif`);
  await expect(again.getByText("Ce navigateur garde des modifications ou des documents")).toBeVisible();
  const known = again.waitForResponse((answer) => answer.request().method() === "DELETE");
  await again.goto(`${dossier}/etapes/gouvernance`);
  expect((await known).status()).toBe(200);
  await expect.poll(() => shelved(again)).toBe(0);
  await again.goto(`${dossier}/etapes/pieces`);
  await expect(again.getByLabel("Relevé d’identité bancaire")).toBeVisible();
  await expect(again.getByRole("link", { name: /^autre\.pdf/ })).toHaveCount(0);
});

test("pièces : la session finit pendant l’envoi, on se reconnecte ailleurs, il reprend de lui-même", async ({ page, context }) => {
  await step(page, "littoral 25");
  let letGo;
  const held = new Promise((free) => (letGo = free));
  await page.route("**/envois/**/1?**", async (route) => {
    await held;
    await route.continue();
  });
  await page.getByLabel("Autres documents utiles").setInputFiles(heavy("projet.pdf", 2));
  await expect(page.getByText(/^256,0\u00a0ko sur/)).toBeVisible();
  await expect(page.getByText("1\u00a0document en cours d’envoi")).toBeVisible();
  await context.clearCookies();
  letGo();
  const row = page.locator(".envoi");
  await expect(row).toContainText("Votre session a expiré. L’envoi reprendra de lui-même");
  const link = row.getByRole("link", { name: "Se reconnecter dans un autre onglet" });
  await expect(link).toHaveAttribute("target", "_blank");
  // The bar says the same, on every step.
  await expect(page.locator(".bar__envois")).toHaveText(/^1\u00a0document attend\. Votre session a expiré\./);
  await accessible(page);
  await page.setViewportSize({ width: 375, height: 800 });
  await accessible(page);
  const other = await context.newPage();
  await actFor(other, "littoral 25");
  await expect(page.getByRole("link", { name: /^projet\.pdf/ })).toBeVisible({ timeout: 20_000 });
  await expect(page.locator(".bar__envois")).toBeHidden();
});

test("pièces : une ligne muette est dite, et le morceau repart de lui-même", async ({ page }) => {
  // Fifteen seconds of silence are half a second here.
  await page.addInitScript(() => {
    const each = setInterval;
    globalThis.setInterval = (act, wait) => each(act, wait === 15_000 ? 500 : wait);
  });
  await step(page, "val 27");
  let mute = true;
  const sent = [];
  await page.route("**/envois/**", async (route) => {
    if (route.request().method() === "PUT") sent.push(new URL(route.request().url()).pathname.split("/").at(-1));
    if (!mute || !sent.includes("1")) await route.continue();
  });
  await page.getByLabel("Autres documents utiles").setInputFiles(heavy("muet.pdf", 2));
  const said = page.locator(".envoi__dit");
  await expect(said).toHaveText(/^La connexion ne répond plus\u202f; l’envoi reprendra de lui-même \(256,0\u00a0ko sur/);
  await expect(page.locator(".bar__envois")).toHaveText("1\u00a0document attend la connexion");
  await accessible(page);
  mute = false;
  await expect(page.getByRole("link", { name: /^muet\.pdf/ })).toBeVisible({ timeout: 20_000 });
  expect(sent, "nothing that had arrived is sent again").toEqual(["0", "1", "1", "2"]);
});

test("pièces : aperçu, date de fin, document périmé, virus", async ({ page }) => {
  const dossier = await step(page, "val 13");
  await page.getByLabel("Relevé d’identité bancaire").setInputFiles(pdf("rib.pdf"));
  await page.getByRole("link", { name: /^rib\.pdf/ }).waitFor();
  await page.getByRole("link", { name: "Détails de rib.pdf" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "rib.pdf" })).toBeVisible();
  await expect(page.locator("iframe[title='Aperçu de rib.pdf']")).toBeVisible();
  await accessible(page);
  const end = page.getByLabel("Date de fin inscrite sur le document");
  await end.fill("31/02/2027");
  await page.getByRole("button", { name: "Enregistrer la date" }).click();
  await expect(page.getByText("Ce jour n’existe pas")).toBeVisible();
  await expect(end).toHaveValue("31/02/2027");
  await accessible(page);
  await end.fill("31/03/2026");
  await page.getByRole("button", { name: "Enregistrer la date" }).click();
  await expect(page.getByText("La date est enregistrée.")).toBeVisible();
  await expect(page.getByText("N’est plus valable depuis le 31/03/2026, d’après le document.")).toBeVisible();
  await page.getByRole("link", { name: "Revenir à l’étape" }).click();
  await alive(page);
  await expect(page.getByText("Expirée", { exact: true })).toBeVisible();
  await expect(page.getByText("«\u00a0rib.pdf\u00a0» n’est plus valable depuis le 31/03/2026.")).toBeVisible();
  await accessible(page);
  test.skip(!process.env.CLAMD, "no antivirus here");
  const sign = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*";
  await page.getByLabel("Autres documents utiles").setInputFiles(pdf("virus.pdf", sign));
  await expect(page.getByText("«\u00a0virus.pdf\u00a0» est refusé\u00a0: l’antivirus y a trouvé").first()).toBeVisible();
  await expect(page.getByText("Refusée", { exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: /^virus\.pdf/ })).toHaveCount(0);
  // Others of the same question serve: each says where it stands, the question what remains.
  await page.getByLabel("Autres documents utiles").setInputFiles(pdf("plan.pdf"));
  await expect(page.getByText("Fichier à remplacer", { exact: true })).toBeVisible();
  await expect(page.getByText("Refusée", { exact: true })).toHaveCount(0);
  await accessible(page);
  await page.goto(`${dossier}/historique`);
  await expect(page.getByText("L’antivirus a refusé «\u00a0virus.pdf\u00a0»")).toBeVisible();
});
