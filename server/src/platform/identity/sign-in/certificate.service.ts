/** Challenges for keys of a CA, and their answers. */
import { randomBytes } from "node:crypto";

import type { FastifyRequest } from "fastify";

import type { CertificateAnswer } from "../../../../../contract/src/session.ts";
import { RuleViolation } from "../../../kernel/rule-violation.ts";
import type { SignedList } from "./certificate-revocation.ts";
import { checkCertificate, type CertificateHolder } from "./certificate.ts";
import type { Door } from "./door.ts";
import { askCeremony, type Exchange, noteTry, takeCeremony } from "./enter.ts";
import type { CeremonyKind } from "./pending.store.ts";
import type { Revocation } from "./revocation-files.ts";

/** Asks the key to sign a text that says where it is used and what for, so that no other site can pass it on. */
export async function askForCertificate(
  door: Door,
  { request, reply }: Exchange,
  { kind, account }: { readonly kind: CeremonyKind; readonly account: string | null },
): Promise<{ readonly message: string }> {
  requireConfigured(door);
  const base = door.settings.publicUrl ?? `http://${request.headers.host ?? "localhost"}`;
  const purpose = kind === "certificate-bind" ? "bind" : "sign-in";
  const challenge = randomBytes(32).toString("base64url");
  const message = ["mingjing-certificate/1", new URL(base).origin, purpose, challenge].join("\n");
  await askCeremony(door, reply, { kind, account, asked: { message } });
  return { message };
}

function requireConfigured({ settings }: Door) {
  if (settings.certificate === undefined)
    throw new RuleViolation("certificate.not-configured", {}, { status: 404 });
  return settings.certificate;
}

/** A file that cannot be read proves nothing: without lists every certificate is refused. */
function listsOf(revocation: Revocation, request: FastifyRequest): readonly SignedList[] {
  try {
    return revocation.lists();
  } catch (error) {
    request.log.error({ err: error }, "a revocation list cannot be used: certificates are refused");
    return [];
  }
}

/** @throws RuleViolation with the code of what is wrong with the certificate or the signature */
export async function requireCertificate(
  door: Door,
  request: FastifyRequest,
  kind: CeremonyKind,
): Promise<{ readonly holder: CertificateHolder; readonly account: string | null }> {
  const { roots, revocation } = requireConfigured(door);
  const { account, asked } = await takeCeremony(door, request, [kind]);
  if (kind === "certificate-sign-in") noteTry(door, request);
  const { certificate, signature } = request.body as CertificateAnswer;
  const check = checkCertificate(
    {
      certificate: Buffer.from(certificate, "base64"),
      message: asked["message"] ?? "",
      signature: Uint8Array.from(Buffer.from(signature, "base64")),
    },
    { roots, now: door.clock.now(), lists: revocation && listsOf(revocation, request) },
  );
  if ("fault" in check) throw new RuleViolation(check.fault, {}, { status: 401 });
  return { holder: check.holder, account };
}
