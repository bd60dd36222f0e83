import type { Node } from "@babel/types";

/** Names declared in one place of a cell, and, at the top, the names that are declared nowhere. */
export class Scope {
  readonly declared = new Set<string>();
  /** Names read, but not declared, here or further out. Only of the outermost scope. */
  readonly read = new Set<string>();
  /** The same of names assigned. */
  readonly assigned = new Set<string>();
  /** Where names of the outermost scope, declared there or nowhere, are assigned. */
  readonly assignments: { name: string; node: Node }[] = [];
  readonly #outer: Scope | undefined;

  constructor(outer?: Scope) {
    this.#outer = outer;
  }

  declare(name: string): void {
    this.declared.add(name);
  }

  reads(name: string): void {
    this.#unless(name, (top) => top.read.add(name));
  }

  assigns(name: string, node: Node): void {
    this.#unless(name, (top) => top.assigned.add(name));
    this.#place(name)?.assignments.push({ name, node });
  }

  /** The outermost scope, unless the name is declared further in. */
  #place(name: string): Scope | undefined {
    if (!this.#outer) return this;
    return this.declared.has(name) ? undefined : this.#outer.#place(name);
  }

  /** Calls a function with the outermost scope, unless the name is declared on the way. */
  #unless(name: string, free: (top: Scope) => void): void {
    if (this.declared.has(name)) return;
    if (this.#outer) this.#outer.#unless(name, free);
    else free(this);
  }
}
