/** One file of the input. */
export interface InputFile {
  /** Path: relative to the current folder if it is in it, else absolute; `-` is standard input. */
  path: string;
  /** When the file was last changed, ISO time; undefined for standard input and pipes. */
  modified?: string;
  /** Size in bytes; undefined for standard input and pipes. */
  size?: number;
}
