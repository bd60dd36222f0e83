/** The page to try the API: Swagger UI from its package, without anything from elsewhere. */

/** A file of the page. */
export interface PageFile {
  type: string;
  text(): Promise<string>;
}

const HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tributary orders API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body>
<div id="page"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
`;

const START = `SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#page",
  deepLinking: true,
  tryItOutEnabled: true,
  validatorUrl: null,
});
`;

/** Files by their paths below the API. Those of the package are read when they are first asked for. */
export const pageFiles: Readonly<Record<string, PageFile>> = {
  "/docs": { type: "text/html; charset=utf-8", text: () => Promise.resolve(HTML) },
  "/docs/start.js": {
    type: "text/javascript; charset=utf-8",
    text: () => Promise.resolve(START),
  },
  "/docs/swagger-ui.css": {
    type: "text/css; charset=utf-8",
    text: async () =>
      (await import("swagger-ui-dist/swagger-ui.css", { with: { type: "text" } })).default,
  },
  "/docs/swagger-ui-bundle.js": {
    type: "text/javascript; charset=utf-8",
    text: async () =>
      (await import("swagger-ui-dist/swagger-ui-bundle.js", { with: { type: "text" } })).default,
  },
};

/** What the page may load: only its own files. Swagger UI writes styles into elements. */
export const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";
