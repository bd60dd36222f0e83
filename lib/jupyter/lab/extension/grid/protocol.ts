/** The mime type of a grid's output. */
export const GRID_MIME = "application/vnd.tributary.grid+json";
