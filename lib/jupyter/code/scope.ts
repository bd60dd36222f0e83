/** Names declared in one place of a cell, and, at the top, the names that are declared nowhere. */
export class Scope {
  readonly declared = new Set<string>();
  /** Names read, but not declared, here or further out. Only of the outermost scope. */
  readonly read = new Set<string>();
  /** The same of names assigned. */
  readonly assigned = new Set<string>();
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

  assigns(name: string): void {
    this.#unless(name, (top) => top.assigned.add(name));
  }

  /** Calls a function with the outermost scope, unless the name is declared on the way. */
  #unless(name: string, free: (top: Scope) => void): void {
    if (this.declared.has(name)) return;
    if (this.#outer) this.#outer.#unless(name, free);
    else free(this);
  }
}
