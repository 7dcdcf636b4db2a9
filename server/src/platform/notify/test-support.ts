/** What the tests of notifications share: an application with two leads, and the persons they concern. */
import { expect } from "vitest";

import type { NoticePage } from "../../../../contract/src/notify.ts";
import { aDuty, sharedDeviceProcess } from "../../../test/builders.ts";
import { createTestApp, NOW } from "../../../test/harness.ts";
import { inTransaction } from "../database.ts";
import { recordFact } from "../facts/record.ts";
import { recordOrganisation } from "../identity/organisation.service.ts";

export type Headers = Record<string, string>;
export const HOUSING = { departmentId: "housing", departmentName: "云澜市住房和城乡建设局" };

export const aboutLeads = ({ rows }: NoticePage) => rows.filter(({ lead }) => lead !== undefined);

export type NotifyStage = Awaited<ReturnType<typeof openNotifyStage>>;

// oxlint-disable-next-line max-lines-per-function -- a list of short helpers around one application
export async function openNotifyStage() {
  const app = await createTestApp();
  const key = await app.addSource("duties");
  const officer = await app.signIn({ account: "housing-1", name: "陈岚", ...HOUSING });
  const chief = await app.signIn({
    account: "housing-2",
    name: "韩立群",
    role: "chief",
    ...HOUSING,
  });
  const stranger = await app.signIn({
    account: "water-1",
    name: "林若川",
    departmentId: "water",
    departmentName: "云澜市水务局",
  });
  await app.send(key, [aDuty(), ...sharedDeviceProcess("N1"), ...sharedDeviceProcess("N2")]);
  await app.settle();
  const { app: handle } = app.database;
  const stage = {
    app,
    officer,
    chief,
    stranger,
    async list(headers: Headers, query = ""): Promise<NoticePage> {
      const response = await app.inject({ url: `/api/notifications${query}`, headers });
      expect(response.statusCode, response.body).toBe(200);
      return response.json<NoticePage>();
    },
    post: (path: string, headers: Headers, payload: object) =>
      app.inject({ method: "POST", url: `/api/notifications/${path}`, headers, payload }),
    /** Records a fact and waits until it was read. */
    async record(
      [kind, subject, at = NOW]: readonly [string, string, string?],
      payload: Record<string, unknown>,
    ): Promise<void> {
      await inTransaction(handle.db, (tx) =>
        recordFact(tx, app.application.registry, {
          kind,
          source: "mingjing",
          sourceId: `test/${kind}/${subject}/${Math.random()}`,
          subject,
          occurredAt: at,
          payload,
        }),
      );
      await app.settle();
    },
    urge: (leadId: string) =>
      stage.record(["casework.lead-urged", `lead:${leadId}`], {
        officer: {
          account: "coordinator-1",
          name: "江予安",
          department: { id: "coordinator", name: "公管办" },
        },
        ground: "已过十日",
      }),
    /** Urges a lead that the chief sees. */
    async urgeAny(): Promise<void> {
      await stage.urge(aboutLeads(await stage.list(chief))[0]?.lead?.id ?? "");
    },
    /** Ends a person's post with this day. */
    endPost: (person: string, validTo: string) =>
      inTransaction(handle.db, (tx) =>
        recordOrganisation(tx, app.application.registry, {
          at: NOW,
          changes: [
            {
              kind: "appointment-made",
              payload: {
                appointment: `${person}-post`,
                person,
                post: `${person}-post`,
                validFrom: "2020-01-01",
                validTo,
              },
            },
          ],
        }),
      ),
  };
  return stage;
}
