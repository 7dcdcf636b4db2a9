import { createBrowserRouter, Navigate } from "react-router";

import { OpenPages } from "./doorstep.tsx";
import { FailedPage, MissingPage } from "./failed-page.tsx";
import { Gate } from "./gate.tsx";

/** Each page is its own chunk; the console lives under /console. */
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
        path: "/",
        Component: Gate,
        ErrorBoundary: FailedPage,
        HydrateFallback: () => null,
        children: [
          { index: true, element: <Navigate to="/leads" replace /> },
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
          { path: "*", Component: MissingPage },
        ],
      },
    ],
    { basename: "/console" },
  );
}
