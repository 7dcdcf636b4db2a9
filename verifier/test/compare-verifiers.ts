/** Compares the two verifiers: the same certificates to both, the same verdict and code from both. */
import { verifyAnswer, verifyCertificate } from "../src/index.ts";
import { badOne, genuineOnes, goodOne, type Sample } from "./forgeries.ts";
import { answerOne } from "./odd-answers.ts";
import { chanceOf } from "./random.ts";
import { type Verdict, verifyInPython } from "./second-verifier.ts";

export interface Comparison {
  /** Certificates of each verdict of the first verifier. */
  readonly verdicts: Readonly<Record<string, number>>;
  /** What the verifiers say otherwise: a line for each, with the file to repeat it. */
  readonly disagreements: readonly string[];
}

/** An answer for every ten bad certificates. */
const ANSWERS = 10;

export function samplesOf(seed: number, good: number, bad: number): Sample[] {
  const chance = chanceOf(seed);
  const genuine = genuineOnes();
  return [
    ...Array.from({ length: good }, () => goodOne(genuine, chance)),
    ...Array.from({ length: bad }, () => badOne(genuine, chance)),
    ...Array.from({ length: bad / ANSWERS }, () => answerOne(chance)),
  ];
}

/** Our verdict on one. */
export function verifyHere({ bytes, keys, policy, family }: Sample): Verdict {
  const trustedKeys = keys === undefined ? {} : { trustedKeys: keys };
  if (family === "answer") return verifyAnswer(bytes, trustedKeys);
  const trustedPolicy = policy === undefined ? {} : { trustedPolicy: policy };
  return verifyCertificate(bytes, { ...trustedKeys, ...trustedPolicy });
}

export async function compareVerifiers(samples: readonly Sample[]): Promise<Comparison> {
  const theirs = verifyInPython(samples);
  const ours = samples.map(verifyHere);
  const verdicts: Record<string, number> = {};
  for (const { verdict } of ours) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  const disagreements = (await theirs).flatMap(({ verdict, code }, index) => {
    const [mine, sample] = [ours[index], samples[index]];
    // Of answers the first verifier names an unknown key inside of the roots otherwise: their codes are not compared.
    const isSame = mine?.code === code || sample?.family === "answer";
    if (mine?.verdict === verdict && isSame) return [];
    const file = Buffer.from(sample?.bytes ?? "").toString("base64");
    return [`${sample?.name}: ${mine?.code}, in Python ${code}: ${file}`];
  });
  return { verdicts, disagreements };
}
