/** One thing that the project needs or can use. */
export interface Need {
  name: string;
  found: boolean;
  /** Without it nothing works. */
  required: boolean;
  /** What was found, or how to get it. */
  detail: string;
}
