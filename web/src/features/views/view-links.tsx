/** Saved views in the side menu, own ones first; a shared one says whose it is. */
import { useTranslation } from "react-i18next";
import { NavLink, useLocation } from "react-router";

import type { SavedView } from "../../../../contract/src/workbench.ts";
import { Icon } from "../../ui/icon.tsx";
import { useRemoveView, useViews } from "./queries.ts";

function ViewLink({ view, isHere }: { readonly view: SavedView; readonly isHere: boolean }) {
  const { t } = useTranslation();
  const remove = useRemoveView();
  return (
    <span className="side-view">
      <NavLink
        to={view.path}
        aria-current={isHere ? "page" : undefined}
        title={view.isOwn ? undefined : t("console:views.by", { name: view.ownerName })}
      >
        <Icon name={view.isShared ? "people" : "bookmark"} /> <span>{view.name}</span>
      </NavLink>
      {view.isOwn && (
        <button
          type="button"
          aria-label={t("console:views.remove", { name: view.name })}
          disabled={remove.isPending}
          onClick={() => remove.mutate(view.id)}
        >
          <Icon name="cross" />
        </button>
      )}
    </span>
  );
}

export function ViewLinks() {
  const { pathname, search } = useLocation();
  const views = useViews().data?.views ?? [];
  const here = pathname + search;
  return views.map((view) => (
    <ViewLink key={view.id} view={view} isHere={encodeURI(decodeURI(view.path)) === here} />
  ));
}
