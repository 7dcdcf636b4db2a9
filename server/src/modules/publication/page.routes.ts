/** What the routes of public pages share. */
import type { FastifyReply, FastifyRequest } from "fastify";

import { isDay as exists } from "../../../../clocks/src/index.ts";
import type { Page } from "../../../../web/src/apps/portal/index.ts";

/** Adds a page at a path: errors become pages, and what every page shows is known. */
export type AddPage = (
  path: string,
  render: (page: Page, request: FastifyRequest, reply: FastifyReply) => Promise<string>,
) => void;

export type Query = Readonly<Record<string, string | undefined>>;

export const CONFIG = { permission: "public" } as const;

/** A calendar day as addresses write it. */
export const isDay = (day: string | undefined): day is string => day !== undefined && exists(day);
