// Supporting documents: what is refused is said beside the question, and nothing that was given is lost.
import { expect, test } from "@playwright/test";
import { accessible, actFor, alive, open, pdf } from "./people.mjs";

test("pièces : refusée par son contenu, hors connexion, puis déposée", async ({ page, context }) => {
  await actFor(page, "vignoble 24");
  const dossier = await open(page, "ACI");
  await page.goto(`${dossier}/etapes/pieces`);
  await alive(page);
  const bank = page.getByLabel("Relevé d’identité bancaire");
  // One is no document whatever its name; the right one beside it is kept.
  const wrong = { name: "faux.pdf", mimeType: "application/pdf", buffer: Buffer.from("MZ") };
  await bank.setInputFiles([wrong, pdf("rib.pdf")]);
  await expect(page.getByText("«\u00a0faux.pdf\u00a0» n’est pas d’un format accepté")).toBeVisible();
  await expect(bank).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByRole("link", { name: /^rib\.pdf/ })).toBeVisible();
  await accessible(page);
  const heavy = { name: "lourd.pdf", mimeType: "application/pdf", buffer: Buffer.alloc(10_485_761, "%PDF-1.7\n") };
  await bank.setInputFiles(heavy);
  await expect(page.getByText("«\u00a0lourd.pdf\u00a0» pèse plus de 10\u00a0Mo.")).toBeVisible();
  await context.setOffline(true);
  await bank.setInputFiles(pdf("second.pdf"));
  await expect(page.getByText("«\u00a0second.pdf\u00a0» n’a pas pu être envoyé.")).toBeVisible();
  await accessible(page);
  await context.setOffline(false);
  await bank.setInputFiles(pdf("second.pdf"));
  await expect(page.getByRole("link", { name: /^second\.pdf/ })).toBeVisible();
  await expect(page.getByText("n’a pas pu être envoyé")).toHaveCount(0);
  await page.setViewportSize({ width: 375, height: 800 });
  await accessible(page);
  // Another page of the same dossier shows the same; the document is the one that was given.
  await page.goto(`${dossier}/recapitulatif`);
  const link = page.getByRole("link", { name: /^second\.pdf/ });
  const read = await page.request.get(await link.getAttribute("href"));
  expect([read.status(), await read.text()]).toEqual([200, "%PDF-1.7\nsecond.pdf\n"]);
});
