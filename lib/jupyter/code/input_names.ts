import type { Expression, Program } from "@babel/types";

/** A piece of text to be put into a cell's source. */
export interface Insertion {
  /** The offset. */
  at: number;
  text: string;
}

/**
 * Tells each input its variable: `const days = await input.slider({ … })` gets a second argument,
 * `"const days"`. Only for a variable declared at the top of a cell, by a call of `input.…(…)` or
 * `….input.…(…)` with at most one argument.
 */
export function inputNames(program: Program): Insertion[] {
  return program.body.flatMap((statement) => {
    if (statement.type !== "VariableDeclaration" || statement.declare) return [];
    const { kind } = statement;
    if (kind !== "const" && kind !== "let" && kind !== "var") return [];
    return statement.declarations.flatMap(({ id, init }) => {
      if (id.type !== "Identifier" || init?.type !== "AwaitExpression") return [];
      const call = init.argument;
      if (call.type !== "CallExpression" || !isInput(call.callee as Expression)) return [];
      const [options, ...more] = call.arguments;
      if (more.length > 0 || options?.type === "SpreadElement") return [];
      const text = JSON.stringify(`${kind} ${id.name}`);
      return [
        options
          ? { at: options.end!, text: `, ${text}` }
          : { at: call.end! - 1, text: `{}, ${text}` },
      ];
    });
  });
}

function isInput(callee: Expression): boolean {
  if (callee.type !== "MemberExpression" || callee.computed) return false;
  const { object } = callee;
  if (object.type === "Identifier") return object.name === "input";
  return object.type === "MemberExpression" && !object.computed &&
    object.property.type === "Identifier" && object.property.name === "input";
}
