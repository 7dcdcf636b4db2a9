/** The app on a person's phone that shows six digits. */
import { generateSync } from "otplib";

const STEP_SECONDS = 30;

/**
 * The code of this half minute, which counts for one more, or that of the next, which counts already. Never the last
 * one: between writing it and sending it the clock may go on, and then it counts no more.
 */
export const codeOf = (secret: string, half: "this" | "next" = "this"): string =>
  generateSync({
    secret,
    epoch: Math.floor(Date.now() / 1000) + (half === "next" ? STEP_SECONDS : 0),
  });
