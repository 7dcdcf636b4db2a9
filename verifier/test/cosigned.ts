import type { TestCertificate2Object } from "./build-certificate-2.ts";
/** Certificates with a policy and cosignatures, proper and not: for comparing two verifiers. */
import { testKey, vkeyOf } from "./build-certificate.ts";
import { cosignatureLine, witnessVkey } from "./cosign.ts";
import type { Chance } from "./random.ts";

const NAMES = ["court.example", "province.example", "press.example"];
const TIME = 1_790_000_000;

const keyOf = (name: string) => testKey(`witness ${name}`);
const logLine = (certificate: TestCertificate2Object) => `log ${certificate.log.vkey}\n`;
const witnessLine = (name: string, at: number) =>
  `witness w${at} ${witnessVkey(name, keyOf(name)).vkey} https://${name}/\n`;

/** Two of three. */
export const testPolicy = (certificate: TestCertificate2Object): string =>
  `# 见证方案\n${logLine(certificate)}${NAMES.map(witnessLine).join("")}group all 2 w0 w1 w2\nquorum all\n`;

const textOf = (certificate: TestCertificate2Object) =>
  `${certificate.checkpoint.split("\n\n")[0] ?? ""}\n`;

/** The certificate with this policy, cosigned by the first of the witnesses. */
export function cosigned(certificate: TestCertificate2Object, by: number): TestCertificate2Object {
  const text = textOf(certificate);
  const lines = NAMES.slice(0, by).map((name) => cosignatureLine(text, name, [keyOf(name), TIME]));
  const checkpoint = certificate.checkpoint + lines.join("");
  return { ...certificate, checkpoint, policy: testPolicy(certificate) };
}

/** Lines that do not count, or spoil those that do. */
function oddLine(certificate: TestCertificate2Object, chance: Chance): string {
  const text = textOf(certificate);
  const name = chance.pick(NAMES);
  return chance.pick([
    cosignatureLine(`${text}extension\n`, name, [keyOf(name), TIME]),
    cosignatureLine(text, name, [testKey("somebody else"), TIME]),
    cosignatureLine(text, `${name}.cn`, [keyOf(name), TIME]),
    cosignatureLine(text, name, [keyOf(name), TIME + 1]),
    `— ${name} ${witnessVkey(name, keyOf(name)).keyId.toString("base64")}\n`,
    `— ${name} ${Buffer.concat([witnessVkey(name, keyOf(name)).keyId, Buffer.alloc(72)]).toString("base64")}\n`,
  ]);
}

/** A policy that is another one, or none. */
function oddPolicy(certificate: TestCertificate2Object, chance: Chance): string {
  const policy = testPolicy(certificate);
  const stranger = vkeyOf("log.other.example", testKey("stranger")).vkey;
  return chance.pick([
    policy,
    policy.replace(
      "group all 2",
      `group all ${chance.pick(["any", "all", "3", "4", "0", "02", "ALL"])}`,
    ),
    policy.replace("w0 w1 w2", chance.pick(["w0 w0 w1", "none", "w3", "w0\tw1", ""])),
    policy.replace(
      "quorum all",
      chance.pick(["quorum w0", "quorum none", "quorum", "quorum a b", "#"]),
    ),
    policy.replace(logLine(certificate), chance.pick(["", `log ${stranger}\n`, "log x\n"])),
    policy.replaceAll("\n", chance.pick(["\r\n", "\n\n", " \n\t", "\u0085"])),
    policy +
      chance.pick(["quorum w0\n", witnessLine(NAMES[0] ?? "", 4), "group w0 any w1\n", "\u007f"]),
    policy.replace(
      "witness w1",
      chance.pick(["witness none", "witness w0", "Witness w1", "witness"]),
    ),
    "",
  ]);
}

/** Cosigned by some, with another policy or odd lines perhaps; most of these do not hold. */
export function oddlyCosigned(certificate: TestCertificate2Object, chance: Chance) {
  const made = cosigned(certificate, chance.below(NAMES.length + 1));
  if (chance.below(2) === 0) made.policy = oddPolicy(certificate, chance);
  if (chance.below(2) === 0) made.checkpoint += oddLine(certificate, chance);
  const [trusted] = chance.pick<(string | undefined)[]>([
    [],
    [],
    [testPolicy(certificate)],
    [made.policy],
  ]);
  return { made, trusted };
}
