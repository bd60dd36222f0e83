/**
 * A bundle as JupyterLab loads extensions: a container of webpack's module federation, written by
 * hand, as we need no webpack otherwise. JupyterLab calls `init` with the modules that extensions
 * share, then `get` for the module that package.json names.
 *
 * https://jupyterlab.readthedocs.io/en/stable/extension/extension_dev.html#prebuilt-extensions
 *
 * @param bundle Code in the format of CommonJS, which requires only modules that JupyterLab shares.
 */
export function containerOf(name: string, bundle: string): string {
  const shared = new Set(
    bundle.matchAll(/\brequire\("([^"]+)"\)/g).map((found) => found[1]!),
  );
  return `(globalThis._JUPYTERLAB ??= {})[${JSON.stringify(name)}] = (${container.toString()})(${
    JSON.stringify([...shared])
  }, (module, exports, require) => {\n${bundle}\n});\n`;
}

/** Runs in the page. It must be complete in itself: its text is all that arrives there. */
function container(
  shared: string[],
  run: (module: { exports: object }, exports: object, require: (name: string) => unknown) => void,
) {
  type Versions = Record<string, { loaded?: unknown; get(): Promise<() => unknown> }>;
  let scope: Record<string, Versions> = {};
  async function load(name: string): Promise<[string, unknown]> {
    const versions = Object.values(scope[name] ?? {});
    if (versions.length === 0) throw new Error(`JupyterLab does not share ${name}`);
    const version = versions.find(({ loaded }) => loaded) ?? versions.at(-1)!; // not a second copy
    return [name, (await version.get())()];
  }
  return {
    init(given: Record<string, Versions>) {
      scope = given;
    },
    async get(_module: string) {
      const modules = new Map(await Promise.all(shared.map(load)));
      return () => {
        const module = { exports: {} };
        run(module, module.exports, (name) => modules.get(name));
        return module.exports;
      };
    },
  };
}
