import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router/dom";

import "../../tokens.css";
import "../../ui/base.css";
import "../../ui/components.css";
import "../../ui/overlays.css";
import "./shell.css";
import "./elder.css";
import "./print.css";
import "../../features/home/home.css";
import "../../features/leads/leads.css";
import "../../features/processes/processes.css";
import "../../features/session/session.css";

import { createQueryClient } from "../../features/session/index.ts";
import { applyMode, applyTheme, ThemeProvider } from "../../ui/theme.tsx";
import { startLanguage } from "./i18n.ts";
import { createConsoleRouter } from "./routes.tsx";

applyTheme();
applyMode();
await startLanguage();

const root = document.getElementById("root");
if (root === null) throw new Error("the page has no element #root");
createRoot(root).render(
  <StrictMode>
    <ThemeProvider>
      <QueryClientProvider client={createQueryClient()}>
        <RouterProvider router={createConsoleRouter()} />
      </QueryClientProvider>
    </ThemeProvider>
  </StrictMode>,
);
