import { orderItems, products } from "../feeds/mod.ts";
import { defineFlow, joinTable } from "./define.ts";
import { enrichedOrderItems } from "./enriched_order_items.ts";

/** The lines of orders, each with its product as the catalogue has it when the line is handled. */
export const enrichment = defineFlow({
  name: "enrichment",
  to: enrichedOrderItems,
  inputs: [
    joinTable(
      orderItems,
      { table: products, by: "product_id", fields: ["name", "category", "price", "image"] },
      (item, product) => ({
        order_id: item.order_id,
        line: item.line,
        created_at: item.created_at,
        product_id: item.product_id,
        quantity: item.quantity,
        item_price: item.price,
        product_name: product.name,
        category: product.category,
        price: product.price,
        image: product.image,
      }),
    ),
  ],
});
