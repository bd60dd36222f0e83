import { type Random, seeded } from "../../random.ts";
import { sampler } from "../../simulators/sampler.ts";
import { simulate, type SimulatorOptions, startOf } from "../../simulators/simulator.ts";
import type { Source } from "../../sources/source.ts";
import { homeAddress, loginAddress } from "./addresses.ts";
import { type UserLogin, userLogins } from "./user_logins.ts";
import { type LoginUser, someDevice, someState, someUsers } from "./users.ts";

/** Milliseconds from one login to the next. */
const GAP = 500;
/** Users of each maker's devices. */
const USERS = 1500;
const MAKERS = ["android", "iOS"] as const;
/** Shares of logins without a device type, with their time as text, and away from the user's state. */
const NO_TYPE = 0.05;
const TEXT_TIME = 0.2;
const AWAY = 0.03;
/** Logins from one attack on a user's account to the next, on average. */
const ATTACKS_APART = 2400;

/** Somebody who tries to log in as a user again and again, from ever new addresses. */
interface Attack {
  user: LoginUser;
  /** How many logins are left. */
  left: number;
  /** From which login on the next one of the attack comes. */
  due: number;
}

/**
 * Logins half a second apart: users of 50 states, the half of them with android and with iOS devices. Each
 * logs in some times an hour; now and then an account is attacked, with 25 to 60 logins within minutes.
 *
 * @throws {RangeError} The start is not a time from 2000 to 2099: others could not tell its unit.
 */
export function simulateLogins(options: SimulatorOptions): Source {
  const start = startOf(options);
  if (!(start >= Date.UTC(2000, 0) && start < Date.UTC(2100, 0))) {
    throw new RangeError(
      `Cannot simulate logins at ${options.start}: write a start from 2000 to 2099, ` +
        "as their times are seconds since 1970",
    );
  }
  const records = logins(options.seed, start);
  return simulate({ stream: userLogins, name: "logins", records }, options);
}

function* logins(seed: number | string, start: number): Generator<UserLogin> {
  const random = seeded(seed);
  const users = MAKERS.map(() => someUsers(random, USERS));
  const draws = users.map((some) => sampler(some.map(({ activity }) => activity)));
  const attacks: Attack[] = [];
  const someUser = (maker: number) => users[maker]![draws[maker]!(random)]!;
  let nextAttack = random.exponential(ATTACKS_APART);
  for (let i = 0;; i++) {
    if (i >= nextAttack) {
      nextAttack += random.exponential(ATTACKS_APART);
      attacks.push({ user: someUser(random.int(0, 1)), left: random.int(25, 60), due: i });
    }
    const maker = random.int(0, 1);
    const attack = attacks.find(({ due }) => due <= i);
    const login = attack ? attacked(random, attack) : usual(random, someUser(maker));
    if (attack) {
      attack.due = i + random.int(10, 40);
      if (--attack.left === 0) attacks.splice(attacks.indexOf(attack), 1);
    }
    const seconds = (start + i * GAP) / 1000;
    yield {
      ...login,
      ...typeOf(random, MAKERS[maker]!),
      timestamp: random.next() < TEXT_TIME ? String(seconds) : seconds,
    };
  }
}

type Login = Omit<UserLogin, "device_type" | "timestamp">;

function usual(random: Random, { id, devices, home, locale }: LoginUser): Login {
  const device = devices[random.next() < 0.8 ? 0 : random.int(0, devices.length - 1)]!;
  return {
    user_id: id,
    app_version: device.app_version,
    ip: loginAddress(random, home),
    locale: random.next() < AWAY ? someState(random) : locale,
    device_id: device.id,
  };
}

function attacked(random: Random, { user }: Attack): Login {
  const device = someDevice(random);
  return {
    user_id: user.id,
    app_version: device.app_version,
    ip: homeAddress(random),
    locale: someState(random),
    device_id: device.id,
  };
}

/** The device's type; one in twenty logins has none, or null. */
function typeOf(random: Random, type: string): Pick<UserLogin, "device_type"> {
  if (random.next() >= NO_TYPE) return { device_type: type };
  return random.next() < 0.5 ? {} : { device_type: null };
}
