// What other services say of a structure: it comes in the background, is shown, taken over, contested.
import { expect, test } from "@playwright/test";
import { accessible, actFor, alive, open } from "./people.mjs";

// Another demonstration, whose stand-in speaks for the services: journeys are read on what ASP alone says.
test.use({ baseURL: process.env.SOURCES_URL });

test("sources : ce qu’elles disent arrive, diffère, se reprend et se conteste", async ({ page }) => {
  test.setTimeout(180_000);
  await actFor(page, "trois clochers 14");
  const dossier = await open(page, "ACI");
  const state = page.locator("#sources");
  await expect(state).toContainText("ASP\u00a0: 46\u00a0données, livraison du");
  await expect(state).toContainText("Interrogation en cours");
  await accessible(page);
  // Each arrives when it comes; nobody has to ask.
  await expect(state).toContainText(/Annuaire des entreprises\u00a0: \d+\u00a0données/, { timeout: 60_000 });
  await expect(state).not.toContainText("Interrogation en cours", { timeout: 120_000 });
  await page.getByRole("link", { name: /données qui diffèrent/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "D’où viennent vos données" })).toBeVisible();
  await accessible(page);
  const phone = () => page.locator("section.sources__datum", { hasText: "Téléphone de la structure" });
  await expect(phone()).toContainText("Votre dossier\u00a0: 02 98 50 00 14".replaceAll(" ", " "));
  const asp = () => page.locator("li.sources__said", { hasText: "selon ASP" }).first();
  await phone().getByRole("link").click();
  await asp().locator("summary").click();
  // A reason is asked, and what was written stays.
  await asp().getByRole("button", { name: "Contester la donnée" }).click();
  await expect(page.getByText("Dites ce qui est faux")).toBeVisible();
  await accessible(page);
  await asp().getByLabel(/^Ce qui est faux/).fill("Ligne coupée en 2024.");
  await asp().getByRole("button", { name: "Contester la donnée" }).click();
  await expect(page.getByText("Contestée", { exact: true })).toBeVisible();
  await expect(page.getByText("Ligne coupée en 2024.")).toBeVisible();
  await page.setViewportSize({ width: 375, height: 800 });
  await accessible(page);
  await asp().getByRole("button", { name: /^Ne plus contester/ }).click();
  await expect(page.getByText("Contestée", { exact: true })).toHaveCount(0);
  await asp().getByRole("button", { name: /^Reprendre/ }).click();
  await page.goto(`${dossier}/etapes/coordonnees`);
  await alive(page);
  await expect(page.getByLabel("Téléphone de la structure")).toHaveValue("02 76 77 37 24");
  await accessible(page);
});
