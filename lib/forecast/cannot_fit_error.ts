/** The history does not hold what a method needs; a simpler one may serve. */
export class CannotFitError extends RangeError {
  override name = "CannotFitError";
}
