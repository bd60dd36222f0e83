/** What a processor writes to. */
export interface ProcessorOutput {
  /**
   * Sends what was added before this call, and resolves once all of it is acknowledged. It takes
   * what was added synchronously: anything added later belongs to the next flush. It is called
   * again only after it resolved. What it throws ends the processor.
   */
  flush(): Promise<void>;
}
