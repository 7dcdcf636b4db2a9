/** Names nobody can guess: tags, branches, calls. */
import { randomBytes } from "node:crypto";

export const randomName = (): string => randomBytes(10).toString("hex");

export const randomSecret = (): Buffer => randomBytes(32);
