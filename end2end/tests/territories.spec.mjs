// The dossiers of one legal person: what they share is filled once, what differs stands side by side.
import { expect, test } from "@playwright/test";
import { accessible, actFor, alive, open } from "./people.mjs";

test("deux territoires : le commun se remplit une fois et se compare, le reste ne se montre pas", async ({ page }) => {
  await actFor(page, "bocage", "Calvados");
  const first = await open(page, "ACI");
  await page.goto(`${first}/etapes/gouvernance`);
  await alive(page);
  await page.getByRole("button", { name: "Confirmer l’étape" }).click();
  await page.waitForURL(/etapes\/projet/);

  await actFor(page, "bocage", "Côtes-d’Armor");
  const second = await open(page, "ACI");
  await page.goto(`${second}/etapes/gouvernance`);
  await alive(page);
  await expect(page.getByText("votre dossier ACI 2027 du Calvados (14)").first()).toBeVisible();
  await page.goto(second);
  await page.getByRole("link", { name: "Les comparer" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Vos dossiers côte à côte");
  // What is the other establishment's own stays with it.
  await expect(page.getByText("Les autres réponses d’un dossier se lisent en agissant pour l’établissement")).toBeVisible();
  await expect(page.getByText("Nombre de bénévoles")).toHaveCount(0);
  for (const width of [1280, 375]) {
    await page.setViewportSize({ width, height: 900 });
    await accessible(page);
  }
});
