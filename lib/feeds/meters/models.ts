import { ADJECTIVES, NOUNS } from "../../simulators/names.ts";

/** Makers of the simulated meters, with invented names. */
const MAKERS = Array.from({ length: 20 }, (_, i) => {
  const name = `${ADJECTIVES[3 * i]} ${NOUNS[4 * i]}`;
  return name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
});

/** The 2,000 models of the simulated meters, a hundred of each maker: `Amber Acorn M00`. */
export const MODELS: readonly string[] = MAKERS.flatMap((maker) =>
  Array.from({ length: 100 }, (_, i) => `${maker} M${String(i).padStart(2, "0")}`)
);
