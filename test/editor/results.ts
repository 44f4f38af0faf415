/** What the suite tells the runner, through a file: once when it begins, then after each test. */
export interface Results {
  readonly passed: number;
  readonly failed: number;
  /** False for a suite that hangs, or whose editor dies. */
  readonly isFinished: boolean;
}
