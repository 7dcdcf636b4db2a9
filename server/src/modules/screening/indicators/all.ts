/** Every indicator, one line each, in the order of their ids. */
import type { Indicator } from "../indicator.ts";
import { beh01 } from "./beh-01/beh-01.ts";
import { beh03 } from "./beh-03/beh-03.ts";
import { beh04 } from "./beh-04/beh-04.ts";
import { beh05 } from "./beh-05/beh-05.ts";
import { beh07 } from "./beh-07/beh-07.ts";
import { beh08 } from "./beh-08/beh-08.ts";
import { beh10 } from "./beh-10/beh-10.ts";
import { dev01 } from "./dev-01/dev-01.ts";
import { dev02 } from "./dev-02/dev-02.ts";
import { dev03 } from "./dev-03/dev-03.ts";
import { dev04 } from "./dev-04/dev-04.ts";
import { dev05 } from "./dev-05/dev-05.ts";
import { dev06 } from "./dev-06/dev-06.ts";
import { dev07 } from "./dev-07/dev-07.ts";
import { dev08 } from "./dev-08/dev-08.ts";
import { dev09 } from "./dev-09/dev-09.ts";
import { dev10 } from "./dev-10/dev-10.ts";
import { dev11 } from "./dev-11/dev-11.ts";
import { dev12 } from "./dev-12/dev-12.ts";
import { dev13 } from "./dev-13/dev-13.ts";
import { dev14 } from "./dev-14/dev-14.ts";
import { dev15 } from "./dev-15/dev-15.ts";
import { prc01 } from "./prc-01/prc-01.ts";
import { prc02 } from "./prc-02/prc-02.ts";
import { prc03 } from "./prc-03/prc-03.ts";
import { prc04 } from "./prc-04/prc-04.ts";
import { prc05 } from "./prc-05/prc-05.ts";
import { prc06 } from "./prc-06/prc-06.ts";
import { prc07 } from "./prc-07/prc-07.ts";
import { prc08 } from "./prc-08/prc-08.ts";
import { prc09 } from "./prc-09/prc-09.ts";
import { prc10 } from "./prc-10/prc-10.ts";
import { prc11 } from "./prc-11/prc-11.ts";
import { prc14 } from "./prc-14/prc-14.ts";
import { prc19 } from "./prc-19/prc-19.ts";
import { prc21 } from "./prc-21/prc-21.ts";
import { rel01 } from "./rel-01/rel-01.ts";
import { rel07 } from "./rel-07/rel-07.ts";
import { rel14 } from "./rel-14/rel-14.ts";
import { rel15 } from "./rel-15/rel-15.ts";
import { rel16 } from "./rel-16/rel-16.ts";

export const INDICATORS: readonly Indicator[] = [
  dev01,
  dev02,
  dev03,
  dev04,
  dev05,
  dev06,
  dev07,
  dev08,
  dev09,
  dev10,
  dev11,
  dev12,
  dev13,
  dev14,
  dev15,
  rel01,
  rel07,
  rel14,
  rel15,
  rel16,
  prc01,
  prc02,
  prc03,
  prc04,
  prc05,
  prc06,
  prc07,
  prc08,
  prc09,
  prc10,
  prc11,
  prc14,
  prc19,
  prc21,
  beh01,
  beh03,
  beh04,
  beh05,
  beh07,
  beh08,
  beh10,
];
