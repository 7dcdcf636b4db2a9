import { createBrowserRouter } from "react-router";

import { OpenPages } from "./doorstep.tsx";
import { FailedPage, MissingPage } from "./failed-page.tsx";
import { Gate } from "./gate.tsx";

/** Each page is its own chunk; the console lives under /console. */
// oxlint-disable-next-line max-lines-per-function -- the list of pages
export function createConsoleRouter() {
  return createBrowserRouter(
    [
      {
        path: "/setup",
        Component: OpenPages,
        ErrorBoundary: FailedPage,
        HydrateFallback: () => null,
        children: [
          {
            index: true,
            lazy: async () => {
              const { SetUpPage } = await import("../../features/session/set-up-page.tsx");
              return { Component: SetUpPage };
            },
          },
        ],
      },
      {
        path: "/reset",
        Component: OpenPages,
        ErrorBoundary: FailedPage,
        HydrateFallback: () => null,
        children: [
          {
            index: true,
            lazy: async () => {
              const { ResetPage } = await import("../../features/session/reset-page.tsx");
              return { Component: ResetPage };
            },
          },
        ],
      },
      {
        path: "/",
        Component: Gate,
        ErrorBoundary: FailedPage,
        HydrateFallback: () => null,
        children: [
          {
            index: true,
            lazy: async () => {
              const { HomePage } = await import("../../features/home/home-page.tsx");
              return { Component: HomePage };
            },
          },
          {
            path: "leads",
            lazy: async () => {
              const { QueuePage } = await import("../../features/leads/queue-page.tsx");
              return { Component: QueuePage };
            },
          },
          {
            path: "leads/:id",
            lazy: async () => {
              const { LeadPage } = await import("../../features/leads/lead-page.tsx");
              return { Component: LeadPage };
            },
          },
          {
            path: "processes",
            lazy: async () => {
              const { ProcessListPage } =
                await import("../../features/processes/process-list-page.tsx");
              return { Component: ProcessListPage };
            },
          },
          {
            path: "processes/:ocid",
            lazy: async () => {
              const { ProcessPage } = await import("../../features/processes/process-page.tsx");
              return { Component: ProcessPage };
            },
          },
          {
            path: "audit",
            lazy: async () => {
              const { AuditPage } = await import("../../features/audit/audit-page.tsx");
              return { Component: AuditPage };
            },
          },
          {
            path: "audit/unit",
            lazy: async () => {
              const { UnitAuditPage } = await import("../../features/audit/audit-page.tsx");
              return { Component: UnitAuditPage };
            },
          },
          {
            path: "audit/sealed",
            lazy: async () => {
              const { SealedPage } = await import("../../features/audit/sealed-page.tsx");
              return { Component: SealedPage };
            },
          },
          {
            path: "organisation",
            lazy: async () => {
              const { OrganisationPage } =
                await import("../../features/organisation/organisation-page.tsx");
              return { Component: OrganisationPage };
            },
          },
          {
            path: "organisation/import",
            lazy: async () => {
              const { ImportPage } = await import("../../features/organisation/import-page.tsx");
              return { Component: ImportPage };
            },
          },
          {
            path: "organisation/units/:id",
            lazy: async () => {
              const { UnitPage } = await import("../../features/organisation/unit-page.tsx");
              return { Component: UnitPage };
            },
          },
          {
            path: "organisation/persons/:id",
            lazy: async () => {
              const { PersonPage } = await import("../../features/organisation/person-page.tsx");
              return { Component: PersonPage };
            },
          },
          {
            path: "duties",
            lazy: async () => {
              const { DutyListPage } = await import("../../features/duties/list-page.tsx");
              return { Component: DutyListPage };
            },
          },
          {
            path: "duties/route",
            lazy: async () => {
              const { DutyRoutePage } = await import("../../features/duties/route-page.tsx");
              return { Component: DutyRoutePage };
            },
          },
          {
            path: "duties/gaps",
            lazy: async () => {
              const { DutyGapsPage } = await import("../../features/duties/gaps-page.tsx");
              return { Component: DutyGapsPage };
            },
          },
          {
            path: "duties/drafts",
            lazy: async () => {
              const { DutyDraftsPage } = await import("../../features/duties/drafts-page.tsx");
              return { Component: DutyDraftsPage };
            },
          },
          {
            path: "approvals",
            lazy: async () => {
              const { ApprovalsPage } = await import("../../features/approvals/approvals-page.tsx");
              return { Component: ApprovalsPage };
            },
          },
          {
            path: "approvals/:id",
            lazy: async () => {
              const { ApprovalPage } = await import("../../features/approvals/approval-page.tsx");
              return { Component: ApprovalPage };
            },
          },
          {
            path: "notifications",
            lazy: async () => {
              const { NoticesPage } = await import("../../features/notifications/notices-page.tsx");
              return { Component: NoticesPage };
            },
          },
          {
            path: "account",
            lazy: async () => {
              const { AccountPage } = await import("../../features/session/account-page.tsx");
              return { Component: AccountPage };
            },
          },
          {
            path: "account/resets",
            lazy: async () => {
              const { ResetsPage } = await import("../../features/session/resets-page.tsx");
              return { Component: ResetsPage };
            },
          },
          { path: "*", Component: MissingPage },
        ],
      },
    ],
    { basename: "/console" },
  );
}
