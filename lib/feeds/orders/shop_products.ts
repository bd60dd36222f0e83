import { MENU, type MenuItem } from "./shop_menu.ts";

/** The menu with products numbered from 1, as in the tables of a shop. */
export function numberedMenu(): MenuItem[] {
  return MENU.map((item, i) => ({ ...item, id: String(i + 1) }));
}

/** The product record of a menu item. Its picture is an inline SVG: no file, no network. */
export function productOf({ id, dish, size, cents }: MenuItem) {
  const letter = dish.name[0];
  const hue = [...dish.category].reduce((sum, char) => sum + char.charCodeAt(0), 0) % 360;
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 64 64'>` +
    `<circle cx='32' cy='32' r='32' fill='hsl(${hue},60%,80%)'/>` +
    `<text x='32' y='44' font-size='36' text-anchor='middle'>${letter}</text></svg>`;
  return {
    id,
    name: size === null ? dish.name : `${dish.name} (${size})`,
    description: dish.ingredients,
    category: dish.category,
    price: cents / 100,
    image: `data:image/svg+xml,${encodeURIComponent(svg)}`,
  };
}
