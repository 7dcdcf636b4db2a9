/** Every indicator, one line each, in the order of their ids. */
import type { Indicator } from "../indicator.ts";
import { beh10 } from "./beh-10/beh-10.ts";
import { dev01 } from "./dev-01/dev-01.ts";
import { dev02 } from "./dev-02/dev-02.ts";
import { dev03 } from "./dev-03/dev-03.ts";
import { dev15 } from "./dev-15/dev-15.ts";
import { prc06 } from "./prc-06/prc-06.ts";
import { prc10 } from "./prc-10/prc-10.ts";

export const INDICATORS: readonly Indicator[] = [dev01, dev02, dev03, dev15, prc06, prc10, beh10];
