import type { Random } from "../../random.ts";
import { sampler, zipf } from "../../simulators/sampler.ts";
import { ADJECTIVES, NOUNS, THINGS } from "../../simulators/names.ts";

/** A repository in which events happen. */
export interface Repository {
  /** `owner/name` */
  name: string;
  /** The owner, if it is an organisation. */
  org: string | null;
}

/** Random draws of actors and repositories, all heavy-tailed. */
export interface GithubWorld {
  bot(): string;
  person(): number;
  login(person: number): string;
  /** One of a person's own repositories. */
  own(person: number): Repository;
  /** A person's repository, mostly a well-known one. */
  known(): Repository;
  /** An organisation's repository. */
  orgs(): Repository;
}

const PEOPLE = 8_000, ORGS = 300, ORG_REPOSITORIES = 2_400, BOTS = 10;
const KINDS_OF_ORG = ["works", "labs", "foundation", "collective"];

const LOGINS = ADJECTIVES.length * NOUNS.length * 3;

/** A login for each number below `LOGINS`. GitHub allows no dot in a login, so none of them belongs to anybody. */
function login(number: number): string {
  const adjective = number % ADJECTIVES.length;
  const turn = Math.floor(number / ADJECTIVES.length);
  const noun = NOUNS[(turn + adjective * 7) % NOUNS.length];
  const again = Math.floor(turn / NOUNS.length);
  return `${ADJECTIVES[adjective]}.${noun}${again === 0 ? "" : again + 1}`;
}

/** Invents people, bots, organisations and their repositories. */
export function githubWorld(random: Random): GithubWorld {
  const first = random.int(0, LOGINS - 1);
  const people = Array.from({ length: PEOPLE }, (_, i) => {
    const name = login((first + i) % LOGINS);
    const topic = random.int(0, THINGS.length - 1);
    const repositories = Array.from({ length: random.int(1, 4) }, (_, k) => ({
      name: `${name}/${THINGS[(topic + k * 11) % THINGS.length]}`,
      org: null,
    }));
    return { name, repositories };
  });
  const owned = Array.from({ length: ORG_REPOSITORIES }, (_, i): Repository => {
    const turn = Math.floor(i / ORGS);
    const owner = i % ORGS, noun = (owner * 37) % NOUNS.length;
    const kind = (noun + Math.floor(owner / NOUNS.length)) % KINDS_OF_ORG.length;
    const org = `${NOUNS[noun]}.${KINDS_OF_ORG[kind]}`;
    const name = `${THINGS[(i * 13) % THINGS.length]}${turn === 0 ? "" : `-${NOUNS[turn]}`}`;
    return { name: `${org}/${name}`, org };
  });
  const bots = Array.from(
    { length: BOTS },
    (_, i) => `${THINGS[(first + i * 17) % THINGS.length]}.bot[bot]`,
  );
  const anyBot = sampler(zipf(BOTS, 1.2));
  const anyPerson = sampler(zipf(PEOPLE, 0.6));
  const anyOwned = sampler(zipf(ORG_REPOSITORIES, 0.7));
  // People are ranked differently by how busy and by how well known they are.
  const famous = sampler(zipf(PEOPLE, 0.8));
  return {
    bot: () => bots[anyBot(random)]!,
    person: () => anyPerson(random),
    login: (person) => people[person]!.name,
    own: (person) => random.pick(people[person]!.repositories),
    known: () => people[(famous(random) * 3989) % PEOPLE]!.repositories[0]!,
    orgs: () => owned[anyOwned(random)]!,
  };
}
