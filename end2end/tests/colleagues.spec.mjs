// Two people on one dossier: each sees the other, and what the other writes, as it happens.
import { expect, test } from "@playwright/test";
import { accessible, alive, enter, open, saved } from "./people.mjs";

test("collègues : on se voit, et les réponses de l’autre arrivent en direct", async ({ page, browser }) => {
  await enter(page, /Alix Robert/);
  const dossier = await open(page, "ACI");
  await page.goto(`${dossier}/etapes/gouvernance`);
  await alive(page);
  const colleague = await (await browser.newContext()).newPage();
  await enter(colleague, /Claude Petit|Dominique|collègue/i);
  await colleague.goto(`${dossier}/etapes/gouvernance`);
  await alive(colleague);
  await expect(page.getByText(/Sur ce dossier avec vous\s: .+ \(«\sGouvernance et contacts\s»\)/)).toBeVisible();
  await accessible(page);
  const role = (one) => one.getByLabel("Qualité du représentant légal");
  const mine = page.getByLabel("Nom et prénom du représentant légal");
  await mine.click();
  await mine.pressSequentially("Camille");
  await role(colleague).fill("présidente");
  await role(colleague).blur();
  // Nothing was sent from here: it came by itself, and the caret stayed where it was.
  await expect(role(page)).toHaveValue("présidente");
  await expect(mine).toBeFocused();
  await page.keyboard.type(" Le Gall");
  await expect(mine).toHaveValue("Camille Le Gall");
  await mine.blur();
  await saved(page);
  await expect(colleague.getByLabel("Nom et prénom du représentant légal")).toHaveValue("Camille Le Gall");
  // Both answer the same question while one is cut off: the late one sees both answers, and whose each is.
  const theirs = colleague.getByLabel("Nom et prénom du représentant légal");
  await colleague.context().setOffline(true);
  await theirs.fill("Camille Le Gall-Morvan");
  await theirs.blur();
  await mine.fill("Camille Le Goff");
  await mine.blur();
  await saved(page);
  await colleague.context().setOffline(false);
  const choice = colleague.getByRole("alert").filter({ hasText: "Quelle réponse garder" });
  await expect(choice).toContainText(/Conflit\s: Alix Robert a écrit «\sCamille Le Goff\s» à .+, et vous «\sCamille Le Gall-Morvan\s»/);
  await expect(page.getByText(/a aussi écrit «\sCamille Le Gall-Morvan\s» et n’a pas encore choisi/)).toBeVisible();
  await accessible(page);
  await accessible(colleague);
  // It is one click away from the line that says so and from the menu, and the step is not confirmed over it.
  await colleague.getByRole("link", { name: "Comparer et choisir" }).click();
  await expect(theirs).toBeFocused();
  await expect(colleague.getByRole("navigation", { name: "Étapes" }).getByText(/^Conflit\s: 1 à décider$/)).toBeVisible();
  await colleague.getByRole("button", { name: "Confirmer l’étape" }).click();
  await expect(theirs).toBeFocused();
  await colleague.getByRole("button", { name: /^Garder la mienne/ }).click();
  await saved(colleague);
  await expect(mine).toHaveValue("Camille Le Gall-Morvan");
  await expect(page.getByText(/n’a pas encore choisi/)).toHaveCount(0);
  // What one writes to the other is told on the step at once, and leads to it.
  const writes = await page.context().newPage();
  await writes.goto(`${dossier}/echanges?champ=gouvernance.representant.qualite`);
  await writes.getByLabel("Votre message").fill("Est-ce bien la présidente ?");
  await writes.getByRole("button", { name: "Envoyer aux collègues" }).click();
  await expect(writes.getByText("Votre message est envoyé à vos collègues.")).toBeVisible();
  await expect(writes.getByRole("link", { name: "Qualité du représentant légal" })).toBeVisible();
  await accessible(writes);
  await expect(colleague.getByText("1 message de collègue en attente")).toBeVisible();
  await expect(page.getByText(/message de collègue en attente/)).toHaveCount(0);
  await writes.getByRole("button", { name: /^Marquer comme réglé/ }).click();
  await expect(colleague.getByText(/message de collègue en attente/)).toHaveCount(0);
  await writes.close();
  // The one who leaves is no longer there.
  await colleague.close();
  await expect(page.getByText(/Sur ce dossier avec vous/)).toHaveCount(0);
  // Who wrote what, and back.
  await role(page).focus();
  await role(page).fill("directrice");
  await saved(page);
  await page.goto(`${dossier}/historique?champ=gouvernance.representant.qualite`);
  await expect(page.getByText("Réponse en place : directrice.")).toBeVisible();
  await accessible(page);
  await page.getByRole("button", { name: "Rétablir présidente" }).click();
  await expect(page.getByText("Réponse en place : présidente.")).toBeVisible();
  await page.goto(`${dossier}/historique`);
  await expect(page.getByText("directrice → présidente")).toBeVisible();
  await accessible(page);
});
