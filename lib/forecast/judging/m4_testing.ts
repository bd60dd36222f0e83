/** For tests: scores on series of M4. */
import type { M4Case } from "./m4_files.ts";
import { type M4Score, scoreM4 } from "./m4_score.ts";
import { modelOf } from "../models/mod.ts";

/** Scores a model on these series, with two workers, and prints its score. */
export async function printedM4Score(cases: M4Case[], id: string): Promise<M4Score> {
  const score = (await scoreM4(cases, [modelOf(id)], { jobs: 2 })).models.get(id)!;
  console.log(id, JSON.stringify(score, (_, value) => value?.toFixed ? +value.toFixed(4) : value));
  return score;
}
