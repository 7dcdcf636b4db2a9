/** Preloaded by the launcher: when the launcher is killed, its channel closes and we are asked to stop. */
import { isMainThread } from "node:worker_threads";

if (isMainThread && process.channel) {
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
  process.channel.unref();
}
