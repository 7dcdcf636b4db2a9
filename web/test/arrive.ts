/** From the sign-in to the first page: who holds several posts chooses one first. */
import type { Page } from "playwright-core";

/** Waits for the shell; takes the post that is the person's own where there is a choice. */
export async function arrive(page: Page): Promise<void> {
  const menu = page.getByRole("navigation");
  const choice = page.getByRole("heading", { name: "选择这次办理的岗位" });
  await menu.or(choice).first().waitFor();
  if (await choice.isVisible())
    await page
      .getByRole("button", { name: /本人任职/ })
      .first()
      .click();
  await menu.first().waitFor();
}
