import { type ProductChange, products } from "./products.ts";
import type { FieldError } from "../../streams/check.ts";
import type { NumberReader } from "../../sources/numbers.ts";

/** The part of a product that order lines need. */
export interface Product {
  id: string;
  /** Price of one piece. */
  price: number;
}

/** Types of pizza and the products made from them: each type in its sizes. */
export class Catalogue {
  #types = new Map<string, { name: string; category: string; ingredients: string }>();
  #products = new Map<string, Product>();

  /** The product with an id, if there is one. */
  product(id: string): Product | undefined {
    return this.#products.get(id);
  }

  /** Adds a type, or returns what is wrong with it. */
  addType(
    type: { pizza_type_id: string; name: string; category: string; ingredients: string },
  ): FieldError | undefined {
    const { pizza_type_id: id, ...rest } = type;
    if (id === "") return { field: "pizza_type_id", reason: "is missing" };
    if (this.#types.has(id)) {
      return { field: "pizza_type_id", value: id, reason: "repeats an earlier row" };
    }
    this.#types.set(id, rest);
  }

  /**
   * Adds a product, or returns what is wrong with it.
   *
   * @param pizza The cells of its row.
   * @param options `ts_ms`: when the catalogue was read, in milliseconds since 1970. `numbers`: how
   * the file writes its numbers.
   * @returns Its change event, with `op` `r`: read in a snapshot.
   */
  addPizza(
    pizza: { pizza_id: string; pizza_type_id: string; size: string; price: string },
    { ts_ms, numbers }: { ts_ms: number; numbers: NumberReader },
  ): ProductChange | FieldError {
    const { pizza_id: id, pizza_type_id, size } = pizza;
    if (this.#products.has(id)) {
      return { field: "pizza_id", value: id, reason: "repeats an earlier row" };
    }
    const type = this.#types.get(pizza_type_id);
    if (!type) {
      const reason = "no pizza type with this id could be read";
      return { field: "pizza_type_id", value: pizza_type_id, reason };
    }
    const price = numbers.money(pizza.price);
    if (isNaN(price)) {
      const reason = numbers.fault(pizza.price, "expected a number");
      return { field: "price", value: pizza.price, reason };
    }
    const change: ProductChange = {
      before: null,
      after: {
        id,
        name: size === "" ? type.name : `${type.name} (${size})`,
        description: type.ingredients === "" ? null : type.ingredients,
        category: type.category,
        price,
        image: null,
      },
      op: "r",
      ts_ms,
    };
    const [error] = products.check(change);
    if (error) return { ...error, field: error.field?.replace(/^after\//, "") };
    this.#products.set(id, { id, price });
    return change;
  }
}
