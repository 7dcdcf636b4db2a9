/** After the sign-in, before the first page: codes to keep, then the post to act in. */
import { useTranslation } from "react-i18next";

import type { PostView, SessionView } from "../../../../contract/src/session.ts";
import { Icon } from "../../ui/icon.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { choosePost, keepCodes, useArrival } from "./arrival.ts";
import { RecoveryCodes } from "./recovery-codes.tsx";
import { useSwitchPost } from "./session.ts";

function PostChoice({ session }: { readonly session: SessionView }) {
  const { t } = useTranslation();
  const switchPost = useSwitchPost();
  const account = session.account ?? "";
  const choose = ({ post }: PostView) => {
    if (post === session.postId) choosePost(account);
    else switchPost.mutate(post, { onSuccess: () => choosePost(account) });
  };
  return (
    <section className="demo" aria-labelledby="post-title">
      <h2 id="post-title">{t("session:post.title")}</h2>
      <p className="meta">{t("session:post.about")}</p>
      {switchPost.error !== null && <ProblemNotice error={switchPost.error} />}
      <ul>
        {(session.posts ?? []).map((post) => (
          <li key={post.post}>
            <button
              type="button"
              className="demo-card"
              disabled={switchPost.isPending}
              onClick={() => choose(post)}
            >
              <Icon name="stamp" />
              <span>
                <b>{post.title}</b>
                <small>
                  {post.unit.name} · {t(`session:post.basis.${post.basis}`)}
                </small>
              </span>
              <Icon name="arrow" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function ArrivalPage({ session }: { readonly session: SessionView }) {
  const { t } = useTranslation();
  const { codes } = useArrival(session);
  return (
    <div className="sign-in">
      <h1>{t("session:welcome", { name: session.name })}</h1>
      {codes.length > 0 ? (
        <div className="sign-in-form">
          <RecoveryCodes codes={codes} onKept={keepCodes} />
        </div>
      ) : (
        <PostChoice session={session} />
      )}
    </div>
  );
}
