/** Passwords: length counts, not signs; what is guessed first is refused (NIST SP 800-63B §5.1.1.2). */
import { hash, verify } from "@node-rs/argon2";

import { PASSWORD_MIN } from "../../../../../contract/src/session.ts";
import { RuleViolation } from "../../../kernel/rule-violation.ts";

/** argon2id, 19 MiB, two passes (OWASP); the salt is in the result. */
export const hashPassword = (password: string): Promise<string> => hash(password);

/** Verified when the account is unknown, so that both answers take the same time. */
const NOBODY =
  "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$ZPidoNOWM3jRl0AD+3mGdZsq+GvHprGL+lCk2mY0yhg";

export const isPassword = (kept: string | null | undefined, given: string): Promise<boolean> =>
  verify(kept ?? NOBODY, given).then(
    (right) => right && kept != null,
    () => false,
  );

const DIFFERENT_SIGNS = 5;
const OBVIOUS = ["password", "qwerty", "123456", "mingjing", "admin", "woaini"];

/** @throws RuleViolation account.weak-password: too short, too few different signs, made of the account or the obvious */
export function requireGoodPassword(password: string, account: string): void {
  const plain = password.toLowerCase();
  const rest = [account.toLowerCase(), ...OBVIOUS].reduce(
    (left, word) => left.replaceAll(word, ""),
    plain,
  );
  const isWeak =
    password.length < PASSWORD_MIN || new Set(plain).size < DIFFERENT_SIGNS || rest.length < 6;
  if (isWeak) {
    throw new RuleViolation("account.weak-password", { count: PASSWORD_MIN }, { status: 422 });
  }
}
