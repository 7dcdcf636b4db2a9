/** The set-up form: its fields, what is still missing, and the request it becomes. */
import type { SetUp } from "../../../../contract/src/session.ts";

export interface SetUpForm {
  readonly account: string;
  readonly name: string;
  readonly password: string;
  readonly repeated: string;
}

export const SHORTEST_PASSWORD = 12;
const ACCOUNT = /^[a-z][a-z0-9-]{1,40}$/;

export type SetUpFault = "account" | "name" | "password" | "repeated";

/** Fields with a fault; each fault is called like its field. */
export function setUpFaults(form: SetUpForm): ReadonlySet<SetUpFault> {
  const faults = new Set<SetUpFault>();
  if (!ACCOUNT.test(form.account.trim())) faults.add("account");
  if (form.name.trim() === "") faults.add("name");
  if (form.password.length < SHORTEST_PASSWORD) faults.add("password");
  if (form.repeated !== form.password || form.repeated === "") faults.add("repeated");
  return faults;
}

/** `token` comes from the one-time link. */
export function setUpRequest(form: SetUpForm, token: string): SetUp {
  const { account, name, password } = form;
  return { token, account: account.trim(), name: name.trim(), password };
}
