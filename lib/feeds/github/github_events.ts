import {
  defineStream,
  Nullable,
  type RecordOf,
  Symbol,
  Timestamp,
  Type,
} from "../../streams/define.ts";

/** Public GitHub events: who did what to which repository. */
export const githubEvents = defineStream({
  name: "github_events",
  key: "id",
  time: "created_at",
  identity: ["id"],
  schema: Type.Object({
    id: Type.String({ minLength: 1 }),
    type: Symbol(),
    actor: Type.String({ minLength: 1 }),
    repo: Type.String({ minLength: 1 }),
    org: Nullable(Type.String()),
    public: Type.Boolean(),
    action: Nullable(Symbol()),
    ref_type: Nullable(Symbol()),
    created_at: Timestamp(),
  }),
});

export type GithubEvent = RecordOf<typeof githubEvents>;
