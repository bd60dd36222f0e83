import { type FrameLike, isFrame } from "../../charts/parts/frame.ts";
import type { Row } from "../../questdb/answer.ts";

export { type FrameLike, isFrame };

/** Some rows of a frame. */
export const frameRows = (frame: FrameLike, offset: number, limit: number): Row[] =>
  limit <= 0 ? [] : frame.objects({ offset, limit }) as Row[];
