/** A bare HTTP server with the hub and nothing else: `hub-server.ts <port>`. `POST /publish` is one message for all. */
import { createServer } from "node:http";
import { text } from "node:stream/consumers";

import { createLiveHub } from "../../server/src/platform/http/live-hub.ts";

const HALL = "hall";

const hub = createLiveHub({ clock: () => performance.now() });
let published = 0;

const server = createServer((request, response) => {
  if (request.method === "GET") {
    const id = request.headers["last-event-id"];
    hub.attach(HALL, response, typeof id === "string" ? id : undefined);
    return;
  }
  void text(request).then((data) => {
    hub.publish(HALL, { id: String(++published), data });
    response.end();
  });
});
server.listen(Number(process.argv[2]), "127.0.0.1", () => process.send?.("ready"));
process.once("SIGTERM", () => {
  hub.closeAll();
  server.close();
  process.disconnect?.();
});
