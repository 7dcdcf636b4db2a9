/** Thread of `writeCityBounded`: writes the city it is given and reports the summary. */
import { parentPort, workerData } from "node:worker_threads";

import type { SimulateOptions } from "./simulate-city.ts";
import { writeCity } from "./write-city.ts";

const { options, file } = workerData as { options: SimulateOptions; file: string };
parentPort?.postMessage(await writeCity(options, file), []);
