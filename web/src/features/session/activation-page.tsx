/** The first password, by the link of the letter (开户通知单); the second factor comes next. */
import { accountApi } from "./api.ts";
import { LinkPage } from "./link-page.tsx";

export const ActivationPage = () => (
  <LinkPage words="activation" redeem={accountApi.redeemActivation} />
);
