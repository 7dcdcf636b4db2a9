/** A browser's side of the public form, for tests. */
import type { LightMyRequestResponse } from "fastify";

import type { TestApp } from "../../../test/harness.ts";

/** As the proxy in front says it. */
export const from = (address: string) => ({ "x-forwarded-for": address });

export interface Form {
  readonly code: string;
  readonly token: string;
}

/** What a browser finds in the form's hidden fields. */
export const formOf = (body: string): Form => {
  const value = (name: string) =>
    new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? "";
  return { code: value("code"), token: value("token") };
};

export type Values = Readonly<Record<string, string | readonly string[]>>;

export interface PostOptions {
  readonly files?: readonly File[];
  readonly address?: string;
}

/** Sends a form as browsers encode it. */
export async function postForm(
  app: TestApp,
  url: string,
  { values, files = [], address = "10.0.0.1" }: PostOptions & { readonly values: Values },
): Promise<LightMyRequestResponse> {
  const form = new FormData();
  for (const [field, value] of Object.entries(values))
    for (const one of [value].flat()) form.append(field, one);
  for (const file of files) form.append("files", file);
  const request = new Response(form);
  return app.inject({
    method: "POST",
    url,
    headers: { "content-type": request.headers.get("content-type") ?? "", ...from(address) },
    payload: Buffer.from(await request.arrayBuffer()),
  });
}
