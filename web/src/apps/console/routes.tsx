import type { ComponentType } from "react";
import { createBrowserRouter, type RouteObject } from "react-router";

import { OpenPages } from "./doorstep.tsx";
import { FailedPage, MissingPage } from "./failed-page.tsx";
import { Gate } from "./gate.tsx";

/** A page that is a chunk of its own, loaded when it is first opened. */
const page =
  <Name extends string>(name: Name, load: () => Promise<Readonly<Record<Name, ComponentType>>>) =>
  async () => ({ Component: (await load())[name] });

/** Pages behind the gate. */
const PAGES: RouteObject[] = [
  { index: true, lazy: page("HomePage", () => import("../../features/home/home-page.tsx")) },
  {
    path: "voices/enter",
    lazy: page("EnterPage", () => import("../../features/intake-desk/enter-page.tsx")),
  },
  { path: "leads", lazy: page("QueuePage", () => import("../../features/leads/queue-page.tsx")) },
  { path: "leads/:id", lazy: page("LeadPage", () => import("../../features/leads/lead-page.tsx")) },
  {
    path: "voices",
    lazy: page("VoicesPage", () => import("../../features/voices/voices-page.tsx")),
  },
  {
    path: "voices/:id",
    lazy: page("VoicePage", () => import("../../features/voices/voice-page.tsx")),
  },
  {
    path: "processes",
    lazy: page("ProcessListPage", () => import("../../features/processes/process-list-page.tsx")),
  },
  {
    path: "processes/:ocid",
    lazy: page("ProcessPage", () => import("../../features/processes/process-page.tsx")),
  },
  {
    path: "openings",
    lazy: page("OpeningListPage", () => import("../../features/openings/list-page.tsx")),
  },
  {
    path: "openings/:id",
    lazy: page("OpeningDeskPage", () => import("../../features/openings/desk-page.tsx")),
  },
  {
    path: "pictures",
    lazy: page("PicturesPage", () => import("../../features/video/pictures-page.tsx")),
  },
  {
    path: "cameras",
    lazy: page("CamerasPage", () => import("../../features/video/cameras-page.tsx")),
  },
  {
    path: "recordings",
    lazy: page("RecordingsPage", () => import("../../features/video/recordings-page.tsx")),
  },
  { path: "venue", lazy: page("VenuePage", () => import("../../features/venue/venue-page.tsx")) },
  {
    path: "venue/:room",
    lazy: page("RoomPage", () => import("../../features/venue/room-page.tsx")),
  },
  {
    path: "witness-desk",
    lazy: page("WitnessDeskPage", () => import("../../features/witness-desk/desk-page.tsx")),
  },
  {
    path: "witness-desk/records",
    lazy: page("RecordsPage", () => import("../../features/witness-desk/records-page.tsx")),
  },
  {
    path: "witness-desk/acts/:id/sheet",
    lazy: page("SheetFormPage", () => import("../../features/witness-desk/sheet-form-page.tsx")),
  },
  {
    path: "witness-desk/sheets/:id",
    lazy: page("SheetPage", () => import("../../features/witness-desk/sheet-page.tsx")),
  },
  {
    path: "dossier/:ocid",
    lazy: page("DossierPage", () => import("../../features/dossier/dossier-page.tsx")),
  },
  {
    path: "retrievals",
    lazy: page("RetrievalPage", () => import("../../features/dossier/retrieval-page.tsx")),
  },
  {
    path: "retrievals/:id",
    lazy: page("RetrievalResultPage", () => import("../../features/dossier/result-page.tsx")),
  },
  {
    path: "lookback",
    lazy: page("LookbackListPage", () => import("../../features/lookback/list-page.tsx")),
  },
  {
    path: "lookback/lot",
    lazy: page("LookbackLotPage", () => import("../../features/lookback/lot-page.tsx")),
  },
  {
    path: "lookback/report",
    lazy: page("LookbackReportPage", () => import("../../features/lookback/report-page.tsx")),
  },
  {
    path: "lookback/own",
    lazy: page("OwnAsksPage", () => import("../../features/lookback/own-page.tsx")),
  },
  {
    path: "oversight",
    lazy: page("BoardPage", () => import("../../features/oversight/board-page.tsx")),
  },
  {
    path: "oversight/notices",
    lazy: page("NoticeListPage", () => import("../../features/oversight/notices-page.tsx")),
  },
  {
    path: "oversight/notices/:number",
    lazy: page("NoticePage", () => import("../../features/oversight/notice-page.tsx")),
  },
  {
    path: "oversight/cards",
    lazy: page("CardsPage", () => import("../../features/oversight/cards-page.tsx")),
  },
  {
    path: "oversight/how",
    lazy: page("HowPage", () => import("../../features/oversight/how-page.tsx")),
  },
  {
    path: "warnings",
    lazy: page("WarningBoardPage", () => import("../../features/warnings/board-page.tsx")),
  },
  {
    path: "warnings/nodes",
    lazy: page("WarningNodesPage", () => import("../../features/warnings/nodes-page.tsx")),
  },
  {
    path: "warnings/:id",
    lazy: page("WarningPage", () => import("../../features/warnings/warning-page.tsx")),
  },
  {
    path: "evidence/rates",
    lazy: page("RatesPage", () => import("../../features/evidence/rates-page.tsx")),
  },
  {
    path: "followup",
    lazy: page("RegisterPage", () => import("../../features/followup/register-page.tsx")),
  },
  {
    path: "followup/triage",
    lazy: page("TriagePage", () => import("../../features/followup/triage-page.tsx")),
  },
  {
    path: "followup/own",
    lazy: page("OwnPage", () => import("../../features/followup/own-page.tsx")),
  },
  {
    path: "tipoffs",
    lazy: page("TipoffListPage", () => import("../../features/tipoffs/list-page.tsx")),
  },
  {
    path: "tipoffs/keys",
    lazy: page("TipoffKeysPage", () => import("../../features/tipoffs/keys-page.tsx")),
  },
  {
    path: "tipoffs/:id",
    lazy: page("TipoffPage", () => import("../../features/tipoffs/tipoff-page.tsx")),
  },
  {
    path: "insight",
    lazy: page("InsightPage", () => import("../../features/insight/insight-page.tsx")),
  },
  { path: "rules", lazy: page("RulesPage", () => import("../../features/rules/rules-page.tsx")) },
  { path: "rules/:id", lazy: page("RulePage", () => import("../../features/rules/rule-page.tsx")) },
  { path: "audit", lazy: page("AuditPage", () => import("../../features/audit/audit-page.tsx")) },
  {
    path: "audit/entries/:id",
    lazy: page("EntryPage", () => import("../../features/audit/entry-page.tsx")),
  },
  {
    path: "audit/unit",
    lazy: page("UnitAuditPage", () => import("../../features/audit/audit-page.tsx")),
  },
  {
    path: "audit/sealed",
    lazy: page("SealedPage", () => import("../../features/audit/sealed-page.tsx")),
  },
  {
    path: "organisation",
    lazy: page(
      "OrganisationPage",
      () => import("../../features/organisation/organisation-page.tsx"),
    ),
  },
  {
    path: "organisation/accounts",
    lazy: page("AccountsPage", () => import("../../features/accounts/accounts-page.tsx")),
  },
  {
    path: "organisation/import",
    lazy: page("ImportPage", () => import("../../features/organisation/import-page.tsx")),
  },
  {
    path: "organisation/units/:id",
    lazy: page("UnitPage", () => import("../../features/organisation/unit-page.tsx")),
  },
  {
    path: "organisation/persons/:id",
    lazy: page("PersonPage", () => import("../../features/organisation/person-page.tsx")),
  },
  {
    path: "duties",
    lazy: page("DutyListPage", () => import("../../features/duties/list-page.tsx")),
  },
  {
    path: "duties/route",
    lazy: page("DutyRoutePage", () => import("../../features/duties/route-page.tsx")),
  },
  {
    path: "duties/gaps",
    lazy: page("DutyGapsPage", () => import("../../features/duties/gaps-page.tsx")),
  },
  {
    path: "duties/drafts",
    lazy: page("DutyDraftsPage", () => import("../../features/duties/drafts-page.tsx")),
  },
  {
    path: "calendar",
    lazy: page("CalendarPage", () => import("../../features/statutes/calendar-page.tsx")),
  },
  {
    path: "calendar/law",
    lazy: page("LawPage", () => import("../../features/statutes/law-page.tsx")),
  },
  {
    path: "calendar/enter",
    lazy: page("StatuteDraftsPage", () => import("../../features/statutes/drafts-page.tsx")),
  },
  {
    path: "calendar/enter/year",
    lazy: page("YearFormPage", () => import("../../features/statutes/year-form-page.tsx")),
  },
  {
    path: "calendar/enter/article",
    lazy: page("ArticleFormPage", () => import("../../features/statutes/article-form-page.tsx")),
  },
  {
    path: "publications",
    lazy: page(
      "PublicationsPage",
      () => import("../../features/publications/publications-page.tsx"),
    ),
  },
  {
    path: "publications/new",
    lazy: page("PublishPage", () => import("../../features/publications/publish-page.tsx")),
  },
  {
    path: "publications/:id",
    lazy: page("PublicationPage", () => import("../../features/publications/item-page.tsx")),
  },
  {
    path: "approvals",
    lazy: page("ApprovalsPage", () => import("../../features/approvals/approvals-page.tsx")),
  },
  {
    path: "approvals/:id",
    lazy: page("ApprovalPage", () => import("../../features/approvals/approval-page.tsx")),
  },
  {
    path: "notifications",
    lazy: page("NoticesPage", () => import("../../features/notifications/notices-page.tsx")),
  },
  {
    path: "account",
    lazy: page("AccountPage", () => import("../../features/session/account-page.tsx")),
  },
  {
    path: "account/resets",
    lazy: page("ResetsPage", () => import("../../features/session/resets-page.tsx")),
  },
  {
    path: "voices/figures",
    lazy: page("FiguresPage", () => import("../../features/figures/figures-page.tsx")),
  },
  {
    path: "voices/profiles",
    lazy: page("ProfilesPage", () => import("../../features/figures/profiles-page.tsx")),
  },
  {
    path: "reports/work-summary",
    lazy: page("SummaryPage", () => import("../../features/figures/summary-page.tsx")),
  },
  { path: "*", Component: MissingPage },
];

const frame = { ErrorBoundary: FailedPage, HydrateFallback: () => null };

/** A page that needs no session. */
const openPage = (path: string, lazy: RouteObject["lazy"] & {}): RouteObject => ({
  ...frame,
  path,
  Component: OpenPages,
  children: [{ index: true, lazy }],
});

/** The console lives under /console. */
export const createConsoleRouter = () =>
  createBrowserRouter(
    [
      openPage(
        "/setup",
        page("SetUpPage", () => import("../../features/session/set-up-page.tsx")),
      ),
      openPage(
        "/activate",
        page("ActivationPage", () => import("../../features/session/activation-page.tsx")),
      ),
      openPage(
        "/reset",
        page("ResetPage", () => import("../../features/session/reset-page.tsx")),
      ),
      { ...frame, path: "/", Component: Gate, children: PAGES },
    ],
    { basename: "/console" },
  );
