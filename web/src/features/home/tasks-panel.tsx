/** For those whose work is not leads: the pages their post is for, each with what it answers. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { Role } from "../../../../contract/src/organisation.ts";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { Panel } from "../../ui/panel.tsx";
import { useSession } from "../session/index.ts";

interface Task {
  readonly to: string;
  readonly icon: IconName;
  readonly name: string;
  /** Absent: for everybody of the roles below. */
  readonly permission?: string;
  /** Of the portal, outside of the console. */
  readonly isPublic?: true;
}

const TASKS = [
  { to: "/organisation", icon: "people", name: "organisation", permission: "organisation.read" },
  { to: "/approvals", icon: "stamp", name: "approvals", permission: "approvals.read" },
  { to: "/duties", icon: "book", name: "duties", permission: "duties.read" },
  { to: "/audit", icon: "eye", name: "audit", permission: "audit.read" },
  { to: "/audit/sealed", icon: "eye", name: "sealed", permission: "audit.read-sealed" },
  { to: "/processes", icon: "folder", name: "processes", permission: "processes.read" },
  { to: "/projects", icon: "globe", name: "portal", isPublic: true },
  { to: "/verify", icon: "check", name: "verify", isPublic: true },
  { to: "/account", icon: "person", name: "account" },
] as const satisfies readonly Task[];

/** Those whose day is a list of leads have the menu for the rest. */
const ROLES: ReadonlySet<Role> = new Set<Role>([
  "police",
  "court",
  "entity",
  "agency",
  "bidder",
  "expert",
  "province",
  "systemAdmin",
  "securityAdmin",
  "auditor",
]);

function TaskLink({ task }: { readonly task: Task }) {
  const { t } = useTranslation();
  const text = (
    <>
      <Icon name={task.icon} />
      <span>
        <b>{t(`home:task.${task.name}.name`)}</b>
        <small>{t(`home:task.${task.name}.about`)}</small>
      </span>
    </>
  );
  if (task.isPublic === true) return <a href={task.to}>{text}</a>;
  return (
    <Link to={task.to} data-row={task.name}>
      {text}
    </Link>
  );
}

export function TasksPanel() {
  const { t } = useTranslation();
  const { role, permissions = [] } = useSession().data ?? {};
  if (role === undefined || !ROLES.has(role)) return null;
  const tasks = TASKS.filter(
    ({ permission }: Task) => permission === undefined || permissions.includes(permission),
  );
  return (
    <Panel title={t("home:task.title")}>
      <ul className="tasks">
        {tasks.map((task) => (
          <li key={task.name}>
            <TaskLink task={task} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
