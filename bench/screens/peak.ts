/** Loaded before a program: tells at its end how much memory it held at most, as GNU time does. */
import { isMainThread } from "node:worker_threads";

if (isMainThread)
  process.on("exit", () => {
    process.stderr.write(`\nPEAK ${process.resourceUsage().maxRSS}\n`);
  });
