/** Ways to a signer: a process that we start, or one that runs apart as another user and listens on a socket. */
import { fork } from "node:child_process";
import { createConnection } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import type { SignerMessage, SignRequest } from "./signer-messages.ts";

export interface Link {
  /** Of the process, where we started it. */
  readonly pid: number | undefined;
  /** @throws Error if it is gone */
  send(request: SignRequest, failed: (error: Error) => void): void;
  /** Breaks off at once: it did not answer. */
  kill(): void;
  /** Asks it to end. */
  end(): void;
}

export interface LinkEvents {
  message(message: SignerMessage): void;
  error(error: Error): void;
  /** Once, whatever ended it. */
  closed(reason: string): void;
}

export type OpenLink = (events: LinkEvents) => Link;

const MAIN = fileURLToPath(new URL("./signer.main.ts", import.meta.url));

/** What the signer takes over of our environment: a library under the whole server is under it as well. */
const INHERITED = /^(?:LD_PRELOAD|FAKETIME\w*|SOFTHSM2_CONF)$/u;

const inherited = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => INHERITED.test(name)));

/** @param parameters of signer.main.ts */
export const forkSigner =
  (parameters: readonly string[]): OpenLink =>
  (events) => {
    const child = fork(MAIN, [...parameters], {
      execPath: process.execPath,
      execArgv: [],
      env: inherited(),
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    child.on("message", (message: SignerMessage) => events.message(message));
    child.on("error", (error) => events.error(error));
    child.once("exit", (code, signal) => events.closed(String(signal ?? code)));
    return {
      pid: child.pid,
      send(request, failed) {
        if (!child.connected) throw new Error("the log signer is not running");
        child.send(request, (error) => {
          if (error !== null) failed(error);
        });
      },
      kill: () => void child.kill("SIGKILL"),
      end() {
        if (child.connected) child.disconnect();
      },
    };
  };

/** One message a line. @param path of the socket */
export const connectSigner =
  (path: string): OpenLink =>
  (events) => {
    const socket = createConnection(path);
    const lines = createInterface({ input: socket });
    lines.on("line", (line) => events.message(JSON.parse(line) as SignerMessage));
    // It is told again when the socket closes.
    lines.on("error", () => undefined);
    socket.on("error", (error) => events.error(error));
    socket.once("close", () => events.closed("disconnected"));
    return {
      pid: undefined,
      send(request, failed) {
        if (!socket.writable) throw new Error("the log signer is not connected");
        socket.write(`${JSON.stringify(request)}\n`, (error) => {
          if (error != null) failed(error);
        });
      },
      kill: () => void socket.destroy(),
      end: () => void socket.end(),
    };
  };
