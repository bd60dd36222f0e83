/** The menu of an invented pizza shop: 48 dishes in 10 categories, 80 products with their sizes. */

/** A product: a dish in a size. */
export interface MenuItem {
  /** `garden_gate_m`, `cola` */
  id: string;
  dish: Dish;
  /** Null if there is only one. */
  size: "S" | "M" | "L" | null;
  /** Price in cents. */
  cents: number;
}

export interface Dish {
  id: string;
  name: string;
  category: string;
  /** Separated by commas. */
  ingredients: string;
}

/** Name, price in dollars (of pizzas: the small one), ingredients. */
type MenuEntry = [name: string, dollars: number, ingredients: string];

const PIZZAS: Record<string, MenuEntry[]> = {
  "Classic Pizza": [
    ["Plain Jane", 9.5, "Tomato, Mozzarella, Basil"],
    ["Corner Slice", 10.5, "Tomato, Mozzarella, Pepperoni"],
    ["Four Seasons", 11.75, "Tomato, Mozzarella, Ham, Artichokes, Mushrooms, Olives"],
    ["Sunday Roast", 12.25, "Tomato, Provolone, Roast Chicken, Rosemary Potatoes"],
    ["Harbor Light", 12.5, "Tomato, Tuna, Red Onions, Capers"],
    ["Butcher's Break", 12.75, "Tomato, Mozzarella, Sausage, Bacon, Ham"],
  ],
  "Bold Pizza": [
    ["Slow Burn", 11.5, "Tomato, Mozzarella, Spicy Salami, Green Chilies"],
    ["Smoke Signal", 12.75, "Barbecue Sauce, Smoked Gouda, Pulled Pork, Red Onions"],
    ["Blue Note", 12.25, "Cream, Blue Cheese, Pears, Walnuts"],
    ["Night Market", 12.95, "Peanut Sauce, Chicken, Carrots, Coriander, Chilies"],
    ["Jalapeño Express", 11.95, "Tomato, Cheddar, Ground Beef, Jalapeños, Corn"],
  ],
  "Garden Pizza": [
    ["Garden Gate", 10.75, "Tomato, Mozzarella, Zucchini, Eggplant, Peppers"],
    ["Green Mile", 11.25, "Pesto, Mozzarella, Spinach, Broccoli, Pine Nuts"],
    ["Forest Floor", 11.5, "Cream, Taleggio, Mixed Mushrooms, Thyme"],
    ["Goat Path", 11.75, "Tomato, Goat Cheese, Beetroot, Arugula, Honey"],
    ["Bare Feet", 10.25, "Tomato, Garlic, Oregano, Olives, No Cheese"],
  ],
};

const SINGLES: Record<string, MenuEntry[]> = {
  Pasta: [
    ["Angry Penne", 10.5, "Penne, Tomato, Garlic, Chilies"],
    ["Baked Ziti Pan", 11.75, "Ziti, Tomato, Ricotta, Mozzarella"],
    ["Lemon Linguine", 11.25, "Linguine, Lemon, Parsley, Parmesan"],
    ["Nonna's Ragù", 12.5, "Tagliatelle, Beef, Tomato, Carrots, Celery"],
    ["Pumpkin Gnocchi", 12.25, "Gnocchi, Pumpkin, Sage, Brown Butter"],
  ],
  Calzone: [
    ["Half Moon", 11.5, "Ham, Mozzarella, Ricotta, Tomato"],
    ["New Moon", 11.25, "Spinach, Ricotta, Garlic, Nutmeg"],
    ["Red Moon", 11.95, "Spicy Salami, Peppers, Mozzarella"],
    ["Honeymoon", 12.25, "Goat Cheese, Figs, Honey, Walnuts"],
  ],
  Salad: [
    ["House Leaves", 5.75, "Lettuce, Cucumber, Tomato, House Dressing"],
    ["Caesar's Corner", 8.25, "Romaine, Parmesan, Croutons, Anchovies"],
    ["Bean Counter", 7.5, "White Beans, Red Onions, Parsley, Lemon"],
    ["Tomato Towers", 7.95, "Tomato, Mozzarella, Basil, Olive Oil"],
    ["Roots & Fruits", 8.5, "Beetroot, Oranges, Fennel, Hazelnuts"],
  ],
  Side: [
    ["Garlic Knots", 4.5, "Pizza Dough, Garlic, Butter, Parsley"],
    ["Potato Wedges", 4.25, "Potatoes, Paprika, Salt"],
    ["Mozzarella Bites", 5.95, "Mozzarella, Breadcrumbs"],
    ["Chicken Wings", 7.25, "Chicken, Barbecue Glaze"],
    ["Warm Olives", 3.95, "Olives, Orange Zest, Thyme"],
  ],
  Dip: [
    ["Garlic Dip", 1.25, "Yogurt, Garlic, Chives"],
    ["Smoky Dip", 1.25, "Tomato, Smoked Paprika"],
    ["Hot Honey", 1.5, "Honey, Chilies"],
    ["Basil Dip", 1.5, "Basil, Sunflower Seeds, Oil"],
  ],
  Dessert: [
    ["Coffee Cloud", 5.5, "Mascarpone, Coffee, Ladyfingers, Cocoa"],
    ["Panna Cotta", 4.95, "Cream, Vanilla, Raspberries"],
    ["Chocolate Calzone", 6.75, "Pizza Dough, Chocolate, Hazelnuts"],
    ["Lemon Ice", 3.75, "Lemon, Sugar, Water"],
  ],
  Drink: [
    ["Cola", 2.5, "0.33 l can"],
    ["Orange Soda", 2.5, "0.33 l can"],
    ["Elderflower Fizz", 3.25, "Elderflower, Lemon, Sparkling Water"],
    ["Still Water", 1.75, "0.5 l bottle"],
    ["Iced Tea", 2.95, "Black Tea, Peach, Mint"],
  ],
};

function dish(category: string, [name, , ingredients]: MenuEntry): Dish {
  const plain = name.normalize("NFD").replace(/\p{Mark}/gu, "").toLowerCase();
  return { id: plain.replace(/[^a-z]+/g, "_"), name, category, ingredients };
}

function items(
  menu: Record<string, MenuEntry[]>,
  sizes: readonly [MenuItem["size"], number][],
): MenuItem[] {
  return Object.entries(menu).flatMap(([category, entries]) =>
    entries.flatMap((entry) =>
      sizes.map(([size, more]) => {
        const of = dish(category, entry);
        const cents = Math.round(entry[1] * 100) + more;
        const id = size === null ? of.id : `${of.id}_${size.toLowerCase()}`;
        return { id, dish: of, size, cents };
      })
    )
  );
}

/** Everything on the menu, in order. A medium pizza costs 4.00 more than a small one, a large one 8.00. */
export const MENU: readonly MenuItem[] = [
  ...items(PIZZAS, [["S", 0], ["M", 400], ["L", 800]]),
  ...items(SINGLES, [[null, 0]]),
];
