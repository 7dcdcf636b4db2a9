import Type, { type Static } from "typebox";

import { AccessedObject, Method } from "../audit.ts";
import { OrganisationId, Role } from "../organisation.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength });

const Payload = Type.Object(
  {
    /** Who, in which post of which unit; absent: the operator, by token, or a visitor. */
    actor: Type.Optional(
      Type.Object(
        { person: OrganisationId, post: Text(80), unit: OrganisationId, role: Role },
        closed,
      ),
    ),
    /**
     * Somebody at the doors of sign-in who is not signed in. The account that was tried, if there is one of that
     * name; whatever else was typed there is not kept, for it may be a password.
     */
    visitor: Type.Optional(Type.Object({ account: Type.Optional(OrganisationId) }, closed)),
    purpose: Type.Optional(Text(200)),
    method: Method,
    /** Address of the route, with the names of its parameters. */
    route: Text(200),
    object: Type.Optional(AccessedObject),
    /** Filters of the request. */
    query: Type.Optional(Text(400)),
    /** HTTP status of the answer. */
    status: Type.Integer({ minimum: 100, maximum: 599 }),
    /** How many rows the answer showed; absent where it was refused or streamed. */
    rows: Type.Optional(Type.Integer({ minimum: 0 })),
    /** Network address the request came from. */
    address: Text(80),
  },
  closed,
);
export type Accessed = Static<typeof Payload>;

export const accessed = defineFactKind({
  kind: "audit.accessed",
  version: 1,
  title: { en: "Access", zh: "访问" },
  about: {
    en: "A person or the operator changed something, looked at something sensitive, or was refused.",
    zh: "有人办理事项、查看敏感内容，或者被拒绝访问。",
  },
  payload: Payload,
  example: {
    actor: { person: "chen-lan", post: "chen-lan-post", unit: "housing", role: "officer" },
    purpose: "核对投标文件的上传时间",
    method: "GET",
    route: "/api/leads/:id",
    object: { kind: "lead", id: "01900000-0000-7000-8000-000000000001" },
    status: 200,
    rows: 1,
    address: "10.1.2.3",
  },
});
