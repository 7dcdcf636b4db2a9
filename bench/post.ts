/** One request of a bench; plain `node:http`, because the client must cost as little as it can. */
import { type Agent, request } from "node:http";

export interface Post {
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: Buffer;
  readonly agent?: Agent;
}

/** Resolves with the text of an answer 200. @throws Error with what was answered otherwise */
export function post(url: string, { headers, body, agent }: Post): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: "POST", headers, ...(agent && { agent }) });
    outgoing.on("error", reject);
    outgoing.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (piece: string) => (text += piece));
      response.on("error", reject);
      response.on("end", () => {
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(`refused: ${response.statusCode} ${text}`));
      });
    });
    outgoing.end(body);
  });
}
