/** A new password by the one-time link of an approved reset. */
import { accountApi } from "./api.ts";
import { LinkPage } from "./link-page.tsx";

export const ResetPage = () => <LinkPage words="reset" redeem={accountApi.redeemReset} />;
