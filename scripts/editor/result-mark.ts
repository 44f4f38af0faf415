/** Begins every line of the suite's results, which tells them from what VS Code itself writes to the console. */
export const resultMark = '│ ';
