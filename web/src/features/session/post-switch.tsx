/** The post a person acts in, and the others he may act for today. A change forgets everything that was read. */
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import type { PostView, SessionView } from "../../../../contract/src/session.ts";
import { flushAll } from "../../ui/pending-acts.ts";
import { useSwitchPost } from "./session.ts";

/** Goes on in another post, at its home. What was given before is sent first, in the post it was given in. */
export function useChangePost() {
  const navigate = useNavigate();
  const change = useSwitchPost();
  return {
    ...change,
    to: async (post: string) => {
      await flushAll();
      change.mutate(post, { onSuccess: () => void navigate("/") });
    },
  };
}

export function usePostName() {
  const { t } = useTranslation();
  return ({ title, unit, basis, until }: PostView) => {
    const name = t("console:post.name", { unit: unit.name, title });
    if (basis === "appointment") return name;
    return until === undefined
      ? t(`console:post.${basis}`, { name })
      : t(`console:post.${basis}Until`, { name, until });
  };
}

export function PostSwitch({ session }: { readonly session: SessionView }) {
  const { t } = useTranslation();
  const change = useChangePost();
  const nameOf = usePostName();
  const posts = session.posts ?? [];
  if (posts.length < 2) return <span>{session.post}</span>;
  return (
    <select
      className="post-switch"
      aria-label={t("console:post.switch")}
      value={session.postId}
      disabled={change.isPending}
      onChange={(event) => void change.to(event.target.value)}
    >
      {posts.map((post) => (
        <option key={post.post} value={post.post}>
          {nameOf(post)}
        </option>
      ))}
    </select>
  );
}
