import { seeded } from "../../../lib/random.ts";

/** A shape of a picture of 48 × 48: `d` of an SVG path, and how it is painted. */
export interface Shape {
  d: string;
  fill?: string;
  stroke?: string;
  width?: number;
}

/** What is known of a dish. */
export interface Dish {
  name: string;
  category: string | null;
  /** Separated by commas. */
  ingredients: string | null;
}

/** Colours of ingredients, by a part of their names. */
const COLOURS: readonly [RegExp, string][] = [
  [/tomato|pepperoni|salami|chil|raspberr|paprika|beet|cola/i, "#c9302c"],
  [
    /basil|spinach|arugula|broccoli|lettuce|leaves|romaine|parsley|zucchini|pesto|mint|jalape|pepper/i,
    "#4f9a3a",
  ],
  [/olive|eggplant|fig|coffee|cocoa|chocolate/i, "#3d3340"],
  [/mushroom|walnut|nut|chicken|bread|potato|tea|crouton/i, "#a87b4f"],
  [/onion/i, "#a4508b"],
  [/ham|bacon|pork|sausage|beef|tuna|anchov/i, "#d97b7b"],
  [/corn|pear|lemon|honey|pumpkin|orange|peach|carrot/i, "#f0b429"],
  [/mozzarella|ricotta|cheese|cream|garlic|feta|parmesan|yogurt|vanilla|water/i, "#f6ecd2"],
];
const OTHERS = ["#c9302c", "#4f9a3a", "#3d3340", "#a87b4f", "#a4508b", "#f0b429"];
const CRUST = "#c98d45", CHEESE = "#f3cf73", SAUCE = "#d4552f";
const PLATE = "#dfe5ee", RIM = "#aab4c2";

const circle = (x: number, y: number, r: number) =>
  `M${x - r},${y}a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0Z`;

/** The picture of a dish: always the same for the same dish, of our own drawing. */
export function dishShapes(dish: Dish): Shape[] {
  const { name, category } = dish;
  const colours = coloursOf(dish);
  const random = seeded(`${name.replace(/ \([A-Z]+\)$/, "")}`);
  const kind = `${category ?? ""} ${name}`.toLowerCase();
  if (/drink|soda|juice|beer|wine/.test(kind)) return glass(colours);
  if (/dessert|ice|cake/.test(kind)) return cup(colours);
  if (/calzone/.test(kind)) return calzone(colours);
  if (/dip|sauce/.test(kind)) return pot(colours);
  if (/pasta|salad|bowl/.test(kind)) return bowl(colours, random, /pasta/.test(kind));
  if (/side|starter/.test(kind)) return plate(colours, random);
  return pizza(colours, random);
}

type Random = ReturnType<typeof seeded>;

function coloursOf({ name, ingredients }: Dish): string[] {
  const parts = (ingredients ?? name).split(",");
  const found = parts.flatMap((part) => COLOURS.find(([word]) => word.test(part))?.[1] ?? []);
  const random = seeded(name);
  const own = ingredients ? found : [random.pick(OTHERS), random.pick(OTHERS)];
  return [...new Set(own.length > 0 ? own : [random.pick(OTHERS)])];
}

/** Places in a circle that do not touch each other: every third is tried until it is free. */
function scattered(random: Random, { count, radius, apart }: Record<string, number>) {
  const places: [x: number, y: number][] = [];
  for (let tries = 0; places.length < count! && tries < 200; tries++) {
    const angle = random.next() * 2 * Math.PI, far = Math.sqrt(random.next()) * radius!;
    const x = 24 + far * Math.cos(angle), y = 24 + far * Math.sin(angle);
    if (places.every(([a, b]) => Math.hypot(a - x, b - y) > apart!)) places.push([x, y]);
  }
  return places.map(([x, y]) => [Number(x.toFixed(1)), Number(y.toFixed(1))] as const);
}

function pizza(colours: readonly string[], random: Random): Shape[] {
  const toppings = colours.filter((colour) => colour !== "#f6ecd2");
  const shown = toppings.length > 0 ? toppings : ["#f6ecd2"];
  return [
    { d: circle(24, 24, 22), fill: CRUST },
    { d: circle(24, 24, 19), fill: SAUCE },
    { d: circle(24, 24, 18), fill: CHEESE },
    ...scattered(random, { count: 11, radius: 14.5, apart: 6.4 }).map(([x, y], i): Shape => {
      const fill = shown[i % shown.length]!;
      if (fill === "#4f9a3a") return { d: leaf(x, y, random.next() * Math.PI), fill };
      if (fill === "#3d3340") return { d: circle(x, y, 1.6), stroke: fill, width: 1.6 };
      return { d: circle(x, y, 2.7), fill };
    }),
    {
      d: [0, 1, 2, 3].map((i) => {
        const x = 22 * Math.cos(i * Math.PI / 4), y = 22 * Math.sin(i * Math.PI / 4);
        return `M${(24 - x).toFixed(1)},${(24 - y).toFixed(1)}L${(24 + x).toFixed(1)},${
          (24 + y).toFixed(1)
        }`;
      }).join(""),
      stroke: "#8f5f2a66",
      width: 0.8,
    },
  ];
}

function leaf(x: number, y: number, angle: number): string {
  const at = (along: number, across: number) =>
    `${(x + along * Math.cos(angle) - across * Math.sin(angle)).toFixed(1)},${
      (y + along * Math.sin(angle) + across * Math.cos(angle)).toFixed(1)
    }`;
  return `M${at(-3.2, 0)}Q${at(0, 2.6)} ${at(3.2, 0)}Q${at(0, -2.6)} ${at(-3.2, 0)}Z`;
}

function bowl(colours: readonly string[], random: Random, isPasta: boolean): Shape[] {
  const inside: Shape[] = isPasta
    ? [
      { d: circle(24, 24, 15), fill: "#f3dc9b" },
      {
        d: "M12,24q6,-9 12,0t12,0M13,29q6,-9 11,0t11,0M13,19q6,-9 11,0t11,0",
        stroke: "#cfa24f",
        width: 1.6,
      },
    ]
    : [{ d: circle(24, 24, 15), fill: "#7fb85f" }];
  const places = scattered(random, { count: isPasta ? 6 : 12, radius: 11, apart: 5.2 });
  return [
    { d: circle(24, 24, 22), fill: RIM },
    { d: circle(24, 24, 20.5), fill: PLATE },
    ...inside,
    ...places.map(([x, y], i): Shape => {
      const fill = colours[i % colours.length]!;
      return fill === "#4f9a3a"
        ? { d: leaf(x, y, random.next() * Math.PI), fill }
        : { d: circle(x, y, 2.6), fill };
    }),
  ];
}

function plate(colours: readonly string[], random: Random): Shape[] {
  return [
    { d: circle(24, 24, 22), fill: RIM },
    { d: circle(24, 24, 20.5), fill: PLATE },
    { d: circle(24, 24, 14), stroke: RIM, width: 1 },
    ...scattered(random, { count: 7, radius: 11, apart: 7.4 }).map(([x, y], i): Shape => ({
      d: `M${x - 4},${y}q4,-6 8,0q-1,4 -4,4t-4,-4Z`,
      fill: i % 2 ? CRUST : colours[i % colours.length]!,
    })),
  ];
}

function calzone(colours: readonly string[]): Shape[] {
  return [
    { d: "M3,32A21,21 0 0 1 45,32Q24,41 3,32Z", fill: CRUST },
    { d: "M7,30A17,17 0 0 1 41,30Q24,37 7,30Z", fill: "#dfa860" },
    { d: "M14,20l5,6M22,17l4,7M31,18l2,7", stroke: "#8f5f2a", width: 1.6 },
    { d: "M12,34q3,5 6,1q3,5 6,1q3,5 6,0q4,4 6,-2", fill: colours[0]! },
  ];
}

function pot(colours: readonly string[]): Shape[] {
  return [
    { d: "M7,20L12,40Q24,44 36,40L41,20Z", fill: RIM },
    { d: "M5,20a19,7.5 0 1 0 38,0a19,7.5 0 1 0 -38,0Z", fill: PLATE },
    { d: "M9,20a15,5 0 1 0 30,0a15,5 0 1 0 -30,0Z", fill: colours[0]! },
    { d: "M15,20q4,-3 9,0t9,0", stroke: "#ffffff88", width: 1.4 },
  ];
}

function cup(colours: readonly string[]): Shape[] {
  const [one = "#f6ecd2", two = "#f0b429"] = colours;
  return [
    { d: "M22,30h4v10h7v3H15v-3h7Z", fill: RIM },
    { d: "M8,18H40Q39,32 24,32T8,18Z", fill: PLATE },
    { d: circle(17, 15, 7), fill: one },
    { d: circle(31, 15, 7), fill: two },
    { d: circle(24, 10, 7), fill: CHEESE },
    { d: circle(24, 3.4, 2.2), fill: "#c9302c" },
  ];
}

function glass(colours: readonly string[]): Shape[] {
  return [
    { d: "M30,2l-5,12", stroke: "#c9302c", width: 2 },
    { d: "M11,8H37L34,44H14Z", fill: PLATE },
    { d: "M12.4,16H35.6L33.4,42H14.6Z", fill: colours[0]! },
    { d: "M17,21h6v6h-6ZM25,27h6v6h-6Z", fill: "#ffffff66" },
  ];
}
